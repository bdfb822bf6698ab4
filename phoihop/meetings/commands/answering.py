"""A unit answers its invitation: here, by a link, or from its calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.ground.events import Event
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.meetings import events, states
from phoihop.meetings.commands.basics import (
    answer_labels,
    check_open,
    check_span,
    load,
    long_text,
    occurrence_of,
    one_line,
    reason_of,
    unit_labels,
    upcoming,
)
from phoihop.meetings.commands.changing import change_occurrence
from phoihop.meetings.commands.mailing import Post
from phoihop.meetings.models import Attendee, Counter, Meeting, Occurrence, Place
from phoihop.meetings.rules.reading import mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """Whom a unit sends, and what for: what the delegate may say on its behalf."""

    name: str
    post: str = ""
    address: str = ""
    scope: str = ""


@command("meeting.answer")
def answer_invitation(
    *,
    code: str,
    unit_id: int,
    answer: str,
    number: int | None = None,
    person: str = "",
    comment: str = "",
    mandate: Mandate | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Event:
    """A unit says whether it comes, to one occasion or to all that are to come. `version` is that of its place.

    Refused: cancelled, begun, an answer there is not; somebody sent without a name or a mandate.
    """
    meeting = load(code, "meeting.answer", by)
    attendee = _own(meeting, unit_id, by)
    check_open(meeting)
    if answer not in states.GIVEN:
        raise Refused(_("Hãy chọn dự họp, chưa chắc, không dự hoặc cử người dự thay."))
    mandate = _mandate(answer, mandate, attendee)
    places = _places(meeting, attendee, number, at)
    if version is not None and version != places[0].version:
        raise SomebodyWasFaster(code, places[0].version)
    way = by.name if by.kind == "office" else "in_app"
    comment, person = long_text(comment), one_line(person)
    wanted = (answer, comment, person, mandate.name if mandate else "", mandate.scope if mandate else "")
    if all((p.state, p.comment, p.person, p.delegate, p.delegate_scope) == wanted for p in places):
        nothing_changed()
        return _event(meeting, attendee, answer, mandate, way)
    return put_answer(
        meeting,
        attendee,
        places,
        answer=answer,
        stamp=at,
        way=way,
        comment=comment,
        person=person,
        mandate=mandate,
        by=by,
        at=at,
    )


@command("meeting.answer")
def counter_invitation(
    *,
    code: str,
    unit_id: int,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    comment: str,
    by: Actor,
    at: datetime,
) -> events.InvitationCountered:
    """A unit proposes another time for an occasion. Refused: cancelled, begun, a time gone by, without a reason."""
    meeting = load(code, "meeting.answer", by)
    attendee = _own(meeting, unit_id, by)
    check_open(meeting)
    occurrence = occurrence_of(meeting, number)
    place = _places(meeting, attendee, number, at)[0]
    check_span(starts_at, ends_at, at)
    comment = reason_of(comment)
    if place.stamp is None or place.stamp < at:
        Place.rows.filter(pk=place.pk).update(stamp=at)
    way = by.name if by.kind == "office" else "in_app"
    return put_counter(meeting, attendee, occurrence, starts_at, ends_at, comment, meeting.sequence, way, at)


@command("meeting.arrange")
def decide_counter(
    *,
    code: str,
    counter_id: int,
    is_accepted: bool,
    answer: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.CounterAccepted | events.CounterDeclined:
    """Takes the proposed time (everybody is asked again) or keeps the old one, and says so to who proposed it.

    Refused: decided before, the occasion gone by, a refusal without a reason.
    """
    meeting = load(code, "meeting.arrange", by)
    counter = Counter.rows.filter(pk=counter_id, occurrence__meeting=meeting).select_related("occurrence").first()
    if counter is None:
        raise NotVisible
    attendee = Attendee.rows.get(pk=counter.attendee_id)
    verb = "accept" if is_accepted else "decline"
    wanted = "ACCEPTED" if is_accepted else "DECLINED"
    labels = {**unit_labels(meeting, attendee), "counter_id": counter.pk}
    answer = long_text(answer) if is_accepted else reason_of(answer)
    event = events.CounterAccepted(**labels) if is_accepted else events.CounterDeclined(**labels, answer=answer)
    if counter.state == wanted:
        nothing_changed()
        return event
    if verb not in states.COUNTER[counter.state]:
        raise Refused(_("Đề nghị đổi giờ này đã được trả lời."))
    check_open(meeting)
    change(counter, version=version, state=wanted, answer=answer, decided_at=at)
    occurrence = counter.occurrence
    if is_accepted:
        change_occurrence(
            code=code,
            number=occurrence.number,
            starts_at=counter.starts_at,
            ends_at=counter.ends_at,
            by=by,
            at=at,
        )
    else:
        post = Post(meeting, by, at, "meeting.arrange")
        is_series = bool(meeting.repeat)
        post.declines(attendee, answer, occurrence.original_at if is_series else None, f"giu/{counter.pk}")
        post.send()
    return tell(event)


# ── what an answer does, from wherever it comes ─────────────────────────────────────────────────────────────


def put_answer(
    meeting: Meeting,
    attendee: Attendee,
    places: Sequence[Place],
    *,
    answer: str,
    stamp: datetime,
    way: str,
    comment: str,
    person: str = "",
    mandate: Mandate | None = None,
    by: Actor,
    at: datetime,
) -> Event:
    """Writes the unit's own answer into these places, and invites whom it sends."""
    before = {place.delegate_address for place in places}
    for place in places:
        change(
            place,
            state=answer,
            way=way,
            answered_at=at,
            stamp=stamp,
            comment=comment,
            person=person,
            delegate=mandate.name if mandate else "",
            delegate_post=mandate.post if mandate else "",
            delegate_address=mandate.address if mandate else "",
            delegate_scope=mandate.scope if mandate else "",
            delegate_state=_first_state(mandate),
            delegate_stamp=None,
            old_state="",
            old_sequence=None,
        )
    if mandate is not None and mandate.address and mandate.address not in before:
        post = Post(meeting, by, at, "meeting.answer")
        post.request_to(attendee, mandate.address, sign=f"uy-quyen/{places[0].pk}/{places[0].version}")
        post.send()
    return tell(_event(meeting, attendee, answer, mandate, way))


