"""Releases: lists, one release with what its reader may do, what stands in its way, search, calendar, what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.communications.models import (
    Release,
    ReleaseApproval,
    ReleaseHabit,
    ReleaseHolder,
    ReleaseOpening,
    ReleaseOverride,
)
from phoihop.communications.policy import APPROVERS
from phoihop.communications.queries.speaking import Speaking
from phoihop.communications.rules import presumption
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.organizations.queries import search_names, unit_names
from phoihop.plans import queries as plans

MOST_SHOWN = 50
UNDO_MINUTES = 10  # where the body has set nothing else
WORKED_ON = ("DRAFT", "PRESENTED", "RELEASING")


@dataclass(frozen=True, slots=True)
class OpenedText:
    code: str
    number: int
    title: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    code: str
    title: str
    unit: str
    state: str
    is_case: bool
    is_holder: bool  # the reader's unit holds it, it is not its own
    dossier: str
    published_at: datetime | None
    goes_at: datetime | None
    embargo_until: datetime | None
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class ReleaseList:
    lines: tuple[ReleaseLine, ...]
    next: str
    may_begin: bool


@dataclass(frozen=True, slots=True)
class HolderValue:
    unit_id: int
    unit: str
    given_at: datetime
    openings: int
    last_opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpeningValue:
    unit: str
    post: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OverrideValue:
    rule: str
    words: str
    reason: str
    post: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseRights:
    write: bool
    present: bool
    give_back: bool
    override: bool
    give: bool
    record_event: bool
    approve: bool
    take_back: bool
    withdraw: bool
    revise: bool
    restore: bool
    drop: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ReleaseValue:
    line: ReleaseLine
    unit_id: int
    number: int
    version: int
    summary: str  # empty for holders: they open the text, and that is recorded
    text: str
    contact: str
    stage: str
    event: str
    event_at: datetime | None
    event_proof: str
    note: str
    undo_minutes: int
    approvals: tuple[tuple[str, datetime], ...]  # post, when; those that count
    is_approved_by_reader: bool
    holders: tuple[HolderValue, ...]
    openings: tuple[OpeningValue, ...]
    findings: tuple[presumption.Finding, ...]  # still in the way
    overrides: tuple[OverrideValue, ...]
    is_own: bool
    rights: ReleaseRights
    why: str


def release_list(actor: Actor, *, show: str = "", after: str = "", limit: int = MOST_SHOWN) -> ReleaseList:
    """Releases that the reader's unit writes or holds, the newest first; `show`: "out" only published ones."""
    rows = Release.objects.visible_to(actor)
    if show == "out":
        rows = rows.filter(state__in=("PUBLISHED", "WITHDRAWN"))
    elif show == "held":
        rows = rows.exclude(unit_id=actor.unit_id or 0).filter(state__in=WORKED_ON)
    if after:
        rows = rows.filter(pk__lt=Release.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return ReleaseList(
        lines=tuple(_lines(actor, shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_begin=may(actor, "release.begin", unit_id=actor.unit_id),
    )


def releases_about(actor: Actor, dossier: str) -> list[ReleaseLine]:
    return _lines(actor, _about(actor, dossier))


@prepared
def _about(actor: Actor, dossier: str) -> QuerySet[Release]:
    return Release.objects.visible_to(actor).filter(dossier=dossier).exclude(state="DROPPED").order_by("-pk")[:5]


def release_value(actor: Actor, code: str) -> ReleaseValue:
    """One release. A holder gets its heading and its countdown, not the text: that it opens by an act of its own."""
    row = Release.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    given = ReleaseApproval.rows.filter(release=row, number=row.number, taken_back_at=None).order_by("pk")
    approvals = list(given.values_list("post", "given_at", "account_id"))
    is_own = row.unit_id in actor.units(with_inherited=True)
    is_open = is_own or row.state in ("PUBLISHED", "WITHDRAWN")
    approved = actor.account_id in [account_id for _post, _at, account_id in approvals]
    return ReleaseValue(
        line=_lines(actor, [row])[0],
        unit_id=row.unit_id,
        number=row.number,
        version=row.version,
        summary=row.summary if is_open else "",
        text=row.text if is_open else "",
        contact=row.contact,
        stage=row.stage,
        event=row.event,
        event_at=row.event_at,
        event_proof=row.event_proof,
        note=row.note if is_open else "",
        undo_minutes=undo_minutes(row.unit_id),
        approvals=tuple((post, at) for post, at, _account in approvals) if is_own else (),
        is_approved_by_reader=approved,
        holders=tuple(_holders(row)) if is_own else (),
        openings=tuple(_openings(row)) if is_own else (),
        findings=standing_findings(row) if is_own and row.state in WORKED_ON else (),
        overrides=tuple(_overrides(row)) if is_own else (),
        is_own=is_own,
        rights=_rights(actor, row, has_approved=approved),
        why=why(actor, row),
    )


def standing_findings(row: Release) -> tuple[presumption.Finding, ...]:
    """What the rules of its stage find in a release about a case, but for what an approver answered for."""
    if not row.is_case:
        return ()
    found = [one for text in (row.title, row.summary, row.text) for one in presumption.check(text, row.stage)]
    answered = ReleaseOverride.rows.filter(release=row).values_list("rule", "words") if found else []
    return presumption.stopping(found, answered)


def undo_minutes(unit_id: int) -> int:
    kept = ReleaseHabit.rows.filter(unit_id=unit_id).values_list("undo_minutes", flat=True).first()
    return kept or UNDO_MINUTES


def release_row(event: Event) -> Release:
    return Release.rows.get(code=event.code)


def may_begin(actor: Actor) -> bool:
    return may(actor, "release.begin", unit_id=actor.unit_id)


def may_arrange(actor: Actor) -> bool:
    return may(actor, "release.arrange", unit_id=actor.unit_id)


def may_note(actor: Actor, speaking: Speaking) -> bool:
    """Whether the reader may say that a topic is under proceedings, or how far they are."""
    units = {speaking.owner_id} if speaking.is_case else set(speaking.party_ids)
    return actor.unit_id in units and may(actor, "proceedings.note", unit_id=actor.unit_id)


def see_topic(actor: Actor, code: str) -> None:
    """Not visible: a topic that the reader may not see."""
    if code not in plans.visible_topics(actor, [code]):
        raise NotVisible


def topics_to_speak_of(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Topics of the reader that a release may be about: code and title, the newest first."""
    return [(line.code, f"{line.title} ({line.code})") for line in plans.topics(actor, today).lines]


def _rights(actor: Actor, row: Release, *, has_approved: bool) -> ReleaseRights:
    def can(power: str, *in_states: str) -> bool:
        return row.state in in_states and may(actor, power, row)

    return ReleaseRights(
        write=can("release.write", "DRAFT"),
        present=can("release.present", "DRAFT"),
        give_back=can("release.return", "PRESENTED"),
        override=can("release.override", "DRAFT", "PRESENTED"),
        give=row.published_at is None and can("release.give", "DRAFT", "PRESENTED"),
        record_event=can("release.record_event", "DRAFT", "PRESENTED"),
        approve=not has_approved
        and (not row.is_case or row.event_at is not None)
        and can("release.approve", "PRESENTED"),
        take_back=can("release.approve", "RELEASING"),
        withdraw=can("release.withdraw", "PUBLISHED"),
        revise=can("release.present", "PUBLISHED"),
        restore=row.published_at is not None and can("release.present", "DRAFT"),
        drop=row.published_at is None and can("release.present", "DRAFT", "PRESENTED"),
        open=can("release.open", "PRESENTED", "RELEASING"),
    )


def _lines(actor: Actor, rows: Collection[Release]) -> list[ReleaseLine]:
    names = unit_names(row.unit_id for row in rows)
    own = actor.units(with_inherited=True)
    return [
        ReleaseLine(
            code=row.code,
            title=row.title,
            unit=names[row.unit_id].name,
            state=row.state,
            is_case=row.is_case,
            is_holder=row.unit_id not in own,
            dossier=row.dossier,
            published_at=row.published_at,
            goes_at=row.goes_at,
            embargo_until=row.embargo_until,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def _holders(row: Release) -> list[HolderValue]:
    last = ReleaseOpening.rows.filter(holder=OuterRef("pk")).order_by("-pk").values("opened_at")[:1]
    each = ReleaseOpening.rows.filter(holder=OuterRef("pk")).order_by().values("holder")
    count = Coalesce(Subquery(each.annotate(n=Count("pk")).values("n")), 0)
    counted = ReleaseHolder.rows.filter(release=row).annotate(openings=count, last=Subquery(last))
    return [
        HolderValue(one.unit_id, one.unit_name, one.given_at, one.openings, one.last) for one in counted.order_by("pk")
    ]


def _openings(row: Release, most: int = 100) -> list[OpeningValue]:
    rows = ReleaseOpening.rows.filter(holder__release=row).order_by("-pk")[:most]
    return [OpeningValue(*one) for one in rows.values_list("holder__unit_name", "post", "number", "opened_at")]


def _overrides(row: Release) -> list[OverrideValue]:
    rows = ReleaseOverride.rows.filter(release=row).order_by("pk")
    return [OverrideValue(*one) for one in rows.values_list("rule", "words", "reason", "post", "given_at")]


# ── search, calendar, what waits ────────────────────────────────────────────────────────────────────────────


def found_releases(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps: the text only of what is out, for holders may find the heading before."""
    rows = list(Release.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("release.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="release",
            title=row.title,
            url=reverse("communications:release", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.summary}\n{row.text}" if row.state == "PUBLISHED" else "",
            numbers=tuple(filter(None, (row.event_proof, row.dossier))),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.published_at or row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def release_codes(after: str, limit: int) -> list[str]:
    rows = Release.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_releases(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Release.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def embargoes_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The moments before which releases may not go out, for those who write or hold them. Two queries."""
    zone = timezone.get_current_timezone()
    begins = datetime(first.year, first.month, first.day, tzinfo=zone)
    ends = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=zone)
    rows = Release.objects.visible_to(actor).filter(embargo_until__gte=begins, embargo_until__lte=ends)
    found = list(rows.filter(state__in=WORKED_ON).order_by("embargo_until", "pk")[:most])
    return [_dated(row, row.embargo_until) for row in found if row.embargo_until is not None]


def _dated(row: Release, moment: datetime) -> DatedRow:
    day = local_date(moment)
    return DatedRow(
        kind="release",
        code=row.code,
        title=_("Giờ được phát: %(title)s") % {"title": row.title},
        url=reverse("communications:release", args=[row.code]),
        first=day,
        last=day,
        state=State.PLAN.value,
        stamp=row.presented_at or row.opened_at,
        starts_at=moment,
        ends_at=moment,
        doer_ids=(row.unit_id,),
        dossier=row.dossier,
        sequence=row.version,
        is_illustration=row.is_illustration,
    )


def release_waits(unit_ids: Collection[int], most: int = 200) -> list[Waiting]:
    """Releases before their approvers: of those of a case only once the event is recorded. One query."""
    rows = Release.rows.filter(unit_id__in=sorted(unit_ids), state="PRESENTED")
    ready = rows.filter(Q(is_case=False) | Q(event_at__isnull=False)).order_by("presented_at", "pk")[:most]
    return [
        Waiting(
            row.unit_id,
            APPROVERS,
            "answer",
            row.code,
            row.title,
            reverse("communications:release", args=[row.code]),
            None,
            row.presented_at or row.opened_at,
        )
        for row in ready
    ]


def release_parties(codes: Collection[str]) -> set[int]:
    wanted = [code for code in codes if code.startswith("TC-")]
    if not wanted:
        return set()
    rows = Release.rows.filter(code__in=wanted)
    holders: Any = ReleaseHolder.rows.filter(release__in=rows).values_list("unit_id", flat=True)
    return {*rows.values_list("unit_id", flat=True), *holders}
