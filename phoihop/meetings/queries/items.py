"""One meeting: its occasions, the roll, proposals, minutes and conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from phoihop.documents.queries import DocumentLine, documents_of
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.mail.queries import MailState, states_of
from phoihop.meetings import rules, states
from phoihop.meetings.models import (
    AgendaItem,
    Attendee,
    Conclusion,
    Counter,
    Meeting,
    Occurrence,
    Paper,
    Place,
    Support,
)


@dataclass(frozen=True, slots=True)
class OccurrenceValue:
    number: int
    state: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cancel_reason: str
    minutes_state: str
    version: int


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """A unit on the roll of one occasion. `mail` is how far its invitation has come, None without one."""

    unit_id: int
    unit_name: str
    is_required: bool
    state: str
    is_coming: bool
    way: str
    answered_at: datetime | None
    comment: str
    person: str
    delegate: str
    delegate_post: str
    delegate_scope: str
    delegate_state: str
    old_state: str
    old_sequence: int | None
    present_at: datetime | None
    is_late: bool
    version: int
    mail: MailState | None


@dataclass(frozen=True, slots=True)
class CounterValue:
    id: int
    number: int
    unit_name: str
    starts_at: datetime
    ends_at: datetime
    comment: str
    state: str
    answer: str
    version: int


@dataclass(frozen=True, slots=True)
class ConclusionValue:
    code: str
    text: str
    lead_id: int
    lead_name: str
    supporting: tuple[tuple[int, str], ...]
    due_date: date
    obligation: str


@dataclass(frozen=True, slots=True)
class Rights:
    arrange: bool
    answer: bool
    attend: bool
    roll: bool
    minute: bool
    approve: bool


@dataclass(frozen=True, slots=True)
class MeetingValue:
    code: str
    title: str
    text: str
    state: str
    organiser_id: int
    organiser_name: str
    organiser_post: str
    place: str
    video_url: str
    starts_at: datetime
    ends_at: datetime
    repeat: str
    quorum_percent: int
    about: str
    dossier: str
    cancel_reason: str
    version: int
    is_illustration: bool
    agenda: tuple[str, ...]
    papers: tuple[DocumentLine, ...]
    hidden_papers: int
    occurrences: tuple[OccurrenceValue, ...]
    shown: OccurrenceValue  # the occasion the page is about
    roll: tuple[PlaceValue, ...]
    own: PlaceValue | None
    counters: tuple[CounterValue, ...]
    conclusions: tuple[ConclusionValue, ...]
    rights: Rights
    why: str

    @property
    def is_begun(self) -> bool:
        return self.shown.state != "PLANNED"


@dataclass(frozen=True, slots=True)
class AttendanceValue:
    meeting: MeetingValue
    present: int
    counted: int
    needed: int
    is_quorate: bool


@dataclass(frozen=True, slots=True)
class MinutesValue:
    meeting: MeetingValue
    text: str
    state: str
    written_by: str
    written_at: datetime | None
    approved_by: str
    approved_at: datetime | None


def meeting_value(actor: Actor, code: str, at: datetime, number: int | None = None) -> MeetingValue:
    """A meeting with the roll of one occasion: the one asked for, or the nearest that is not over.

    Not visible to outsiders; a draft to its organiser alone.
    """
    row = Meeting.objects.visible_to(actor).filter(code=code).first()
    if row is None or (row.invited_at is None and row.organiser_id != actor.unit_id):
        raise NotVisible
    occurrences = [_occurrence(one) for one in Occurrence.rows.filter(meeting=row).order_by("starts_at", "number")]
    shown = _shown(occurrences, at, number)
    roll = _roll(row, shown.number)
    own = next((one for one in roll if one.unit_id == actor.unit_id), None)
    rights = _rights(actor, row, shown, own, at)
    papers = list(Paper.rows.filter(meeting=row).order_by("pk").values_list("document", flat=True))
    seen = documents_of(actor, papers)
    is_told = shown.minutes_state == "APPROVED" or row.organiser_id == actor.unit_id
    return MeetingValue(
        code=row.code,
        title=row.title,
        text=row.text,
        state=row.state,
        organiser_id=row.organiser_id,
        organiser_name=row.organiser_name,
        organiser_post=row.organiser_post,
        place=row.place,
        video_url=row.video_url,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        repeat=row.repeat,
        quorum_percent=row.quorum_percent,
        about=row.about,
        dossier=row.dossier,
        cancel_reason=row.cancel_reason,
        version=row.version,
        is_illustration=row.is_illustration,
        agenda=tuple(AgendaItem.rows.filter(meeting=row).order_by("number").values_list("title", flat=True)),
        papers=tuple(seen[one] for one in papers if one in seen),
        hidden_papers=len(papers) - len(seen),
        occurrences=tuple(occurrences),
        shown=shown,
        roll=tuple(roll),
        own=own,
        counters=_counters(actor, row),
        conclusions=_conclusions(row, shown.number) if is_told else (),
        rights=rights,
        why=why(actor, row),
    )


def attendance_value(actor: Actor, code: str, number: int, at: datetime) -> AttendanceValue:
    """The roll on the day, and whether enough are there."""
    value = meeting_value(actor, code, at, number)
    counted = [one for one in value.roll if one.is_required] or list(value.roll)
    present = sum(one.present_at is not None for one in counted)
    needed = rules.needed(len(counted), value.quorum_percent)
    return AttendanceValue(value, present, len(counted), needed, present >= needed)


def minutes_value(actor: Actor, code: str, number: int, at: datetime) -> MinutesValue:
    """The minutes of one occasion; to other units once they are approved."""
    value = meeting_value(actor, code, at, number)
    row = Occurrence.rows.get(meeting__code=code, number=number)
    if row.minutes_state != "APPROVED" and value.organiser_id != actor.unit_id:
        raise NotVisible
    return MinutesValue(
        meeting=value,
        text=row.minutes,
        state=row.minutes_state,
        written_by=row.minutes_post,
        written_at=row.minutes_at,
        approved_by=row.approved_post,
        approved_at=row.approved_at,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _occurrence(row: Occurrence) -> OccurrenceValue:
    return OccurrenceValue(
        number=row.number,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        cancel_reason=row.cancel_reason,
        minutes_state=row.minutes_state,
        version=row.version,
    )


def _shown(occurrences: Sequence[OccurrenceValue], at: datetime, number: int | None) -> OccurrenceValue:
    if number is not None:
        found = next((one for one in occurrences if one.number == number), None)
        if found is None:
            raise NotVisible
        return found
    open_ones = [one for one in occurrences if one.state == "PLANNED" and one.ends_at > at - rules.QR_BEFORE]
    return open_ones[0] if open_ones else occurrences[-1]


def _roll(meeting: Meeting, number: int) -> list[PlaceValue]:
    rows = Place.rows.filter(occurrence__meeting=meeting, occurrence__number=number).select_related("attendee")
    found = list(rows.order_by("attendee_id"))
    mails = states_of([f"{meeting.code}/{row.attendee.unit_id}" for row in found]) if found else {}
    return [_place(row, row.attendee, mails.get(f"{meeting.code}/{row.attendee.unit_id}")) for row in found]


def _place(row: Place, attendee: Attendee, mail: MailState | None) -> PlaceValue:
    return PlaceValue(
        unit_id=attendee.unit_id,
        unit_name=attendee.unit_name,
        is_required=attendee.is_required,
        state=row.state,
        is_coming=states.is_coming(row.state, row.delegate_state),
        way=row.way,
        answered_at=row.answered_at,
        comment=row.comment,
        person=row.person,
        delegate=row.delegate,
        delegate_post=row.delegate_post,
        delegate_scope=row.delegate_scope,
        delegate_state=row.delegate_state,
        old_state=row.old_state,
        old_sequence=row.old_sequence,
        present_at=row.present_at,
        is_late=row.is_late,
        version=row.version,
        mail=mail,
    )


def _rights(actor: Actor, row: Meeting, shown: OccurrenceValue, own: PlaceValue | None, at: datetime) -> Rights:
    is_open = row.state == "INVITED"
    is_due = is_open and shown.state == "PLANNED" and shown.starts_at <= at + rules.QR_BEFORE
    return Rights(
        arrange=row.state != "CANCELLED" and may(actor, "meeting.arrange", row),
        answer=is_open and shown.state == "PLANNED" and shown.starts_at > at and may(actor, "meeting.answer", row),
        attend=is_due and own is not None and own.present_at is None and may(actor, "meeting.attend", row),
        roll=is_due and may(actor, "meeting.roll", row),
        minute=shown.state == "HELD" and shown.minutes_state != "APPROVED" and may(actor, "meeting.minute", row),
        approve=shown.minutes_state == "DRAFT" and may(actor, "meeting.approve", row),
    )


def _counters(actor: Actor, row: Meeting) -> tuple[CounterValue, ...]:
    """All of them for the organiser, his own for everybody else."""
    rows = Counter.rows.filter(occurrence__meeting=row).select_related("occurrence", "attendee").order_by("pk")
    if actor.unit_id != row.organiser_id:
        rows = rows.filter(attendee__unit_id=actor.unit_id or 0)
    return tuple(
        CounterValue(
            id=one.pk,
            number=one.occurrence.number,
            unit_name=one.attendee.unit_name,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            comment=one.comment,
            state=one.state,
            answer=one.answer,
            version=one.version,
        )
        for one in rows
    )


def _conclusions(row: Meeting, number: int) -> tuple[ConclusionValue, ...]:
    found = list(Conclusion.rows.filter(occurrence__meeting=row, occurrence__number=number).order_by("pk"))
    supports: dict[int, list[tuple[int, str]]] = {}
    rows = Support.rows.filter(conclusion__in=found).order_by("pk") if found else ()
    for one in rows:
        supports.setdefault(one.conclusion_id, []).append((one.unit_id, one.unit_name))
    return tuple(
        ConclusionValue(
            code=one.code,
            text=one.text,
            lead_id=one.lead_id,
            lead_name=one.lead_name,
            supporting=tuple(supports.get(one.pk, ())),
            due_date=one.due_date,
            obligation=one.obligation,
        )
        for one in found
    )