def put_delegate_answer(
    meeting: Meeting,
    attendee: Attendee,
    places: Sequence[Place],
    *,
    answer: str,
    stamp: datetime,
    comment: str,
    at: datetime,
) -> Event:
    """Whom the unit sends says whether he comes."""
    for place in places:
        change(place, delegate_state=answer, delegate_stamp=stamp, comment=comment or place.comment, answered_at=at)
    return tell(events.InvitationAnswered(**unit_labels(meeting, attendee), **answer_labels(answer), way="mail"))


def put_counter(
    meeting: Meeting,
    attendee: Attendee,
    occurrence: Occurrence,
    starts_at: datetime,
    ends_at: datetime,
    comment: str,
    sequence: int,
    way: str,
    at: datetime,
) -> events.InvitationCountered:
    """One open proposal of a unit for an occasion: a newer one takes the place of the one before."""
    values: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "comment": comment, "sequence": sequence}
    counter = Counter.rows.filter(occurrence=occurrence, attendee=attendee, state="OPEN").first()
    if counter is None:
        counter = Counter.rows.create(occurrence=occurrence, attendee=attendee, proposed_at=at, **values)
    else:
        change(counter, proposed_at=at, **values)
    starts = timezone.localtime(starts_at)
    return tell(
        events.InvitationCountered(
            **unit_labels(meeting, attendee),
            counter_id=counter.pk,
            starts=starts.isoformat(),
            when=words.moment(starts),
            way=way,
        )
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _own(meeting: Meeting, unit_id: int, by: Actor) -> Attendee:
    """The invitation of the actor's own unit: nobody answers for another one."""
    if by.unit_id != unit_id:
        raise NotAllowed(_("Chỉ cơ quan được mời mới trả lời giấy mời gửi cho mình."))
    return Attendee.rows.get(meeting=meeting, unit_id=unit_id)


def _places(meeting: Meeting, attendee: Attendee, number: int | None, at: datetime) -> list[Place]:
    occurrences = {one.pk: one for one in upcoming(meeting, at)}
    rows = Place.rows.filter(attendee=attendee, occurrence__in=occurrences)
    if number is not None:
        occurrence_of(meeting, number)
        rows = rows.filter(occurrence__number=number)
    places = list(rows.order_by("occurrence__starts_at", "pk"))
    if not places:
        raise Refused(_("Buổi họp đã bắt đầu, đã xong hoặc đã hủy: không trả lời được nữa. Hãy liên hệ nơi triệu tập."))
    return places


def _mandate(answer: str, given: Mandate | None, attendee: Attendee) -> Mandate | None:
    if answer != "DELEGATED":
        return None
    if given is None or not one_line(given.name):
        raise Refused(_("Hãy ghi tên người được cử dự thay."))
    scope = long_text(given.scope)
    if not scope:
        raise Refused(_("Hãy ghi người được cử được phát biểu, quyết định đến đâu."))
    address = ""
    if given.address.strip():
        address = mailbox(given.address)
        if not address:
            raise Refused(_("Địa chỉ thư của người được cử không đúng."))
        if address == attendee.address:
            raise Refused(_("Người được cử cần địa chỉ thư khác với địa chỉ của cơ quan."))
    return Mandate(name=one_line(given.name), post=one_line(given.post), address=address, scope=scope)


def _first_state(mandate: Mandate | None) -> str:
    """Whom a unit sends without an address is as good as there: nobody else can be asked."""
    if mandate is None:
        return ""
    return "NEEDS-ACTION" if mandate.address else "ACCEPTED"


def _event(meeting: Meeting, attendee: Attendee, answer: str, mandate: Mandate | None, way: str) -> Event:
    labels = unit_labels(meeting, attendee)
    if mandate is not None:
        return events.InvitationDelegated(**labels, delegate=mandate.name, scope=mandate.scope, way=way)
    return events.InvitationAnswered(**labels, **answer_labels(answer), way=way)
