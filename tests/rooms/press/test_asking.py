"""Questions of the press: a clock by the body's own term, answered by a spokesperson, refused on four grounds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.figures import Period, Scope
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.mail.models import OutMail
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.press import commands, queries
from phoihop.press.models import PressQuery
from phoihop.press.pages import asking as pages
from phoihop.press.rules import asking as rules
from tests.world import asking as layer
from tests.world import plans as plan_layer
from tests.world.asking import actor, query
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat

HERE = "/lam-viec/cau-hoi-bao-chi/"
NOON = datetime(2021, 8, 2, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # a Monday


def duty(code: str, times: int = 1) -> Obligation:
    return Obligation.rows.get(origin=f"{code}/answer/{times}")


# ── the clock ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_clerk_puts_it_down_and_the_body_owes_the_answer(world: World) -> None:
    code = layer.received(world)
    assert code == "CH-kg-2021-0001"
    row = query(code)
    assert (row.due_date, row.due_at) == (date(2021, 8, 5), None)  # three working days after Monday
    owed = duty(code)
    assert (owed.lead_id, owed.entitled_id, owed.due_date) == (row.answerer_id, row.owner_id, row.due_date)
    assert "ngày nhận câu hỏi" in str(owed.explanation)


@pytest.mark.parametrize(
    ("amount", "measure", "day", "moment"),
    [
        (5, "working_day", date(2021, 8, 9), None),
        (5, "day", date(2021, 8, 9), None),  # 7 August is a Saturday
        (24, "hour", date(2021, 8, 3), NOON + timedelta(hours=24)),
        (120, "hour", date(2021, 8, 7), NOON + timedelta(hours=120)),  # hours run on through days off
    ],
)
def test_the_term_is_data(amount: int, measure: str, day: date, moment: datetime | None) -> None:
    due = rules.due_of("query", rules.Term(amount, measure), NOON, WorkCalendar())
    assert (due.day, due.moment, due.explanation.due) == (day, moment, day)


def test_a_body_sets_its_own_term(world: World) -> None:
    here = world.unit("btg-tinh-uy")
    values: dict[str, Any] = {"unit_id": here, "key": "query", "amount": 6, "measure": "hour", "at": world.at}
    for who in ("an", "ha", "giang", "chi"):
        with pytest.raises(NotAllowed):
            commands.set_asking_term(**values, by=actor(world, who))
    commands.set_asking_term(**values, by=actor(world, "binh"))
    code = layer.received(world)
    assert query(code).due_at == world.at + timedelta(hours=6)
    with pytest.raises(Refused, match="từ 1 đến"):
        commands.set_asking_term(**values | {"amount": 0}, by=actor(world, "binh"))


def test_a_late_one_climbs_by_the_ladder(world: World) -> None:
    code = layer.received(world)
    later = world.at + timedelta(days=7)
    assert obligations.tick(by=LOADER.system("deadline-clock"), at=later) > 0
    owed = duty(code)
    assert Entry.rows.filter(kind="obligation.fell_due", code=owed.code).exists()
    (line,) = queries.query_list(actor(world, "binh"), later, show="tre").lines
    assert line.is_late


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outlet": " "}, "tên báo"),
        ({"outlet": "Phóng viên Nguyễn Văn Bê"}, "không ghi tên người"),
        ({"text": " "}, "hỏi gì"),
        ({"way": "RUMOUR"}, "bằng cách nào"),
        ({"mail": "khong-phai-thu"}, "không đúng dạng"),
        ({"about": "TC-kg-2021-0099"}, "Không thấy hồ sơ"),
        ({"about": "VB-kg-2021-000001"}, "Không thấy hồ sơ"),
    ],
)
def test_refusals_write_nothing(world: World, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        layer.received(world, **changed)
    assert not PressQuery.rows.exists()
    assert not Obligation.rows.filter(duty="press_query.answer").exists()


def test_not_before_it_came_and_not_for_others(world: World) -> None:
    with pytest.raises(Refused, match="sau lúc này"):
        layer.received(world, received_at=world.at + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        layer.received(world, by="dung")
    with pytest.raises(NotAllowed):
        layer.received(world, by="long", owner_id=world.unit("quan-tri"))
    with pytest.raises(NotVisible):
        layer.received(world, dossier="VD-kg-2021-0001")


# ── answering ───────────────────────────────────────────────────────────────────────────────────────────────


def test_written_presented_approved_by_another_and_sent(world: World) -> None:
    code = layer.presented(world)
    with pytest.raises(NotAllowed):
        commands.approve_answer(code=code, by=actor(world, "an"), at=world.at)
    told = commands.approve_answer(code=code, by=actor(world, "binh"), at=world.at)
    row = query(code)
    assert (row.state, row.spoke, told.is_late) == ("ANSWERED", "Trần Thị Nhung, Chánh Văn phòng", False)
    assert duty(code).state == "ACCEPTED"
    (out,) = OutMail.rows.filter(about=code)
    assert out.to_address == "toasoan@example.vn"
    assert [entry for entry in Entry.rows.filter(code=code) if "3.600" in str(vars(entry))] == []


def test_who_wrote_or_presented_does_not_approve(world: World) -> None:
    code = layer.written(world, by="binh")
    commands.present_answer(code=code, by=actor(world, "minh"), at=world.at)
    for who in ("binh", "minh"):
        with pytest.raises(NotAllowed, match="không tự duyệt"):
            commands.approve_answer(code=code, by=actor(world, who), at=world.at)
    assert query(code).state == "WAITING"


def test_the_spokesperson_must_be_in_force_when_it_goes_out(world: World) -> None:
    code = layer.presented(world)
    today = world.at.date()
    commands.end_spokesperson(
        code=query(code).spokesperson, to_date=today, reason="Chuyển công tác", by=actor(world, "binh"), at=world.at
    )
    tomorrow = world.at + timedelta(days=1)
    with pytest.raises(Refused, match="không còn hiệu lực"):
        commands.approve_answer(code=code, by=actor(world, "binh", tomorrow), at=tomorrow)
    assert query(code).state == "WAITING"
    assert not OutMail.rows.filter(about=code).exists()


def test_nobody_elses_spokesperson(world: World) -> None:
    world.add_person("uyen", "so-yte", ["approver"], post="Giám đốc")  # type: ignore[list-item]
    other = layer.spokesperson(world, "so-yte", "uyen")
    code = layer.received(world)
    with pytest.raises(Refused, match="không thuộc cơ quan"):
        commands.write_answer(code=code, answer="x", spokesperson=other, by=actor(world, "an"), at=world.at)
    with pytest.raises(Refused, match="chưa có câu trả lời"):
        commands.present_answer(code=code, by=actor(world, "an"), at=world.at)


def test_what_the_secrecy_guard_holds_does_not_go_out(world: World) -> None:
    speaker = layer.spokesperson(world)
    code = layer.received(world)
    commands.write_answer(
        code=code, answer="TỐI MẬT\nSố liệu bố trí lực lượng", spokesperson=speaker, by=actor(world, "an"), at=world.at
    )
    with pytest.raises(Refused, match="bảo mật"):
        commands.present_answer(code=code, by=actor(world, "an"), at=world.at)


def test_returned_with_a_reason_and_faster_people(world: World) -> None:
    code = layer.presented(world)
    seen = query(code).version
    binh = actor(world, "binh")
    with pytest.raises(Refused, match="lý do"):
        commands.return_answer(code=code, reason=" ", by=binh, at=world.at)
    commands.return_answer(code=code, reason="Thiếu nguồn số liệu", by=binh, at=world.at)
    assert query(code).state == "OPEN"
    with pytest.raises(SomebodyWasFaster):
        commands.approve_answer(code=code, version=seen, by=binh, at=world.at)


# ── refusing, extending, giving to another ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ground", ["BUSY", "", "SENSITIVE", "secret"])
def test_only_four_grounds(world: World, ground: str) -> None:
    code = layer.received(world)
    with pytest.raises(Refused, match="bốn lý do"):
        commands.refuse_query(
            code=code, ground=ground, referral="Hãy hỏi Sở Y tế tỉnh", by=actor(world, "binh"), at=world.at
        )
    assert query(code).state == "OPEN"


@pytest.mark.parametrize("ground", rules.GROUNDS)
def test_a_refusal_names_who_can_be_asked(world: World, ground: str) -> None:
    code = layer.received(world)
    binh = actor(world, "binh")
    with pytest.raises(Refused, match="hỏi cơ quan nào"):
        commands.refuse_query(code=code, ground=ground, referral="Không.", by=binh, at=world.at)
    with pytest.raises(NotAllowed):
        commands.refuse_query(code=code, ground=ground, referral="Hỏi Sở Y tế tỉnh", by=actor(world, "an"), at=world.at)
    commands.refuse_query(code=code, ground=ground, referral="Báo có thể hỏi Sở Y tế tỉnh.", by=binh, at=world.at)
    row = query(code)
    assert (row.state, row.ground) == ("REFUSED", ground)
    assert duty(code).state == "ACCEPTED"
    assert OutMail.rows.filter(about=code).count() == 1


def test_the_database_knows_the_four_grounds_too(world: World) -> None:
    code = layer.received(world)
    for values in ({"state": "REFUSED"}, {"ground": "BUSY"}, {"state": "ANSWERED"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PressQuery.rows.filter(code=code).update(**values)


def test_extended_with_a_reason_that_the_explanation_keeps(world: World) -> None:
    code = layer.received(world)
    binh = actor(world, "binh")
    with pytest.raises(Refused, match="sau hạn hiện tại"):
        commands.extend_query(code=code, due_date=date(2021, 8, 5), reason="Chờ số liệu", by=binh, at=world.at)
    with pytest.raises(NotAllowed):
        commands.extend_query(
            code=code, due_date=date(2021, 8, 10), reason="Chờ số liệu", by=actor(world, "an"), at=world.at
        )
    commands.extend_query(code=code, due_date=date(2021, 8, 10), reason="Chờ số liệu", by=binh, at=world.at)
    assert duty(code).due_date == date(2021, 8, 10)
    explained = queries.query_value(binh, code, world.at).explanation
    assert explained is not None
    assert [(one.new_due, one.reason) for one in explained.extensions] == [(date(2021, 8, 10), "Chờ số liệu")]


def test_given_to_another_unit_the_duty_moves_and_the_day_stays(world: World) -> None:
    code = layer.received(world)
    commands.assign_query(code=code, unit_id=world.unit("so-yte"), by=actor(world, "ha"), at=world.at)
    assert (duty(code).state, duty(code, 2).lead_id) == ("WAIVED", world.unit("so-yte"))
    assert duty(code, 2).due_date == date(2021, 8, 5)
    assert queries.query_value(actor(world, "chi"), code, world.at).rights.write
    assert not queries.query_value(actor(world, "an"), code, world.at).rights.write
    commands.assign_query(code=code, unit_id=world.unit("so-yte"), by=actor(world, "ha"), at=world.at)  # harmless
    assert query(code).times == 2
    with pytest.raises(NotAllowed):
        commands.assign_query(code=code, unit_id=world.unit("so-yte"), by=actor(world, "chi"), at=world.at)


def test_the_outlet_asks_no_more(world: World) -> None:
    code = layer.received(world)
    commands.withdraw_query(code=code, reason="Báo đã có số liệu", by=actor(world, "giang"), at=world.at)
    commands.withdraw_query(code=code, reason="Báo đã có số liệu", by=actor(world, "giang"), at=world.at)
    assert (query(code).state, duty(code).state) == ("WITHDRAWN", "WAIVED")


# ── pages, what waits, reports ──────────────────────────────────────────────────────────────────────────────


def test_the_list_grows_flat(world: World, binh: Person) -> None:
    layer.received(world)
    grows_flat(binh.client, HERE, lambda: [layer.received(world, outlet=f"Báo {n}") for n in range(4)])


def test_worked_through_by_its_forms(world: World, giang: Person, an: Person, binh: Person) -> None:
    speaker = layer.spokesperson(world)
    sent = {"outlet": "Báo Kiên Giang", "text": layer.TEXT, "way": "PHONE", "received_at": "2021-08-02T08:30"}
    assert giang.client.post(f"{HERE}ghi/", sent | {"received_at": "hôm qua"}).status_code == 422
    assert giang.client.post(f"{HERE}ghi/", sent).status_code == 302
    here = f"{HERE}CH-kg-2021-0001/"
    answer = {"answer": layer.ANSWER, "spokesperson": speaker}
    assert an.client.post(f"{here}viet/", answer).status_code == 302
    assert an.client.post(f"{here}trinh/", {"version": query("CH-kg-2021-0001").version}).status_code == 302
    assert "Duyệt và trả lời" in binh.client.get(here).content.decode()
    assert "Duyệt và trả lời" not in an.client.get(here).content.decode()
    assert binh.client.post(f"{here}duyet/", {"version": query("CH-kg-2021-0001").version}).status_code == 302
    assert "Đã trả lời" in binh.client.get(here).content.decode()
    assert an.client.get(f"{here}viet/").status_code == 403


def test_outsiders_do_not_see_it(world: World, dung: Person, kim: Person, chi: Person, khach: Person) -> None:
    code = layer.received(world)
    assert [person.client.get(f"{HERE}{code}/").status_code for person in (dung, chi, kim, khach)] == [
        404,
        404,
        200,
        302,
    ]
    assert queries.visible_queries(dung.actor, [code]) == set()
    assert queries.visible_queries(kim.actor, [code]) == {code}
    (row,) = queries.found_queries([code])
    assert row.title.startswith("Báo Kiên Giang")


def test_what_waits_and_the_duty_shows_its_question(world: World) -> None:
    code = layer.presented(world)
    (one,) = queries.query_waits([world.unit("btg-tinh-uy")], world.at)
    assert (one.code, one.group, one.day) == (code, "answer", date(2021, 8, 5))
    assert queries.queries_in_menu(actor(world, "binh"), world.at.date()).count() == 1
    assert queries.queries_in_menu(actor(world, "dung"), world.at.date()).count() == 0
    row = pages.query_on_obligation(actor(world, "an"), duty(code).code, world.at)
    assert row is not None
    assert row.code == code


def test_the_report_counts_rows(world: World) -> None:
    year = plan_layer.begin(world)
    done = layer.presented(world, dossier=year.topic)
    commands.approve_answer(code=done, by=actor(world, "binh"), at=world.at)
    refused = layer.received(world, dossier=year.topic, outlet="Báo Miền Tây")
    commands.refuse_query(
        code=refused, ground="PRIVATE", referral="Hãy hỏi Sở Y tế tỉnh.", by=actor(world, "binh"), at=world.at
    )
    late = layer.received(world, dossier=year.topic, outlet="Đài Phát thanh")
    layer.received(world, outlet="Báo khác")  # about nothing of this report
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), (year.topic,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = queries.asking_section(actor(world, "an"), scope, period, date(2021, 8, 20))
    assert value is not None
    rows = {figure.key: figure.rows for figure in value.figures if figure.key.startswith("press_queries")}
    assert rows == {
        "press_queries.received": (done, refused, late),
        "press_queries.in_time": (done,),
        "press_queries.late": (late,),
        "press_queries.refused": (refused,),
    }
    (table,) = value.tables
    assert table.rows == (("thuộc bí mật cá nhân, bí mật gia đình", "1"),)
    assert pages.query_on_obligation(actor(world, "an"), duty(late).code, world.at) is not None
