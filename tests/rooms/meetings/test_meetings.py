"""Calling, changing, answering, attending, concluding: who may, who gets nothing, what is refused, twice is once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ground.sheet import act_of
from phoihop.mail.models import OutMail
from phoihop.meetings import commands
from phoihop.meetings.commands import ConclusionText, Mandate
from phoihop.meetings.models import Attendee, Conclusion, Counter, Meeting, Occurrence, Place
from phoihop.meetings.queries import attendance_value, in_menu, meeting_value, minutes_value
from phoihop.obligations.models import Lane, Obligation
from tests.rooms.meetings.outgoing import sent
from tests.world.meetings import address, call, draft, series, starts

HOUR = timedelta(hours=1)


def answer(world, code, doer, word="ACCEPTED", *, at=None, **values):
    actor = doer.actor
    return commands.answer_invitation(
        code=code, unit_id=actor.unit_id, answer=word, by=actor, at=at or world.at, **values
    )


def held(world, code, an, number=1):
    at = Occurrence.rows.get(meeting__code=code, number=number).starts_at + HOUR
    commands.hold_occurrence(code=code, number=number, by=an.actor, at=at)
    return at


# ── calling ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_known_to_its_office_alone(world, an, chi, dung):
    code = draft(world)
    assert code.startswith("HN-kg-2021-0001")
    assert meeting_value(an.actor, code, world.at).state == "DRAFT"
    with pytest.raises(NotVisible):
        meeting_value(chi.actor, code, world.at)
    with pytest.raises(NotVisible):
        answer(world, code, chi)
    assert not OutMail.rows.exists()


def test_calling_tells_and_mails_once(world, an, chi, dung):
    address(world, "so-yte")
    code = call(world)
    assert in_menu(chi.actor, world.at.date()).count() == 1
    commands.call_meeting(code=code, by=an.actor, at=world.at)
    assert [one.method for one in sent(code)] == ["REQUEST"]
    with pytest.raises(NotVisible):
        meeting_value(dung.actor, code, world.at)


def test_the_same_key_prepares_once(world, an):
    assert draft(world, key="mot") == draft(world, key="mot")
    assert Meeting.rows.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "cần nội dung"),
        ({"place": ""}, "địa điểm hoặc địa chỉ"),
        ({"video_url": "javascript:x"}, "https"),
        ({"to": ()}, "ít nhất một cơ quan"),
        ({"to": ("btg-tinh-uy",)}, "không cần tự mời"),
        ({"quorum_percent": 101}, "0 đến 100"),
    ],
)
def test_refusals(world, an, values, said):
    with pytest.raises(Refused, match=said):
        draft(world, **values)


def test_not_in_the_past_and_not_backwards(world, an):
    with pytest.raises(Refused, match="đã qua"):
        draft(world, starts_at=world.at - HOUR, ends_at=world.at + HOUR)
    with pytest.raises(Refused, match="phải sau giờ bắt đầu"):
        draft(world, ends_at=starts(world))


def test_an_invited_office_may_not_arrange(world, chi, dung):
    code = call(world)
    with pytest.raises(NotAllowed):
        commands.cancel_meeting(code=code, reason="x", by=chi.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.cancel_meeting(code=code, reason="x", by=dung.actor, at=world.at)


def test_of_two_who_change_at_once_one_wins(world, an):
    code = call(world)
    version = Meeting.rows.get().version
    commands.change_meeting(code=code, title="Một", version=version, by=an.actor, at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.change_meeting(code=code, title="Hai", version=version, by=an.actor, at=world.at)


def test_units_join_and_leave(world, an, dung):
    address(world, "so-xaydung")
    code = call(world)
    unit_id = world.unit("so-xaydung")
    for _twice in range(2):
        commands.add_unit(code=code, unit_id=unit_id, is_required=False, by=an.actor, at=world.at)
    assert meeting_value(dung.actor, code, world.at).own is not None
    commands.remove_unit(code=code, unit_id=unit_id, by=an.actor, at=world.at)
    assert [one.method for one in sent(code)] == ["REQUEST", "CANCEL"]
    with pytest.raises(NotVisible):
        meeting_value(dung.actor, code, world.at)
    with pytest.raises(Refused, match="ít nhất một"):
        commands.remove_unit(code=code, unit_id=world.unit("so-yte"), by=an.actor, at=world.at)


# ── answering ───────────────────────────────────────────────────────────────────────────────────────────────


def test_answering_here_twice_is_one(world, an, chi):
    code = call(world)
    answer(world, code, chi, person="Lê Thị Chi")
    version = Place.rows.get().version
    answer(world, code, chi, person="Lê Thị Chi")
    assert (Place.rows.get().version, Place.rows.get().state) == (version, "ACCEPTED")
    with pytest.raises(NotAllowed):
        answer(world, code, an)


def test_whoever_is_sent_needs_a_name_and_a_mandate(world, chi):
    code = call(world)
    for mandate, said in (
        (None, "tên người"),
        (Mandate(name="Ba"), "đến đâu"),
        (Mandate(name="Ba", scope="x", address="a b"), "không đúng"),
    ):
        with pytest.raises(Refused, match=said):
            answer(world, code, chi, "DELEGATED", mandate=mandate)
    answer(world, code, chi, "DELEGATED", mandate=Mandate(name="Ba", post="Phó phòng", scope="Chỉ ghi nhận"))
    own = meeting_value(chi.actor, code, world.at).own
    assert (own.delegate, own.delegate_scope, own.is_coming) == ("Ba", "Chỉ ghi nhận", True)


def test_not_after_it_has_begun_nor_when_cancelled(world, an, chi):
    code = call(world)
    with pytest.raises(Refused, match="đã bắt đầu"):
        answer(world, code, chi, at=starts(world))
    commands.cancel_meeting(code=code, reason="Bận", by=an.actor, at=world.at)
    commands.cancel_meeting(code=code, reason="Bận", by=an.actor, at=world.at)
    with pytest.raises(Refused, match="đã hủy"):
        answer(world, code, chi)


def test_a_move_asks_again_a_new_place_does_not(world, an, chi):
    code = call(world)
    answer(world, code, chi)
    commands.change_meeting(code=code, place="Phòng 2", by=an.actor, at=world.at)
    assert Place.rows.get().state == "ACCEPTED"
    commands.change_meeting(code=code, starts_at=starts(world) + HOUR, by=an.actor, at=world.at)
    assert Place.rows.get().state == "NEEDS-ACTION"
    assert Meeting.rows.get().sequence == 2


def test_a_series_is_answered_as_a_whole_and_one_by_one(world, an, chi):
    code = series(world)
    answer(world, code, chi)
    answer(world, code, chi, "DECLINED", number=2)
    found = Place.rows.order_by("occurrence__number").values_list("state", flat=True)
    assert list(found) == ["ACCEPTED", "DECLINED", "ACCEPTED", "ACCEPTED"]
    commands.change_occurrence(
        code=code, number=1, starts_at=starts(world) + HOUR, ends_at=starts(world) + 2 * HOUR, by=an.actor, at=world.at
    )
    assert list(found.all()) == ["NEEDS-ACTION", "DECLINED", "ACCEPTED", "ACCEPTED"]
    commands.add_occurrence(
        code=code,
        starts_at=starts(world) + timedelta(days=40),
        ends_at=starts(world) + timedelta(days=40, hours=1),
        by=an.actor,
        at=world.at,
    )
    assert Place.rows.count() == 5
    commands.cancel_occurrence(code=code, number=3, reason="Lễ", by=an.actor, at=world.at)
    with pytest.raises(Refused, match="đã họp hoặc đã hủy"):
        commands.cancel_occurrence(code=code, number=3, reason="Khác", by=an.actor, at=world.at)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_another_time_is_proposed_and_decided(world, an, chi, is_accepted):
    address(world, "so-yte")
    code = call(world)
    given = {"starts_at": starts(world) + timedelta(days=1), "ends_at": starts(world) + timedelta(days=1, hours=1)}
    commands.counter_invitation(
        code=code, unit_id=chi.actor.unit_id, number=1, comment="Trùng", **given, by=chi.actor, at=world.at
    )
    counter = Counter.rows.get()
    if not is_accepted:
        with pytest.raises(Refused, match="lý do"):
            commands.decide_counter(code=code, counter_id=counter.pk, is_accepted=False, by=an.actor, at=world.at)
    for _twice in range(2):
        commands.decide_counter(
            code=code, counter_id=counter.pk, is_accepted=is_accepted, answer="Phòng đã đặt", by=an.actor, at=world.at
        )
    assert (Occurrence.rows.get().starts_at == given["starts_at"]) is is_accepted
    assert [one.method for one in sent(code)] == ["REQUEST", "REQUEST" if is_accepted else "DECLINECOUNTER"]
    with pytest.raises(Refused, match="đã được trả lời"):
        commands.decide_counter(
            code=code, counter_id=counter.pk, is_accepted=not is_accepted, answer="x", by=an.actor, at=world.at
        )


def test_an_office_without_an_account_answers_by_its_link(world, chi):
    code = call(world)
    unit_id = world.unit("so-yte")
    act = act_of("meeting.answer")
    view = act.view(code, unit_id, world.at)
    assert (view.title, view.is_open) == ("Giao ban công tác phối hợp tháng 8", True)
    assert act.view(code, world.unit("so-xaydung"), world.at) is None
    office = Actor.office(unit_id, "Sở Y tế", power="meeting.answer", about=code, way="link")
    said = act.run(code=code, unit_id=unit_id, values={"answer": "ACCEPTED"}, files=[], by=office, at=world.at)
    assert "Sở Y tế" in said
    assert (Place.rows.get().state, Place.rows.get().way) == ("ACCEPTED", "link")
    other = call(world, title="Khác")
    with pytest.raises(NotVisible):
        act.run(code=other, unit_id=unit_id, values={"answer": "ACCEPTED"}, files=[], by=office, at=world.at)


# ── the day ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_roll_on_the_day(world, an, chi, dung):
    code = call(world, to=("so-yte", "so-tttt", "so-nnptnt"), optional=("so-xaydung",), quorum_percent=50)
    by, day = an.actor, starts(world)

    def mark(unit, at, is_present=True):
        return commands.take_attendance(
            code=code, number=1, unit_id=world.unit(unit), is_present=is_present, by=by, at=at
        )

    with pytest.raises(Refused, match="Chưa đến giờ"):
        mark("so-yte", day - 3 * HOUR)
    mark("so-yte", day - HOUR / 2)
    mark("so-yte", day)
    mark("so-xaydung", day)  # does not count for the quorum
    assert not attendance_value(by, code, 1, day).is_quorate
    assert mark("so-tttt", day + HOUR / 2).is_late
    found = attendance_value(by, code, 1, day + HOUR / 2)
    assert (found.present, found.counted, found.needed, found.is_quorate) == (2, 3, 2, True)
    mark("so-tttt", day + HOUR / 2, is_present=False)
    told = commands.hold_occurrence(code=code, number=1, by=by, at=day + HOUR)
    assert (told.present, told.is_quorate) == (1, False)
    with pytest.raises(Refused, match="đã khóa"):
        mark("so-tttt", day + HOUR)
    with pytest.raises(NotAllowed):
        commands.take_attendance(
            code=code, number=1, unit_id=world.unit("so-yte"), is_present=True, by=chi.actor, at=day
        )


def test_a_unit_checks_itself_in_by_its_code(world, an, clock):
    code = call(world)
    day = clock.move_to(starts(world) + HOUR / 3)
    page = an.client.post(f"/lam-viec/hop/{code}/1/diem-danh/ma/").content.decode()
    assert "<path" in page
    assert "Sở Y tế tỉnh Kiên Giang" in page
    act = act_of("meeting.attend")
    unit_id = world.unit("so-yte")
    assert act.view(code, unit_id, day).is_open
    office = Actor.office(unit_id, "Sở Y tế", power="meeting.attend", about=code, way="link")
    said = act.run(code=code, unit_id=unit_id, values={"person": "Bà Chi"}, files=[], by=office, at=day)
    assert "muộn" in said
    place = Place.rows.get()
    assert (place.present_at, place.is_late, place.person) == (day, True, "Bà Chi")
    assert not act.view(code, unit_id, day).is_open


# ── afterwards ──────────────────────────────────────────────────────────────────────────────────────────────


def conclusions(world):
    return [
        ConclusionText(
            text="Gửi số liệu tuần",
            lead_id=world.unit("so-yte"),
            due_date=date(2021, 8, 20),
            supporting_ids=(world.unit("so-tttt"),),
        ),
        ConclusionText(text="Soạn thông cáo", lead_id=world.unit("btg-tinh-uy"), due_date=date(2021, 8, 25)),
    ]


def test_minutes_become_obligations_once_approved(world, an, binh, chi):
    code = call(world, to=("so-yte", "so-tttt"), dossier="")
    with pytest.raises(Refused, match="khóa danh sách"):
        commands.write_minutes(code=code, number=1, text="x", by=an.actor, at=world.at)
    at = held(world, code, an)
    for _twice in range(2):
        commands.write_minutes(code=code, number=1, text="Họp bàn.", conclusions=conclusions(world), by=an.actor, at=at)
    assert [one.code for one in Conclusion.rows.order_by("pk")] == [f"{code}/kl/1", f"{code}/kl/2"]
    assert meeting_value(chi.actor, code, at).conclusions == ()
    with pytest.raises(NotVisible):
        minutes_value(chi.actor, code, 1, at)
    with pytest.raises(NotAllowed):
        commands.approve_minutes(code=code, number=1, by=an.actor, at=at)
    assert not Obligation.rows.exists()
    for _twice in range(2):
        commands.approve_minutes(code=code, number=1, by=binh.actor, at=at)
    first, second = Obligation.rows.order_by("pk")
    assert (first.origin, first.lead_id, first.due_date) == (f"{code}/kl/1", world.unit("so-yte"), date(2021, 8, 20))
    assert second.entitled_id == world.unit("btg-tinh-uy")
    assert Lane.rows.filter(obligation=first, role="SUPPORTING").get().unit_id == world.unit("so-tttt")
    assert [one.obligation for one in meeting_value(chi.actor, code, at).conclusions] == [first.code, second.code]
    assert minutes_value(chi.actor, code, 1, at).text == "Họp bàn."
    with pytest.raises(Refused, match="đã được duyệt"):
        commands.write_minutes(code=code, number=1, text="Khác", by=an.actor, at=at)


def test_the_obligation_shows_its_meeting_and_the_meeting_its_obligation(world, an, binh, chi, clock):
    code = call(world, to=("so-yte", "so-tttt"))
    at = held(world, code, an)
    commands.write_minutes(code=code, number=1, text="Họp.", conclusions=conclusions(world), by=an.actor, at=at)
    commands.approve_minutes(code=code, number=1, by=binh.actor, at=at)
    clock.move_to(at)
    owed = Obligation.rows.order_by("pk").first()
    page = chi.client.get(f"/lam-viec/nghia-vu/{owed.code}/").content.decode()
    assert f"/lam-viec/hop/{code}/" in page
    assert owed.code in chi.client.get(f"/lam-viec/hop/{code}/").content.decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": " "}, "chưa có nội dung"),
        ({"due_date": date(2021, 8, 1)}, "hạn đã qua"),
        ({"lead_id": 999_999}, "không có hiệu lực"),
    ],
)
def test_conclusions_that_are_refused(world, an, line, said):
    code = call(world)
    at = held(world, code, an)
    given = {"text": "Việc", "lead_id": world.unit("so-yte"), "due_date": date(2021, 9, 1), **line}
    with pytest.raises(Refused, match=said):
        commands.write_minutes(code=code, number=1, text="x", conclusions=[ConclusionText(**given)], by=an.actor, at=at)
    assert not Conclusion.rows.exists()
    assert Attendee.rows.count() == 1
