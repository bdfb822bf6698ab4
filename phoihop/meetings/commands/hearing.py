"""Calendar messages that come in by mail: judged, then taken or ignored; either way the ledger says so.

An answer is a unit's own when it names the organiser's address that only this unit was given, when its attendee is
the invited address (or one of the unit's, or whom the unit sends), and when the mail comes from that attendee.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, on_record, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.mail.queries import is_of_unit
from phoihop.meetings import events
from phoihop.meetings.commands.answering import Mandate, put_answer, put_counter, put_delegate_answer
from phoihop.meetings.commands.basics import answer_labels, labels, load, one_line, unit_labels, upcoming
from phoihop.meetings.commands.mailing import Post, key_of, organiser_address
from phoihop.meetings.models import Attendee, Heard, Meeting, Occurrence, Place
from phoihop.meetings.rules import reading
from phoihop.meetings.rules.reading import Said, Voice

POSTMAN = Actor.system("postman")

WHY = {
    "method": _("loại thư lịch này không do nơi được mời gửi"),
    "cancelled": _("cuộc họp đã hủy"),
    "draft": _("cuộc họp chưa gửi giấy mời"),
    "organiser": _("không mang địa chỉ của nơi triệu tập mà cơ quan đã nhận"),
    "stranger": _("người trả lời không được mời"),
    "sender": _("thư không đến từ địa chỉ trả lời"),
    "sequence": _("trả lời một giấy mời chưa từng gửi"),
    "occasion": _("không có buổi họp ấy"),
    "over": _("buổi họp đã bắt đầu hoặc đã xong"),
    "replayed": _("thư cũ được gửi lại"),
    "empty": _("không nêu câu trả lời"),
    "time": _("không đọc được giờ đề nghị"),
    "delegate": _("không đọc được người được cử"),
}


class _Ignored(Exception):  # a verdict, as `Refused` is
    """`why` is a key of WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message that is a unit's own, and which places of the roll it is about."""

    attendee: Attendee
    voice: Voice
    is_delegate: bool
    occurrences: Sequence[Occurrence]
    places: list[Place] = field(default_factory=list)


def hear_calendar(method: str, ics: str | bytes, from_address: str, at: datetime, answers: str = "") -> bool:
    """Takes one calendar message; whether it was about a meeting of this house. It never raises over what it says.

    `answers` is the key of our mail whose own address it was sent to: programs that leave the organiser out still send
    it there.
    """
    try:
        said = reading.read(method, ics)
    except reading.Unreadable:
        return False
    is_ours = False
    for one in said:
        meeting = Meeting.rows.filter(uid=one.uid[:200]).first() if one.uid else None
        if meeting is None:
            continue
        is_ours = True
        sender = reading.address_in(from_address)
        unit_id = _unit_of(meeting, one, answers)
        if unit_id is None:
            note_ignored(code=meeting.code, why="organiser", from_address=sender, by=POSTMAN, at=at)
            continue
        name = Attendee.rows.filter(meeting=meeting, unit_id=unit_id).values_list("unit_name", flat=True)[0]
        office = Actor.office(unit_id, name, power="meeting.answer", about=meeting.code, way="mail")
        try:
            take_message(code=meeting.code, said=one, from_address=sender, by=office, at=at)
        except _Ignored as ignored:
            note_ignored(code=meeting.code, why=ignored.why, from_address=sender, by=POSTMAN, at=at)
    return is_ours


@command("meeting.answer")
def take_message(*, code: str, said: Said, from_address: str, by: Actor, at: datetime) -> None:
    """Does what a unit's calendar says: answers, sends somebody, proposes a time, asks for the invitation."""
    meeting = load(code, "meeting.answer", by)
    taken = _judge(meeting, said, from_address, by.unit_id or 0, at)
    try:
        with transaction.atomic():
            Heard.rows.create(meeting=meeting, digest=said.digest(), at=at)
    except IntegrityError:
        raise _Ignored("replayed") from None
    if said.method == "REFRESH":
        _refresh(meeting, taken, said, by, at)
        return
    fresh = [place for place in taken.places if _is_newer(place, taken, _stamp(said, at))]
    if not fresh:
        raise _Ignored("replayed")
    asked = {one.pk: one.asked_sequence for one in taken.occurrences}
    current = [place for place in fresh if said.sequence >= asked[place.occurrence_id]]
    if not current:
        _keep_as_old(meeting, taken, fresh, said, by, at)
    elif said.method == "COUNTER" and not _is_same_time(said, taken):
        _counter(meeting, taken, said, at)
    else:
        _reply(meeting, taken, current, said, by, at)


