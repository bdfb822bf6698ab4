"""Press conferences: lists, one with what its reader may do, the distribution list, reminders, search, the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.communications.models import (
    Conference,
    ConferenceAbout,
    ConferenceGuest,
    ConferenceMaterial,
    ConferencePreparation,
    ConferenceQuestion,
    Release,
)
from phoihop.communications.policy import APPROVERS, HANDS
from phoihop.communications.queries.outlets import rhythm_of
from phoihop.documents import queries as documents
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.prepared import prepared
from phoihop.ground.sheet import DatedRow, FoundRow, Waiting
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import search_names, unit_names
from phoihop.press import queries as press

MOST_SHOWN = 50
CONFERENCE_SHOWS = ("", "sap-toi", "bien-ban")


@dataclass(frozen=True, slots=True)
class ConferenceLine:
    code: str
    title: str
    unit: str
    state: str
    record_state: str
    starts_at: datetime
    place: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class ConferenceList:
    lines: tuple[ConferenceLine, ...]
    next: str
    may_begin: bool
    may_keep: bool
    may_set: bool


@dataclass(frozen=True, slots=True)
class GuestValue:
    number: int
    outlet: str
    mail: str
    answer: str
    invited_at: datetime | None
    is_there: bool


@dataclass(frozen=True, slots=True)
class PaperValue:
    number: int
    citation: str
    url: str  # empty for a reader who does not see the document


@dataclass(frozen=True, slots=True)
class PreparationValue:
    unit: str
    what: str
    due_date: date


@dataclass(frozen=True, slots=True)
class QuestionValue:
    outlet: str
    text: str
    answer: str
    query: str


@dataclass(frozen=True, slots=True)
class ConferenceRights:
    write: bool
    prepare: bool
    call: bool
    answer: bool  # note what outlets answered
    hold: bool
    question: bool
    write_record: bool
    approve_record: bool
    release: bool
    cancel: bool
    drop: bool


@dataclass(frozen=True, slots=True)
class ConferenceValue:
    line: ConferenceLine
    unit_id: int
    text: str
    ends_at: datetime
    spokesperson: str
    spoke: str
    event_at: datetime | None
    sudden_hours: int
    about: tuple[str, ...]
    guests: tuple[GuestValue, ...]
    materials: tuple[PaperValue, ...]
    preparations: tuple[PreparationValue, ...]
    questions: tuple[QuestionValue, ...]
    record: str
    approved_at: datetime | None
    approved_post: str
    release: str
    reason: str
    version: int
    rights: ConferenceRights
    why: str


def conference_list(
    actor: Actor, at: datetime, *, show: str = "", after: str = "", limit: int = MOST_SHOWN
) -> ConferenceList:
    """Press conferences of the reader's units and those they prepare, the newest first. Constant queries."""
    rows = Conference.objects.visible_to(actor)
    if show == "sap-toi":
        rows = rows.filter(state__in=("DRAFT", "CALLED"), starts_at__gte=at)
    elif show == "bien-ban":
        rows = rows.filter(state="HELD").exclude(record_state="APPROVED")
    if after:
        rows = rows.filter(pk__lt=Conference.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return ConferenceList(
        lines=tuple(_lines(shown)),
        next=shown[-1].code if len(found) > limit else "",
        may_begin=may(actor, "conference.begin", unit_id=actor.unit_id),
        may_keep=may(actor, "outlet.keep", unit_id=actor.unit_id),
        may_set=may(actor, "press_habit.set", unit_id=actor.unit_id),
    )


def conference_value(actor: Actor, code: str, at: datetime) -> ConferenceValue:
    row = Conference.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    guests = list(ConferenceGuest.rows.filter(conference=row).order_by("number"))
    return ConferenceValue(
        line=_lines([row])[0],
        unit_id=row.unit_id,
        text=row.text,
        ends_at=row.ends_at,
        spokesperson=row.spokesperson,
        spoke=row.spoke or press.contact_of(row.spokesperson, local_date(row.starts_at)),
        event_at=row.event_at,
        sudden_hours=rhythm_of(row.unit_id).sudden_hours,
        about=tuple(ConferenceAbout.rows.filter(conference=row).order_by("pk").values_list("code", flat=True)),
        guests=tuple(
            GuestValue(one.number, one.outlet, one.mail, one.answer, one.invited_at, one.is_there) for one in guests
        ),
        materials=tuple(_materials(actor, row)),
        preparations=tuple(_preparations(row)),
        questions=tuple(
            QuestionValue(*one)
            for one in ConferenceQuestion.rows.filter(conference=row)
            .order_by("number")
            .values_list("outlet", "text", "answer", "query")
        ),
        record=row.record,
        approved_at=row.approved_at,
        approved_post=row.approved_post,
        release=Release.rows.filter(pk=row.release_id or 0).values_list("code", flat=True).first() or "",
        reason=row.reason,
        version=row.version,
        rights=_rights(actor, row, guests, at),
        why=why(actor, row),
    )


def _rights(actor: Actor, row: Conference, guests: Collection[ConferenceGuest], at: datetime) -> ConferenceRights:
    is_open = row.state in ("DRAFT", "CALLED")
    is_held = row.state == "HELD" and row.record_state != "APPROVED"
    waits = any(one.invited_at is None for one in guests)
    return ConferenceRights(
        write=is_open and may(actor, "conference.write", row),
        prepare=is_open and may(actor, "conference.prepare", row),
        call=is_open and waits and bool(row.spokesperson) and row.starts_at > at and may(actor, "conference.call", row),
        answer=row.state == "CALLED" and may(actor, "conference.hold", row),
        hold=row.state == "CALLED" and at >= row.starts_at and may(actor, "conference.hold", row),
        question=is_held and may(actor, "conference.note_question", row),
        write_record=is_held and may(actor, "conference.write_record", row),
        approve_record=row.record_state == "DRAFT"
        and actor.account_id != row.record_account_id
        and may(actor, "conference.approve_record", row),
        release=row.record_state == "APPROVED" and row.release_id is None and may(actor, "conference.release", row),
        cancel=row.state == "CALLED" and may(actor, "conference.cancel", row),
        drop=row.state == "DRAFT" and may(actor, "conference.cancel", row),
    )


def conferences_on(actor: Actor, code: str) -> list[ConferenceLine]:
    """Press conferences about a topic, plan or release, the newest first. Two queries."""
    return _lines(_about(actor, code))


@prepared
def _about(actor: Actor, code: str) -> QuerySet[Conference]:
    about = ConferenceAbout.rows.filter(code=code).values("conference_id")
    rows = Conference.objects.visible_to(actor).filter(pk__in=about).exclude(state="DROPPED")
    return rows.order_by("-starts_at")[:5]


def conference_of_duty(actor: Actor, code: str) -> ConferenceLine | None:
    """The conference that a duty, whose page the reader has found visible, prepares."""
    source = str(obligations.row_of(cast("Any", Event(code=code))).source)
    rows = list(Conference.objects.visible_to(actor).filter(code=source)[:1]) if source.startswith("HB-") else []
    return _lines(rows)[0] if rows else None


# ── search, calendar, what waits ────────────────────────────────────────────────────────────────────────────


def conference_row(event: Event) -> Conference:
    return Conference.rows.get(code=event.code)


def conference_parties(codes: Collection[str]) -> set[int]:
    wanted = [code for code in codes if code.startswith("HB-")]
    if not wanted:
        return set()
    preparers = ConferencePreparation.rows.filter(conference__code__in=wanted).values_list("unit_id", flat=True)
    return {*Conference.rows.filter(code__in=wanted).values_list("unit_id", flat=True), *preparers}


def conference_waits(unit_ids: Collection[int], at: datetime, most: int = 200) -> list[Waiting]:
    """Held without an approved record: to be written, or to be approved; over and not said to be held. One query."""
    rows = Conference.rows.filter(unit_id__in=sorted(unit_ids)).filter(
        Q(state="HELD", record_state__in=("NONE", "DRAFT")) | Q(state="CALLED", ends_at__lt=at)
    )
    waiting = []
    for row in rows.order_by("starts_at", "pk")[:most]:
        is_draft = row.state == "HELD" and row.record_state == "DRAFT"
        words = (
            _("Duyệt biên bản họp báo: %(title)s")
            if is_draft
            else _("Viết biên bản họp báo: %(title)s")
            if row.state == "HELD"
            else _("Ghi họp báo đã họp hay chưa: %(title)s")
        )
        waiting.append(
            Waiting(
                row.unit_id,
                APPROVERS if is_draft else HANDS,
                "answer",
                row.code,
                words % {"title": row.title},
                reverse("communications:conference", args=[row.code]),
                None,
                row.held_at or row.ends_at,
            )
        )
    return waiting


def found_conferences(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of press conferences. Few queries."""
    rows = list(Conference.rows.filter(code__in=codes).exclude(state="DROPPED"))
    tokens = tokens_of("conference.see", rows)
    about: dict[int, list[str]] = {row.pk: [] for row in rows}
    for pk, code in (
        ConferenceAbout.rows.filter(conference__in=rows).order_by("pk").values_list("conference_id", "code")
    ):
        about[pk].append(code)
    return [
        FoundRow(
            code=row.code,
            kind="conference",
            title=row.title,
            url=reverse("communications:conference", args=[row.code]),
            tokens=tokens[row.pk],
            text=f"{row.text}\n{row.record}",
            numbers=tuple(about[row.pk]),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=local_date(row.starts_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def conference_codes(after: str, limit: int) -> list[str]:
    rows = Conference.rows.filter(code__gt=after).exclude(state="DROPPED")
    return list(rows.order_by("code").values_list("code", flat=True)[:limit])


def visible_conferences(actor: Actor, codes: Collection[str]) -> set[str]:
    rows = Conference.objects.visible_to(actor).filter(code__in=codes).exclude(state="DROPPED")
    return set(rows.values_list("code", flat=True))


def conferences_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """Press conferences in these days. Three queries."""
    zone = timezone.get_current_timezone()
    begins = datetime(first.year, first.month, first.day, tzinfo=zone)
    ends = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    rows = Conference.objects.visible_to(actor).filter(starts_at__gte=begins, starts_at__lt=ends)
    found = list(rows.exclude(state="DROPPED").order_by("starts_at", "pk")[:most])
    others: dict[int, list[int]] = {row.pk: [] for row in found}
    helpers = ConferencePreparation.rows.filter(conference__in=found).order_by("pk")
    for pk, unit_id in helpers.values_list("conference_id", "unit_id"):
        others[pk].append(unit_id)
    topics: dict[int, str] = {}
    about = ConferenceAbout.rows.filter(conference__in=found).order_by("pk").values_list("conference_id", "code")
    for pk, code in about:
        if code.startswith(("VD-", "KH-")):
            topics.setdefault(pk, code)
    return [
        DatedRow(
            kind="conference",
            code=row.code,
            title=_("Họp báo: %(title)s") % {"title": row.title},
            url=reverse("communications:conference", args=[row.code]),
            first=local_date(row.starts_at),
            last=local_date(row.ends_at),
            state=_outline(row).value,
            stamp=row.held_at or row.called_at or row.opened_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            doer_ids=(row.unit_id,),
            other_ids=tuple(one for one in dict.fromkeys(others[row.pk]) if one != row.unit_id),
            dossier=topics.get(row.pk, ""),
            sequence=row.version,
            is_open=row.state in ("DRAFT", "CALLED"),
            is_illustration=row.is_illustration,
        )
        for row in found
    ]


def _outline(row: Conference) -> State:
    return {"HELD": State.DONE, "CANCELLED": State.HELD}.get(row.state, State.PLAN)


def _materials(actor: Actor, row: Conference) -> list[PaperValue]:
    kept = ConferenceMaterial.rows.filter(conference=row).order_by("number")
    papers = list(kept.values_list("number", "citation", "document__code"))
    seen = documents.documents_of(actor, [code for _n, _c, code in papers])
    return [PaperValue(number, citation, seen[code].url if code in seen else "") for number, citation, code in papers]


def _preparations(row: Conference) -> list[PreparationValue]:
    rows = list(ConferencePreparation.rows.filter(conference=row).order_by("number"))
    names = unit_names({one.unit_id for one in rows})
    return [PreparationValue(names[one.unit_id].name, one.what, one.due_date) for one in rows]


def _lines(rows: Collection[Conference]) -> list[ConferenceLine]:
    names = unit_names({row.unit_id for row in rows})
    return [
        ConferenceLine(
            code=row.code,
            title=row.title,
            unit=names[row.unit_id].name,
            state=row.state,
            record_state=row.record_state,
            starts_at=row.starts_at,
            place=row.place,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]
