"""Reading letters: boxes, the letter itself, how far a letter has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from phoihop.dispatches import states
from phoihop.dispatches.models import Attachment, Dispatch, Recipient
from phoihop.documents.queries import documents_of
from phoihop.ground.actor import SEATED, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import FoundRow
from phoihop.mail.queries import addresses_of
from phoihop.organizations.queries import people_with, search_names, unit_names

DIRECTIONS = ("in", "out", "all")
STATES = ("waiting", "stuck", "answered", "recalled")


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
    handed_post: str = ""
    trouble: str = ""
    troubled_at: datetime | None = None
    handling: str = ""
    handled_at: datetime | None = None
    recall: str = ""
    recall_answered_at: datetime | None = None
    recall_post: str = ""
    recall_words: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentValue:
    """A document that goes with a letter; without an address where the reader may not open it."""

    code: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Former:
    """The letter that this one updates or replaces, as far as the reader may compare the two."""

    code: str
    subject: str
    body: str
    how: str


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of the way to an office before a letter goes out."""

    unit_id: int
    unit_name: str
    has_reader: bool
    address: str


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
    may_answer_recall: bool
    may_replace: bool
    next_steps: tuple[str, ...]  # verbs of states.HANDLING that the reader's office may tell
    may_send_again: bool
    addresses: Mapping[int, str]  # of recipients the letter has not reached, for a reader who may send it again
    is_formal: bool
    letter_code: str
    letter_url: str
    bases: str
    attachments: tuple[AttachmentValue, ...]
    former: Former | None
    successor: str
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

    `state`: "waiting" for an answer, "stuck" on its way, "answered" or "recalled" by anybody it
    went to (of "in": by the own office).
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
    own = line.own
    is_open = own is not None and own.state in states.WAITING
    is_asked = own is not None and own.recall == "ASKED"
    may_send_again = row.state == "SENT" and may(actor, "dispatch.send_again", row)
    papers = list(Attachment.rows.filter(dispatch=row).order_by("pk").values_list("document", "title"))
    lines = documents_of(
        actor, [row.letter_code, *(code for code, _title in papers)] if row.letter_code or papers else ()
    )
    letter = lines.get(row.letter_code)
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
        may_recall=_is_recallable(row, line) and may(actor, "dispatch.recall", row),
        may_answer_recall=is_asked and may(actor, "dispatch.answer_recall", row),
        may_replace=row.state == "SENT" and not row.dossier and may(actor, "dispatch.replace", row),
        next_steps=_next_steps(actor, row, own),
        may_send_again=may_send_again,
        addresses=_addresses(line) if may_send_again else {},
        is_formal=row.is_formal,
        letter_code=letter.citation or letter.code if letter else "",
        letter_url=letter.url if letter else "",
        bases=row.bases,
        attachments=tuple(AttachmentValue(c, t, lines[c].url if c in lines else "") for c, t in papers),
        former=_former(actor, row),
        successor=_successor(actor, row),
        why=why(actor, row),
    )


def ways_to(actor: Actor, unit_ids: Sequence[int], at: datetime) -> tuple[Way, ...]:
    """How these offices can be reached, for whoever writes a letter. Constant queries."""
    if not may(actor, "dispatch.send", unit_id=actor.unit_id):
        return ()
    names = unit_names(unit_ids)
    readers = set(people_with(SEATED, unit_ids, at))
    addresses = addresses_of(unit_ids)
    return tuple(
        Way(pk, names[pk].name, pk in readers, addresses.get(pk, "")) for pk in dict.fromkeys(unit_ids) if pk in names
    )


def former_letter(actor: Actor, code: str) -> DispatchValue:
    """A letter that the actor may update or replace. Not visible otherwise."""
    value = dispatch_page_value(actor, code)
    if not value.may_replace:
        raise NotVisible
    return value


def letters_about(actor: Actor, code: str) -> tuple[DispatchLine, ...]:
    """The newest letters about a thing; only those the actor may open."""
    return tuple(_lines(actor, _about(actor, code)))


@prepared
def _about(actor: Actor, code: str) -> QuerySet[Dispatch]:
    return Dispatch.objects.visible_to(actor).filter(about=code).exclude(about="").order_by("-pk")[:20]


def status_of(actor: Actor, codes: Iterable[str]) -> dict[str, DispatchStatus]:
    """How far these letters have come; those the actor may not see are left out. Two queries."""
    rows = {row.pk: row for row in Dispatch.objects.visible_to(actor).filter(code__in=set(codes))}
    shares = _shares_of(list(rows))
    return {row.code: _status(row, shares.get(pk, ())) for pk, row in rows.items()}


def paper_value(actor: Actor, code: str) -> DispatchValue:
    """A letter as the sender prints it. Not visible to whoever may not print it."""
    value = dispatch_page_value(actor, code)
    if not may(actor, "dispatch.print", row_of(code)):
        raise NotVisible
    return value


def in_menu(actor: Actor, today: date) -> QuerySet[Recipient]:
    """For the menu: letters to the reader's office that it has not answered."""
    if actor.unit_id is None:
        return Recipient.rows.none()
    return Recipient.rows.filter(unit_id=actor.unit_id, state__in=states.WAITING)


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
    wanted = {
        "waiting": states.WAITING,
        "stuck": ("CREATED", "DELAYED", "FAILED"),
        "answered": states.ANSWERED,
        "recalled": ("RECALLED",),
    }
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
                handed_post=row.handed_post,
                trouble=row.trouble,
                troubled_at=row.troubled_at,
                handling=row.handling,
                handled_at=row.handled_at,
                recall=row.recall,
                recall_answered_at=row.recall_answered_at,
                recall_post=row.recall_post,
                recall_words=row.recall_words,
            )
        )
    return {pk: tuple(values) for pk, values in found.items()}


def _is_recallable(row: Dispatch, line: DispatchLine) -> bool:
    """Somebody has not answered, or took it on and was not asked to give it back yet."""
    return row.state == "SENT" and any(
        one.state in states.WAITING or (one.state == "ACKNOWLEDGED" and not one.recall) for one in line.recipients
    )


def _next_steps(actor: Actor, row: Dispatch, own: RecipientValue | None) -> tuple[str, ...]:
    if own is None or own.state != "ACKNOWLEDGED" or not may(actor, "dispatch.handle", row):
        return ()
    return tuple(states.HANDLING[own.handling])


def _addresses(line: DispatchLine) -> dict[int, str]:
    """One query, and none where all have answered."""
    waiting = [share.unit_id for share in line.recipients if share.state in states.WAITING]
    return addresses_of(waiting) if waiting else {}


def _former(actor: Actor, row: Dispatch) -> Former | None:
    """Whoever may see both letters; an office that was not among the former one's sees none."""
    if row.replaces_id is None:
        return None
    old = Dispatch.objects.visible_to(actor).filter(pk=row.replaces_id).first()
    return Former(old.code, old.subject, old.body, row.change) if old else None


def _successor(actor: Actor, row: Dispatch) -> str:
    """The newer letter's code; told to whoever had the former one, since the sentence must name it."""
    if row.state != "REPLACED":
        return ""
    return Dispatch.rows.filter(replaces=row).values_list("code", flat=True).first() or ""


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