@command("meeting.ignore")
def note_ignored(*, code: str, why: str, from_address: str, by: Actor, at: datetime) -> events.ReplyIgnored:
    """Nothing is done; that the message came, and why it was ignored, is kept."""
    ask(by, "meeting.ignore")
    meeting = Meeting.rows.get(code=code)
    return tell(events.ReplyIgnored(**labels(meeting), reason=on_record(WHY[why]), from_address=from_address[:254]))


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────


def _unit_of(meeting: Meeting, said: Said, answers: str) -> int | None:
    """The unit whose own organiser's address the message names, or was sent to: nobody else was given it."""
    units = list(Attendee.rows.filter(meeting=meeting).values_list("unit_id", flat=True))
    if not said.organiser:
        return next((one for one in units if answers and key_of(meeting, one) == answers), None)
    return next((one for one in units if organiser_address(meeting, one).lower() == said.organiser), None)


def _judge(meeting: Meeting, said: Said, sender: str, unit_id: int, at: datetime) -> _Taken:
    if said.method not in reading.METHODS:
        raise _Ignored("method")
    if meeting.state == "CANCELLED":
        raise _Ignored("cancelled")
    if meeting.state == "DRAFT":
        raise _Ignored("draft")
    attendee = Attendee.rows.get(meeting=meeting, unit_id=unit_id)
    own, sent = _who(meeting, attendee, said)
    if not own and not sent:
        raise _Ignored("stranger")
    speaker = next((one for one in own if sender == one.address or is_of_unit(sender, unit_id)), None)
    is_delegate = speaker is None
    if speaker is None:
        speaker = next((one for one in sent if sender == one.address), None)
    if speaker is None:
        raise _Ignored("sender")
    if said.sequence > meeting.sequence:
        raise _Ignored("sequence")
    occurrences = _occurrences(meeting, said, at)
    rows = Place.rows.filter(attendee=attendee, occurrence__in=occurrences).order_by("occurrence__starts_at", "pk")
    if is_delegate:
        rows = rows.filter(state="DELEGATED", delegate_address=speaker.address)
    places = list(rows)
    if not places:
        raise _Ignored("stranger" if is_delegate else "over")
    return _Taken(attendee, speaker, is_delegate, occurrences, places)


def _who(meeting: Meeting, attendee: Attendee, said: Said) -> tuple[list[Voice], list[Voice]]:
    """Who of the message's attendees speaks for the unit, and who was sent by it."""
    places = Place.rows.filter(attendee=attendee, state="DELEGATED", occurrence__meeting=meeting)
    delegates = set(places.exclude(delegate_address="").values_list("delegate_address", flat=True))
    own = [
        one
        for one in said.voices
        if one.address and (one.address == attendee.address or is_of_unit(one.address, attendee.unit_id))
    ]
    return own, [one for one in said.voices if one.address in delegates and one not in own]


def _occurrences(meeting: Meeting, said: Said, at: datetime) -> list[Occurrence]:
    if not said.is_of_one:
        found = upcoming(meeting, at)
        if not found:
            raise _Ignored("over")
        return found
    row = Occurrence.rows.filter(meeting=meeting, original_at=said.original).first() if said.original else None
    if row is None:
        raise _Ignored("occasion")
    if row.state != "PLANNED" or row.starts_at <= at:
        raise _Ignored("over")
    return [row]


def _stamp(said: Said, at: datetime) -> datetime:
    """When the answer was written; a clock that runs ahead must not shut out what comes after."""
    return min(said.stamp or at, at)


def _is_newer(place: Place, taken: _Taken, stamp: datetime) -> bool:
    last = place.delegate_stamp if taken.is_delegate else place.stamp
    return last is None or stamp >= last


# ── what it does ────────────────────────────────────────────────────────────────────────────────────────────


