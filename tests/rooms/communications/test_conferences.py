"""Press conferences: outlets invited with a calendar message, questions answered there or with a clock, a record that
another person approves; releases sent to outlets; answers to the press about a case."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from icalendar import Calendar

from phoihop.communications import commands, queries
from phoihop.communications.models import (
    Conference,
    ConferenceGuest,
    ConferenceQuestion,
    Outlet,
    Release,
    ReleaseSending,
)
from phoihop.communications.pages import conferences as conference_pages
from phoihop.communications.rules import conferences as rules
from phoihop.ground.command import Refused
from phoihop.ground.figures import Period, Scope
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.mail.models import OutMail
from phoihop.obligations.models import Obligation
from phoihop.press import commands as press
from phoihop.press.models import PressQuery
from tests.world import asking, documents, releases
from tests.world import conferences as layer
from tests.world import plans as plan_layer
from tests.world.asking import actor
from tests.world.build import World
from tests.world.cast import Person
from tests.world.conferences import row, starts
from tests.world.flat import grows_flat

HERE = "/lam-viec/hop-bao/"


def calendars(code: str) -> list[tuple[str, Any]]:
    """Addresses, and the events in the calendar messages that were queued for it, in order."""
    found = []
    for mail in OutMail.rows.filter(about=code).order_by("pk"):
        parts = message_from_bytes(bytes(mail.message), policy=policy.default).walk()
        texts = [part.get_content() for part in parts if part.get_content_type() == "text/calendar"]
        found += [(mail.to_address, event) for text in texts[:1] for event in Calendar.from_ical(text).walk("VEVENT")]
    return found


# ── inviting ────────────────────────────────────────────────────────────────────────────────────────────────


def test_begun_and_called_every_outlet_gets_a_calendar_message(world: World) -> None:
    code = layer.called(world)
    assert code == "HB-kg-2021-0001"
    assert row(code).state == "CALLED"
    sent = calendars(code)
    assert [to for to, _event in sent] == ["toasoan14@example.vn", "toasoan29@example.vn"]
    first = sent[0][1]
    assert (str(first["uid"]), int(first["sequence"])) == (row(code).uid, 0)
    assert first["dtstart"].dt == starts(world)
    assert str(first["status"]) == "CONFIRMED"
    commands.call_conference(code=code, by=actor(world, "binh"), at=world.at)  # once more is harmless
    assert OutMail.rows.filter(about=code).count() == 2


def test_moved_and_cancelled_the_invited_are_told(world: World) -> None:
    code = layer.called(world)
    one = row(code)
    later = starts(world) + timedelta(hours=5)
    values = {
        "title": one.title,
        "place": one.place,
        "text": one.text,
        "spokesperson": one.spokesperson,
        "starts_at": later,
        "ends_at": later + timedelta(hours=1),
    }
    with pytest.raises(NotAllowed):  # once outlets are invited an approver moves it
        commands.write_conference(code=code, **values, by=actor(world, "an"), at=world.at)
    commands.write_conference(code=code, **values, by=actor(world, "binh"), at=world.at)
    commands.write_conference(code=code, **values, by=actor(world, "binh"), at=world.at)  # harmless
    moved = calendars(code)[2:]
    assert [(int(event["sequence"]), event["dtstart"].dt) for _to, event in moved] == [(1, later), (1, later)]
    commands.cancel_conference(code=code, reason="Bão số 5", by=actor(world, "binh"), at=world.at)
    assert [str(event["status"]) for _to, event in calendars(code)[4:]] == ["CANCELLED", "CANCELLED"]
    assert row(code).state == "CANCELLED"


def test_only_an_approver_calls(world: World) -> None:
    code = layer.with_guests(world)
    for who in ("an", "ha"):
        with pytest.raises(NotAllowed):
            commands.call_conference(code=code, by=actor(world, who), at=world.at)
    with pytest.raises(NotVisible):
        commands.call_conference(code=code, by=actor(world, "dung"), at=world.at)
    assert not OutMail.rows.filter(about=code).exists()


def test_no_guest_no_spokesperson_no_call(world: World) -> None:
    binh = actor(world, "binh")
    with pytest.raises(Refused, match="Chưa chọn báo"):
        commands.call_conference(code=layer.begun(world), by=binh, at=world.at)
    silent = layer.with_guests(world, spokesperson="")
    with pytest.raises(Refused, match="người phát ngôn"):
        commands.call_conference(code=silent, by=binh, at=world.at)


def test_the_spokesperson_speaks_on_the_day(world: World) -> None:
    until = asking.spokesperson(world, kind="AUTHORISED", to_date=date(2021, 8, 3))
    with pytest.raises(Refused, match="còn hiệu lực vào ngày"):
        layer.begun(world, spokesperson=until)
    code = layer.with_guests(world)
    press.end_spokesperson(
        code=row(code).spokesperson, to_date=date(2021, 8, 3), reason="x", by=actor(world, "binh"), at=world.at
    )
    with pytest.raises(Refused, match="còn hiệu lực vào ngày"):
        commands.call_conference(code=code, by=actor(world, "binh"), at=world.at)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "tên họp báo"),
        ({"place": ""}, "địa điểm"),
        ({"ends": -1}, "kết thúc sau"),
        ({"starts": -100}, "sau lúc này"),
        ({"event": 1}, "đã xảy ra"),
    ],
)
def test_refusals_write_nothing(world: World, changed: dict[str, Any], said: str) -> None:
    values: dict[str, Any] = {key: value for key, value in changed.items() if key in ("title", "place")}
    if "ends" in changed:
        values["ends_at"] = starts(world) - timedelta(hours=1)
    if "starts" in changed:
        values |= {"starts_at": world.at - timedelta(hours=1), "ends_at": world.at}
    if "event" in changed:
        values["event_at"] = world.at + timedelta(hours=1)
    with pytest.raises(Refused, match=said):
        layer.begun(world, **values)
    assert not Conference.rows.exists()


def test_outlets_are_no_persons(world: World) -> None:
    code = layer.begun(world)
    an = actor(world, "an")
    for name, mail, said in (
        ("Phóng viên Nguyễn Văn Bê", "be@example.vn", "không ghi tên người"),
        ("Báo Kiên Giang", "khong-phai-thu", "không đúng dạng"),
        ("", "", "Chưa chọn"),
    ):
        with pytest.raises(Refused, match=said):
            commands.add_guests(code=code, name=name, mail=mail, by=an, at=world.at)
    assert {field.name for field in ConferenceGuest._meta.fields} == {
        "id", "conference", "number", "outlet", "mail", "answer", "invited_at", "answered_at", "is_there",
    }  # fmt: skip


def test_the_list_of_the_body_and_one_beside_it(world: World) -> None:
    an, here = actor(world, "an"), world.unit("btg-tinh-uy")
    commands.keep_outlet(unit_id=here, name="Báo Kiên Giang", mail="a@example.vn", by=an, at=world.at)
    commands.keep_outlet(unit_id=here, name="Báo Kiên Giang", mail="b@example.vn", by=an, at=world.at)
    kept = Outlet.rows.get()
    assert kept.mail == "b@example.vn"
    with pytest.raises(NotAllowed):
        commands.keep_outlet(unit_id=here, name="Báo", mail="a@example.vn", by=actor(world, "chi"), at=world.at)
    code = layer.begun(world)
    commands.add_guests(code=code, outlet_ids=[kept.pk], name="Báo Cần Thơ", mail="c@example.vn", by=an, at=world.at)
    assert [one.outlet for one in ConferenceGuest.rows.order_by("number")] == ["Báo Kiên Giang", "Báo Cần Thơ"]
    commands.remove_guest(code=code, number=2, by=an, at=world.at)
    commands.drop_outlet(unit_id=here, outlet_id=kept.pk, by=an, at=world.at)
    assert ConferenceGuest.rows.count() == 1  # who is invited stays


def test_answers_of_outlets_are_noted(world: World) -> None:
    code = layer.with_guests(world)
    an = actor(world, "an")
    with pytest.raises(Refused, match="đã được mời"):
        commands.note_guest_answer(code=code, number=1, answer="COMES", by=an, at=world.at)
    commands.call_conference(code=code, by=actor(world, "binh"), at=world.at)
    commands.note_guest_answer(code=code, number=1, answer="COMES", by=an, at=world.at)
    assert layer.guest(code).answer == "COMES"
    with pytest.raises(Refused, match="không bỏ tên"):
        commands.remove_guest(code=code, number=1, by=an, at=world.at)


def test_who_prepares_owes_it(world: World) -> None:
    code = layer.called(world)
    an = actor(world, "an")
    values = {"code": code, "unit_id": world.unit("so-yte"), "what": "Số liệu ca mắc", "by": an, "at": world.at}
    with pytest.raises(Refused, match="đến ngày họp báo"):
        commands.ask_preparation(**values, due_date=date(2021, 8, 5))
    commands.ask_preparation(**values, due_date=date(2021, 8, 3))
    owed = Obligation.rows.get(origin=f"{code}/prepare/1")
    assert (owed.lead_id, owed.due_date, owed.source) == (world.unit("so-yte"), date(2021, 8, 3), code)
    line = conference_pages.conference_on_obligation(actor(world, "chi"), owed.code, world.at)
    assert line is not None
    assert line.code == code
    commands.cancel_conference(code=code, reason="Bão số 5", by=actor(world, "binh"), at=world.at)
    owed.refresh_from_db()
    assert owed.state == "WAIVED"


def test_materials_are_of_the_register(world: World) -> None:
    code = layer.begun(world)
    an = actor(world, "an")
    paper = documents.registered(world, "giang")
    commands.add_material(code=code, document=paper, by=an, at=world.at)
    commands.add_material(code=code, document=paper, by=an, at=world.at)  # harmless
    with pytest.raises(Refused, match="Không thấy văn bản"):
        commands.add_material(code=code, document="VB-kg-2021-999999", by=an, at=world.at)
    (one,) = queries.conference_value(an, code, world.at).materials
    assert one.url
    commands.remove_material(code=code, number=1, by=an, at=world.at)
    assert queries.conference_value(an, code, world.at).materials == ()


# ── held ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_not_held_before_it_begins(world: World) -> None:
    code = layer.called(world)
    with pytest.raises(Refused, match="Chưa đến giờ"):
        commands.hold_conference(code=code, by=actor(world, "an"), at=world.at)
    with pytest.raises(Refused, match="chưa ghi là đã họp"):
        commands.note_question(
            code=code, outlet="Báo Kiên Giang", text="Bao nhiêu?", answer="Mười", by=actor(world, "an"), at=world.at
        )


def test_a_question_is_answered_there_or_later_with_a_clock(world: World) -> None:
    code = layer.held(world)
    at = starts(world) + timedelta(hours=2)
    an = actor(world, "an", at)
    asked: dict[str, Any] = {"code": code, "outlet": "Báo Kiên Giang", "text": "Bao nhiêu tàu?", "by": an, "at": at}
    with pytest.raises(Refused, match="một trong hai"):
        commands.note_question(**asked)
    with pytest.raises(Refused, match="một trong hai"):
        commands.note_question(**asked, answer="3.600 tàu", answerer_id=world.unit("so-yte"))
    commands.note_question(**asked, answer="3.600 tàu")
    told = commands.note_question(**asked, answerer_id=world.unit("so-nnptnt"))
    query = PressQuery.rows.get(code=told.query)
    assert (query.way, query.about, query.mail) == ("CONFERENCE", code, "toasoan14@example.vn")
    assert query.due_date == date(2021, 8, 9)  # three working days after Wednesday
    assert Obligation.rows.get(origin=f"{query.code}/answer/1").lead_id == world.unit("so-nnptnt")
    assert list(ConferenceQuestion.rows.order_by("number").values_list("answer", "query")) == [
        ("3.600 tàu", ""),
        ("", query.code),
    ]


def test_another_person_approves_the_record_and_a_release_begins_with_it(world: World) -> None:
    code = layer.held(world)
    at = starts(world) + timedelta(hours=3)
    binh, minh = actor(world, "binh", at), actor(world, "minh", at)
    with pytest.raises(Refused, match="chưa có biên bản"):
        commands.approve_conference_record(code=code, by=binh, at=at)
    commands.write_conference_record(code=code, record=layer.RECORD, by=binh, at=at)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        commands.approve_conference_record(code=code, by=binh, at=at)
    with pytest.raises(Refused, match="chưa được duyệt"):
        commands.release_conference(code=code, by=binh, at=at)
    commands.approve_conference_record(code=code, by=minh, at=at)
    told = commands.release_conference(code=code, by=actor(world, "an", at), at=at)
    again = commands.release_conference(code=code, by=actor(world, "an", at), at=at)
    assert told.release == again.release
    release = Release.rows.get(code=told.release)
    assert (release.state, release.text) == ("DRAFT", layer.RECORD)  # it goes its own way, nothing is public yet
    with pytest.raises(Refused, match="đã duyệt nên không sửa"):
        commands.write_conference_record(code=code, record="Khác", by=binh, at=at)


def test_what_waits(world: World) -> None:
    here = world.unit("btg-tinh-uy")
    code = layer.held(world)
    at = starts(world) + timedelta(hours=3)
    assert [one.title.split(":")[0] for one in queries.conference_waits([here], at)] == ["Viết biên bản họp báo"]
    commands.write_conference_record(code=code, record=layer.RECORD, by=actor(world, "an", at), at=at)
    assert [one.title.split(":")[0] for one in queries.conference_waits([here], at)] == ["Duyệt biên bản họp báo"]


# ── a case ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_conference_about_a_case_before_its_owner_spoke(world: World) -> None:
    found = releases.case(world)
    code = layer.with_guests(world, about=[found.topic])
    with pytest.raises(Refused, match="đang tố tụng"):
        commands.call_conference(code=code, by=actor(world, "binh"), at=world.at)
    assert row(code).state == "DRAFT"


def answer_about(world: World, topic: str, answer: str) -> str:
    """An answer of the lead about this topic, by its spokesperson; not presented yet."""
    speaker = asking.spokesperson(world)
    code = asking.received(world, dossier=topic, by="an")
    press.write_answer(code=code, answer=answer, spokesperson=speaker, by=actor(world, "an"), at=world.at)
    return code


def test_no_answer_about_a_case_before_its_owner_spoke(world: World) -> None:
    found = releases.case(world)
    code = answer_about(world, found.topic, "Phiên tòa mở ngày 2/8.")
    with pytest.raises(Refused, match="chưa phát thông cáo"):
        press.present_answer(code=code, by=actor(world, "an"), at=world.at)
    assert PressQuery.rows.get(code=code).state == "OPEN"
    note = conference_pages.speaking_on_query(actor(world, "an"), code, world.at)
    assert note is not None
    assert "tố tụng" in note.text


def test_after_it_spoke_answers_cite_it_and_presume_nothing(world: World) -> None:
    found = releases.published(world)
    guilty = "Bị cáo đã phạm tội giết người và phải bị trừng trị. Theo " + found.code + "."
    code = answer_about(world, found.topic, "Bị cáo được xét xử ngày 2/8.")
    at = found.row().published_at or world.at
    an = actor(world, "an", at)
    with pytest.raises(Refused, match=found.code):  # it says nothing of the release
        press.present_answer(code=code, by=an, at=at)
    speaker = PressQuery.rows.get(code=code).spokesperson
    press.write_answer(code=code, answer=guilty, spokesperson=speaker, by=an, at=at)
    with pytest.raises(Refused, match="không dùng được"):
        press.present_answer(code=code, by=an, at=at)
    fine = f"Tòa án đã tuyên án sơ thẩm; bản án chưa có hiệu lực (thông cáo {found.code})."
    press.write_answer(code=code, answer=fine, spokesperson=speaker, by=an, at=at)
    press.present_answer(code=code, by=an, at=at)
    press.approve_answer(code=code, by=actor(world, "binh", at), at=at)
    assert PressQuery.rows.get(code=code).state == "ANSWERED"


def test_other_topics_are_answered_freely(world: World) -> None:
    year = plan_layer.begin(world)
    code = answer_about(world, year.topic, "Có 14 ca mắc mới trong ngày 1/8.")
    press.present_answer(code=code, by=actor(world, "an"), at=world.at)
    assert conference_pages.speaking_on_query(actor(world, "an"), code, world.at) is None


# ── releases and the press, the rhythm ──────────────────────────────────────────────────────────────────────


def test_a_published_release_goes_to_outlets_once(world: World) -> None:
    found = releases.releasing(world)
    court, phuc = world.unit("ta-tinh"), found.actor("phuc")
    for name in ("Báo Kiên Giang", "Báo Pháp luật"):
        commands.keep_outlet(unit_id=court, name=name, mail=f"{len(name)}@example.vn", by=phuc, at=world.at)
    ids = list(Outlet.rows.values_list("pk", flat=True))
    with pytest.raises(Refused, match="chưa phát"):
        commands.distribute_release(code=found.code, outlet_ids=ids, by=phuc, at=world.at)
    at = world.at + timedelta(minutes=10)
    assert commands.tick(by=releases.CLOCK, at=at) == 1
    phuc = found.actor("phuc", at)
    with pytest.raises(Refused, match="Chưa chọn nơi nhận"):
        commands.distribute_release(code=found.code, outlet_ids=[], by=phuc, at=at)
    with pytest.raises(NotAllowed):
        commands.distribute_release(code=found.code, outlet_ids=ids, by=found.actor("oanh", at), at=at)
    assert commands.distribute_release(code=found.code, outlet_ids=ids[:1], by=phuc, at=at).count == 1
    assert commands.distribute_release(code=found.code, outlet_ids=ids, by=phuc, at=at).count == 1  # the other one
    assert ReleaseSending.rows.count() == 2
    assert OutMail.rows.filter(about=found.code).count() == 2


def test_months_later_stays_inside_the_month() -> None:
    assert rules.next_by(date(2021, 11, 30), 3) == date(2022, 2, 28)
    assert rules.next_by(date(2021, 8, 4), 1) == date(2021, 9, 4)


def test_the_rhythm_is_data_and_only_reminds(world: World) -> None:
    layer.held(world)
    here = world.unit("btg-tinh-uy")
    (met, told) = queries.press_reminders(here, world.at + timedelta(days=4))
    assert (met.months, met.due, told.months, told.due) == (3, date(2021, 11, 4), 1, date(2021, 9, 4))
    later = world.at + timedelta(days=120)
    page = conference_pages.conferences_page(actor(world, "an", later), {}, later)
    assert [note.title for note in page.notes] == [
        "Đã đến lúc họp báo.",
        "Đã đến lúc cung cấp thông tin cho báo chí.",
    ]
    binh = actor(world, "binh")
    commands.set_press_habit(
        unit_id=here, conference_months=0, information_months=0, sudden_hours=6, by=binh, at=world.at
    )
    assert queries.press_reminders(here, later) == []
    with pytest.raises(NotAllowed):
        commands.set_press_habit(
            unit_id=here, conference_months=1, information_months=1, sudden_hours=1, by=actor(world, "an"), at=world.at
        )


def test_a_sudden_event_is_reminded_of_in_hours(world: World) -> None:
    code = layer.begun(world, event_at=world.at - timedelta(hours=30))
    page = conference_pages.conference_page(actor(world, "an"), code, world.at)
    (note,) = page.notes
    assert note.is_late
    assert "24 giờ" in note.text


# ── pages, search, calendar, reports ────────────────────────────────────────────────────────────────────────


def test_the_list_and_a_conference_grow_flat(world: World, an: Person) -> None:
    speaker = asking.spokesperson(world)
    code = layer.begun(world, spokesperson=speaker)
    grows_flat(an.client, HERE, lambda: [layer.begun(world, spokesperson=speaker) for _n in range(4)])
    commands.add_guests(code=code, name="Báo Một", mail="1@example.vn", by=actor(world, "an"), at=world.at)

    def more() -> None:
        for number in range(4):
            commands.add_guests(code=code, name=f"Báo {number}", mail="", by=actor(world, "an"), at=world.at)

    grows_flat(an.client, f"{HERE}{code}/", more)


def test_worked_through_by_its_forms(world: World, clock: Any, an: Person, binh: Person) -> None:
    speaker = asking.spokesperson(world)
    sent = {
        "title": "Giám sát tàu cá",
        "starts_at": "2021-08-04T09:00",
        "ends_at": "2021-08-04T10:00",
        "place": "Hội trường",
        "spokesperson": speaker,
    }
    assert an.client.post(f"{HERE}chuan-bi/", sent | {"place": ""}).status_code == 422
    assert an.client.post(f"{HERE}chuan-bi/", sent).status_code == 302
    code = Conference.rows.get().code
    here = f"{HERE}{code}/"
    assert an.client.post(f"{HERE}bao-dai/", {"name": "Báo Kiên Giang", "mail": "a@example.vn"}).status_code == 302
    ids = [str(pk) for pk in Outlet.rows.values_list("pk", flat=True)]
    assert an.client.post(f"{here}moi/", {"outlet_ids": ids}).status_code == 302
    prepare = {"what": "Số liệu", "unit_id": world.unit("so-yte"), "due_date": "2021-08-03"}
    assert an.client.post(f"{here}giao/", prepare | {"search": "1", "find": "y tế"}).status_code == 200
    assert an.client.post(f"{here}giao/", prepare).status_code == 302
    assert "Gửi giấy mời" in binh.client.get(here).content.decode()
    assert "Gửi giấy mời" not in an.client.get(here).content.decode()
    assert binh.client.post(f"{here}gui/", {"version": row(code).version}).status_code == 302
    assert an.client.post(f"{here}moi/1/tra-loi/?tra-loi=du").status_code == 302
    clock.move_to(starts(world) + timedelta(minutes=30))
    assert an.client.post(f"{here}da-hop/", {"came": ["1"]}).status_code == 302
    later = {"outlet": "Báo Kiên Giang", "text": "Bao nhiêu tàu?", "answerer_id": world.unit("btg-tinh-uy")}
    assert an.client.post(f"{here}cau-hoi/", later | {"answer": "Mười"}).status_code == 422
    assert an.client.post(f"{here}cau-hoi/", later).status_code == 302
    assert an.client.post(f"{here}bien-ban/", {"record": layer.RECORD}).status_code == 302
    assert binh.client.post(f"{here}bien-ban/duyet/", {"version": row(code).version}).status_code == 302
    answer = an.client.post(f"{here}thong-cao/", {"version": row(code).version})
    assert answer["Location"].startswith("/lam-viec/thong-cao/TC-kg-2021-")
    html = an.client.get(here).content.decode()
    assert "CH-kg-2021-0001" in html
    assert "Biên bản" in html


def test_outsiders_do_not_see_it_preparers_do(world: World, dung: Person, chi: Person, kim: Person) -> None:
    code = layer.begun(world)
    assert [person.client.get(f"{HERE}{code}/").status_code for person in (dung, chi, kim)] == [404, 404, 200]
    commands.ask_preparation(
        code=code,
        unit_id=world.unit("so-yte"),
        what="Số liệu",
        due_date=date(2021, 8, 3),
        by=actor(world, "an"),
        at=world.at,
    )
    assert chi.client.get(f"{HERE}{code}/").status_code == 200
    assert chi.client.get(f"{HERE}{code}/sua/").status_code == 403
    assert queries.visible_conferences(dung.actor, [code]) == set()
    (found,) = queries.found_conferences([code])
    assert found.title == "Giám sát tàu cá trong tháng 7"


def test_a_release_shows_who_has_it_and_what_was_asked(world: World) -> None:
    found = releases.published(world)
    at = (found.row().published_at or world.at) + timedelta(hours=1)
    phuc = found.actor("phuc", at)
    commands.keep_outlet(unit_id=world.unit("ta-tinh"), name="Báo Pháp luật", mail="p@example.vn", by=phuc, at=at)
    ids = list(Outlet.rows.values_list("pk", flat=True))
    commands.distribute_release(code=found.code, outlet_ids=ids, by=phuc, at=at)
    press.receive_query(
        owner_id=world.unit("ta-tinh"),
        outlet="Báo Pháp luật",
        text="Khi nào xét xử phúc thẩm?",
        way="PHONE",
        about=found.code,
        by=phuc,
        at=at,
    )
    html = world.person("phuc").client.get(f"/lam-viec/thong-cao/{found.code}/bao-chi/").content.decode()
    assert "p@example.vn" in html
    assert "Khi nào xét xử phúc thẩm?" in html
    assert world.person("dung").client.get(f"/lam-viec/thong-cao/{found.code}/bao-chi/").status_code in (403, 404)


def test_it_stands_in_the_calendar_and_on_the_topic(world: World) -> None:
    year = plan_layer.begin(world)
    code = layer.begun(world, about=[year.topic])
    (day,) = queries.conferences_between(actor(world, "an"), date(2021, 8, 1), date(2021, 8, 31), world.at, 10)
    assert (day.code, day.starts_at, day.dossier) == (code, starts(world), year.topic)
    panel = conference_pages.conferences_panel(actor(world, "an"), year.topic, world.at)
    assert panel is not None
    assert [one.code for one in panel.rows] == [code]


def test_the_report_counts_rows(world: World) -> None:
    year = plan_layer.begin(world)
    code = layer.held(world, about=[year.topic])
    at = starts(world) + timedelta(hours=2)
    an = actor(world, "an", at)
    asked: dict[str, Any] = {"code": code, "outlet": "Báo Kiên Giang", "by": an, "at": at}
    commands.note_question(**asked, text="Bao nhiêu tàu?", answer="3.600 tàu")
    commands.note_question(**asked, text="Bao nhiêu xã?", answerer_id=world.unit("btg-tinh-uy"))
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), (year.topic,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = queries.conference_section(actor(world, "an"), scope, period, date(2021, 8, 20))
    assert value is not None
    assert {figure.key: figure.rows for figure in value.figures} == {
        "conferences.held": (code,),
        "conferences.outlets": (f"{code}/1",),
        "conferences.questions": (f"{code}/1", f"{code}/2"),
        "conferences.later": (f"{code}/2",),
        "conferences.releases_sent": (),
    }
    assert queries.conference_section(actor(world, "dung"), scope, period, date(2021, 8, 20)) is None
