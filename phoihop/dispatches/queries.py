"""Reading letters: boxes, the letter itself, how far a letter has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from phoihop.dispatches import states
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import FoundRow
from phoihop.mail.queries import addresses_of
from phoihop.organizations.queries import search_names

DIRECTIONS = ("in", "out", "all")
STATES = ("waiting", "answered", "recalled")


@dataclass(frozen=True, slots=True)
class RecipientValue:
    """One office's share of a letter."""

    unit_id: int
    unit_name: str
    state: str
    sent_at: datetime | None
    delivered_at: datetime | None
    answered_at: datetime | None
    answered_post: str
    reservation: str
    reason: str
    version: int
    channel: str


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """A letter in a box; `own` is the share of the reader's office, if it is one of the recipients."""

    id: int
    code: str
    purpose: str
    subject: str
    state: str
    sender_id: int
    sender_name: str
    sent_at: datetime | None
    is_illustration: bool
    recipients: tuple[RecipientValue, ...]
    own: RecipientValue | None


@dataclass(frozen=True, slots=True)
class Box:
    """`next` is what `after` must be for the following page; None on the last."""

    lines: tuple[DispatchLine, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class DispatchValue:
    """All that a letter's page shows."""

    line: DispatchLine
    body: str
    about: str
    dossier: str
    sender_post: str
    created_at: datetime
    recalled_at: datetime | None
    recall_reason: str
    may_acknowledge: bool
    may_refuse: bool
    may_recall: bool
    linkable: Mapping[int, str]  # recipients nobody can open it at, which the reader may mail a link, and where to
    why: str


@dataclass(frozen=True, slots=True)
class DispatchStatus:
    """How far a letter has come. A date over all recipients is set when the last one has reached it; `refused_at`
    and `reason` when the first one has refused, or the sender recalled it."""

    sent_at: datetime | None
    delivered_at: datetime | None
    acknowledged_at: datetime | None
    refused_at: datetime | None
    recalled_at: datetime | None
    reason: str
    recipients: tuple[RecipientValue, ...]


def box(actor: Actor, direction: str, state: str = "", after: int | None = None, limit: int = 50) -> Box:
    """The letters to the actor's office ("in"), from it ("out") or all he may see ("all"), the newest first.

    `state`: "waiting" for an answer, "answered" or "recalled" by anybody it went to (of "in": by the own office).
    """
    rows = Dispatch.objects.visible_to(actor)
    shares = Recipient.rows.all()
    if direction == "in":
        shares = shares.filter(unit_id=actor.unit_id or 0)
        rows = rows.filter(pk__in=_in_state(shares, state).values("dispatch_id"))
    elif direction == "out":
        rows = rows.filter(sender_id=actor.unit_id)
    if direction != "in" and state:
        rows = rows.filter(pk__in=_in_state(shares, state).values("dispatch_id"))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return Box(tuple(_lines(actor, shown)), shown[-1].pk if len(found) > limit else None)


def dispatch_page_value(actor: Actor, code: str) -> DispatchValue:
    """A letter. Not visible to outsiders."""
    row = Dispatch.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    line = _lines(actor, [row])[0]
    is_open = line.own is not None and line.own.state in states.WAITING
    is_recallable = row.state == "SENT" and {r.state for r in line.recipients} & set(states.WAITING)
    is_taken_on = any(r.state == "ACKNOWLEDGED" for r in line.recipients)
    return DispatchValue(
        line=line,
        body=row.body,
        about=row.about,
        dossier=row.dossier,
        sender_post=row.sender_post,
        created_at=row.created_at,
        recalled_at=row.recalled_at,
        recall_reason=row.recall_reason,
        may_acknowledge=is_open and may(actor, "dispatch.acknowledge", row),
        may_refuse=is_open and may(actor, "dispatch.refuse", row),
        may_recall=bool(is_recallable) and not is_taken_on and may(actor, "dispatch.recall", row),
        linkable=_linkable(actor, row, line),
        why=why(actor, row),
    )


def letters_about(actor: Actor, code: str, limit: int = 20) -> tuple[DispatchLine, ...]:
    """The newest letters about a thing; only those the actor may open."""
    rows = Dispatch.objects.visible_to(actor).filter(about=code).exclude(about="").order_by("-pk")
    return tuple(_lines(actor, list(rows[:limit])))


def status_of(actor: Actor, codes: Iterable[str]) -> dict[str, DispatchStatus]:
    """How far these letters have come; those the actor may not see are left out. Two queries."""
    rows = {row.pk: row for row in Dispatch.objects.visible_to(actor).filter(code__in=set(codes))}
    shares = _shares_of(list(rows))
    return {row.code: _status(row, shares.get(pk, ())) for pk, row in rows.items()}


def waiting_count(actor: Actor) -> int:
    """Letters to the actor's office that it has not answered."""
    if actor.unit_id is None or not may(actor, "dispatch.list"):
        return 0
    return Recipient.rows.filter(unit_id=actor.unit_id, state__in=states.WAITING).count()


def row_of(code: str) -> Dispatch:
    """The letter itself, for the question who may see it."""
    return Dispatch.rows.get(code=code)


# ── for search ──────────────────────────────────────────────────────────────────────────────────────────────


def found_dispatches(codes: Collection[str], purpose_words: Mapping[str, Any]) -> list[FoundRow]:
    """The rows that search keeps of letters."""
    rows = list(Dispatch.rows.filter(code__in=codes))
    tokens = tokens_of("dispatch.see", rows)
    shares = _shares_of([row.pk for row in rows])
    found = []
    for row in rows:
        units_in = dict.fromkeys([row.sender_id, *(share.unit_id for share in shares.get(row.pk, ()))])
        as_then = [row.sender_name, *(share.unit_name for share in shares.get(row.pk, ()))]
        found.append(
            FoundRow(
                code=row.code,
                kind="dispatch",
                title=row.subject,
                url=reverse("dispatches:letter", args=[row.code]),
                tokens=tokens[row.pk],
                text="\n".join(filter(None, (row.body, row.recall_reason))),
                numbers=tuple(filter(None, dict.fromkeys((row.about, row.dossier)))),
                unit_ids=tuple(units_in),
                unit_names=tuple(dict.fromkeys([*search_names(units_in), *as_then])),
                date=local_date(row.sent_at or row.created_at).isoformat(),
                type=str(purpose_words[row.purpose]),
                is_illustration=row.is_illustration,
            )
        )
    return found


def dispatch_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Dispatch.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_dispatches(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Dispatch.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _in_state(shares: QuerySet[Recipient], state: str) -> QuerySet[Recipient]:
    wanted = {"waiting": states.WAITING, "answered": states.ANSWERED, "recalled": ("RECALLED",)}
    return shares.filter(state__in=wanted[state]) if state else shares


def _lines(actor: Actor, rows: Sequence[Dispatch]) -> list[DispatchLine]:
    shares = _shares_of([row.pk for row in rows])
    return [
        DispatchLine(
            id=row.pk,
            code=row.code,
            purpose=row.purpose,
            subject=row.subject,
            state=row.state,
            sender_id=row.sender_id,
            sender_name=row.sender_name,
            sent_at=row.sent_at,
            is_illustration=row.is_illustration,
            recipients=shares.get(row.pk, ()),
            own=next((s for s in shares.get(row.pk, ()) if s.unit_id == actor.unit_id), None),
        )
        for row in rows
    ]


def _shares_of(dispatch_ids: Sequence[int]) -> dict[int, tuple[RecipientValue, ...]]:
    found: dict[int, list[RecipientValue]] = {}
    for row in Recipient.rows.filter(dispatch_id__in=dispatch_ids).order_by("pk"):
        found.setdefault(row.dispatch_id, []).append(
            RecipientValue(
                unit_id=row.unit_id,
                unit_name=row.unit_name,
                state=row.state,
                sent_at=row.sent_at,
                delivered_at=row.delivered_at,
                answered_at=row.answered_at,
                answered_post=row.answered_post,
                reservation=row.reservation,
                reason=row.reason,
                version=row.version,
                channel=row.channel,
            )
        )
    return {pk: tuple(values) for pk, values in found.items()}


def _linkable(actor: Actor, row: Dispatch, line: DispatchLine) -> dict[int, str]:
    """One query, and none for who may not or where all were reached."""
    stuck = [share.unit_id for share in line.recipients if share.state == "SENT"]
    return addresses_of(stuck) if stuck and may(actor, "dispatch.link", row) else {}


def _status(row: Dispatch, shares: Sequence[RecipientValue]) -> DispatchStatus:
    refused = [s for s in shares if s.state == "REFUSED"]
    return DispatchStatus(
        sent_at=row.sent_at,
        delivered_at=_last([s.delivered_at for s in shares]),
        acknowledged_at=_last([s.answered_at if s.state == "ACKNOWLEDGED" else None for s in shares]),
        refused_at=min((s.answered_at for s in refused if s.answered_at), default=None),
        recalled_at=row.recalled_at,
        reason=row.recall_reason or next((s.reason for s in refused), ""),
        recipients=tuple(shares),
    )


def _last(dates: Sequence[datetime | None]) -> datetime | None:
    """The latest, if all are there."""
    reached = [date for date in dates if date is not None]
    return max(reached) if reached and len(reached) == len(dates) else None