def _reply(meeting: Meeting, taken: _Taken, places: list[Place], said: Said, by: Actor, at: datetime) -> None:
    voice, comment = taken.voice, nfc(said.comment).strip()
    stamp = _stamp(said, at)
    if voice.state == "NEEDS-ACTION":
        raise _Ignored("empty")
    if taken.is_delegate:
        if voice.state == "DELEGATED":
            raise _Ignored("delegate")  # a mandate is given by the unit, and is not passed on
        put_delegate_answer(meeting, taken.attendee, places, answer=voice.state, stamp=stamp, comment=comment, at=at)
        return
    mandate = _mandate(taken, said, comment) if voice.state == "DELEGATED" else None
    put_answer(
        meeting,
        taken.attendee,
        places,
        answer=voice.state,
        stamp=stamp,
        way="mail",
        comment="" if mandate else comment,
        mandate=mandate,
        by=by,
        at=at,
    )


def _mandate(taken: _Taken, said: Said, comment: str) -> Mandate:
    """Whom the unit sends; what it wrote beside is the mandate. Where it wrote nothing the roll says so."""
    address = reading.mailbox(taken.voice.delegated_to)
    if not address or address == taken.attendee.address:
        raise _Ignored("delegate")
    name = next((one.name for one in said.voices if one.address == address), "")
    return Mandate(name=one_line(name) or address, address=address, scope=comment)


def _counter(meeting: Meeting, taken: _Taken, said: Said, at: datetime) -> None:
    occurrence = taken.occurrences[0]
    if said.starts is None or taken.is_delegate:
        raise _Ignored("time" if said.starts is None else "delegate")
    ends = said.ends or said.starts + (occurrence.ends_at - occurrence.starts_at)
    if said.starts <= at or ends <= said.starts:
        raise _Ignored("time")
    stamp = _stamp(said, at)
    if taken.voice.state in ("ACCEPTED", "TENTATIVE", "DECLINED"):
        _note_answer(taken, taken.voice.state, stamp, nfc(said.comment).strip(), at)
    else:
        Place.rows.filter(pk__in=[one.pk for one in taken.places]).update(stamp=stamp)
    comment = nfc(said.comment).strip()
    put_counter(meeting, taken.attendee, occurrence, said.starts, ends, comment, said.sequence, "mail", at)


def _note_answer(taken: _Taken, state: str, stamp: datetime, comment: str, at: datetime) -> None:
    """What a proposal says besides about the time as it is: on the roll, without an event of its own."""
    occurrence = taken.occurrences[0]
    rows = Place.rows.filter(pk__in=[one.pk for one in taken.places], occurrence=occurrence)
    rows.exclude(state="DELEGATED").update(state=state, way="mail", stamp=stamp, comment=comment, answered_at=at)


def _is_same_time(said: Said, taken: _Taken) -> bool:
    occurrence = taken.occurrences[0]
    return said.starts == occurrence.starts_at and said.ends in (None, occurrence.ends_at)


def _keep_as_old(meeting: Meeting, taken: _Taken, places: list[Place], said: Said, by: Actor, at: datetime) -> None:
    """An answer to a time that no longer holds: shown as such, and the unit is asked again once for the new time."""
    answer = "COUNTER" if said.method == "COUNTER" else taken.voice.state
    stamp = _stamp(said, at)
    rows = Place.rows.filter(pk__in=[one.pk for one in places])
    rows.update(old_state=answer, old_sequence=said.sequence, **{_stamp_column(taken): stamp})
    labelled = {**unit_labels(meeting, taken.attendee), **answer_labels(answer)}
    tell(events.AnswerOutdated(**labelled, sequence=said.sequence))
    if all(place.state != "NEEDS-ACTION" for place in places) or taken.attendee.asked_again == meeting.sequence:
        return
    Attendee.rows.filter(pk=taken.attendee.pk).update(asked_again=meeting.sequence)
    post = Post(meeting, by, at, "meeting.answer")
    post.requests([taken.attendee], sign="hoi-lai")
    post.send()


def _stamp_column(taken: _Taken) -> str:
    return "delegate_stamp" if taken.is_delegate else "stamp"


def _refresh(meeting: Meeting, taken: _Taken, said: Said, by: Actor, at: datetime) -> None:
    if not taken.voice.address:
        nothing_changed()
        return
    post = Post(meeting, by, at, "meeting.answer")
    post.request_to(taken.attendee, taken.voice.address, sign=f"lam-moi/{said.digest()[:12]}")
    post.send()
    tell(events.InvitationRefreshed(**unit_labels(meeting, taken.attendee)))
