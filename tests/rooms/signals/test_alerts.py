"""The case: taken up, units invited, duties, facts, an outcome; two at once; what others see of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.signals import commands, queries
from phoihop.signals.models import Alert, AlertDuty, AlertNote, AlertUnit
from tests.world import build
from tests.world import documents as document_layer
from tests.world import signals as layer
from tests.world.build import World
from tests.world.signals import ONE, actor
from tests.world.together import together


def joined(world: World) -> str:
    code = layer.alarmed(world)
    at = world.at + ONE
    commands.join_alert(code=code, by=actor(world, "chi", at), at=at)
    return code


def test_its_owner_takes_it_and_twice_is_harmless(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    for _time in range(2):
        commands.take_alert(code=code, by=actor(world, "an", at), at=at)
    assert layer.row(code).state == "IN_WORK"
    with pytest.raises(NotAllowed):
        commands.take_alert(code=code, by=actor(world, "chi", at), at=at)
    with pytest.raises(NotVisible):
        commands.take_alert(code=code, by=actor(world, "dung", at), at=at)


def test_an_invited_unit_sees_it_and_answers_once(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    chi = actor(world, "chi", at)
    assert queries.alert_value(chi, code, at.date()).rights.join
    for _time in range(2):
        commands.join_alert(code=code, by=chi, at=at)
    part = AlertUnit.rows.get(alert__code=code)
    assert (part.state, part.answered_at) == ("ACCEPTED", at)
    with pytest.raises(NotVisible):
        commands.join_alert(code=code, by=actor(world, "dung", at), at=at)
    with pytest.raises(NotAllowed):
        commands.share_alert(code=code, unit_id=world.unit("so-tttt"), by=chi, at=at)


def test_declined_with_a_reason_it_may_still_join(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    chi = actor(world, "chi", at)
    with pytest.raises(Refused):
        commands.decline_alert(code=code, reason=" ", by=chi, at=at)
    commands.decline_alert(code=code, reason="Việc thuộc trung tâm kiểm soát bệnh tật.", by=chi, at=at)
    assert AlertUnit.rows.get().state == "DECLINED"
    commands.join_alert(code=code, by=chi, at=at)
    assert AlertUnit.rows.get().state == "ACCEPTED"


def test_a_duty_is_an_obligation_of_a_unit_that_joined(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    an, health, due = actor(world, "an", at), world.unit("so-yte"), date(2021, 8, 6)
    with pytest.raises(Refused, match="đã nhận lời"):
        commands.charge_unit(code=code, unit_id=health, text="Báo số ca", due_date=due, by=an, at=at)
    commands.join_alert(code=code, by=actor(world, "chi", at), at=at)
    commands.charge_unit(code=code, unit_id=health, text="Báo số ca theo phường", due_date=due, by=an, at=at)
    owed = Obligation.rows.get(source=code)
    assert (owed.lead_id, owed.entitled_id, owed.due_date) == (health, world.unit("btg-tinh-uy"), due)
    assert AlertDuty.rows.get().obligation == owed.code
    with pytest.raises(Refused, match="phải sau hôm nay"):
        commands.charge_unit(code=code, unit_id=health, text="Báo lại", due_date=at.date(), by=an, at=at)
    commands.charge_unit(code=code, unit_id=world.unit("btg-tinh-uy"), text="Tin hằng ngày", due_date=due, by=an, at=at)
    assert Obligation.rows.filter(source=code).count() == 2


def test_facts_are_noted_by_the_group_and_never_about_a_person(world: World) -> None:
    code = joined(world)
    at = world.at + ONE
    paper = document_layer.registered(world)
    chi, an, day = actor(world, "chi", at), actor(world, "an", at), date(2021, 8, 2)
    commands.note_fact(code=code, text="23 ca sốt ở phường từ 30/7.", day=day, by=chi, at=at)
    commands.note_fact(code=code, text="Báo cáo ngày 2/8 xác nhận.", day=day, document=paper, by=an, at=at)
    assert list(AlertNote.rows.order_by("number").values_list("number", "unit_id")) == [
        (1, world.unit("so-yte")),
        (2, world.unit("btg-tinh-uy")),
    ]
    for text, why in (
        ("Bà Nguyễn Thị Lan ở ấp 2 bị sốt", "nêu một người"),
        ("Gọi 0912345678", "nêu một người"),
        ("", "Chưa có nội dung"),
        ("x" * 2001, "dài quá"),
        ("TỐI MẬT\n\nSố: 12/BC-SYT về dịch", "bảo mật"),
    ):
        with pytest.raises(Refused, match=why):
            commands.note_fact(code=code, text=text, day=day, by=an, at=at)
    with pytest.raises(Refused, match="không thể sau hôm nay"):
        commands.note_fact(code=code, text="Mai sẽ có", day=date(2021, 8, 9), by=an, at=at)
    with pytest.raises(Refused, match="Không thấy văn bản"):
        commands.note_fact(code=code, text="Có văn bản", day=day, document="VB-kg-2021-999999", by=an, at=at)
    assert AlertNote.rows.count() == 2
    shown = queries.alert_value(chi, code, at.date()).notes
    assert [one.is_document_visible for one in shown] == [False, False]  # Chi may not open the lead's paper


@pytest.mark.parametrize(
    ("outcome", "known", "why"),
    [
        ("", None, "chọn kết luận"),
        ("TOO_LATE", None, "cần ngày"),
        ("TOO_LATE", date(2021, 8, 4), "không khớp"),
        ("TRUE", date(2021, 8, 1), "không khớp"),
        ("TRUE", date(2021, 8, 30), "không thể sau hôm nay"),
    ],
)
def test_an_outcome_fits_its_day(world: World, outcome: str, known: date | None, why: str) -> None:
    code = layer.alarmed(world)
    at = world.at + 3 * ONE
    with pytest.raises(Refused, match=why):
        commands.close_alert(
            code=code, outcome=outcome, reason="Đã rõ.", known_day=known, by=actor(world, "an", at), at=at
        )
    assert layer.row(code).state == "OPEN"


def test_closed_false_what_is_owed_is_withdrawn_and_nothing_more_happens(world: World) -> None:
    code = joined(world)
    at = world.at + ONE
    an = actor(world, "an", at)
    due = date(2021, 8, 6)
    commands.charge_unit(code=code, unit_id=world.unit("so-yte"), text="Báo số ca", due_date=due, by=an, at=at)
    for _time in range(2):
        commands.close_alert(code=code, outcome="FALSE", reason="Một đợt nhập liệu hai lần.", by=an, at=at)
    assert Obligation.rows.get(source=code).state == "WAIVED"
    assert layer.row(code).outcome == "FALSE"
    for act in (
        lambda: commands.take_alert(code=code, by=an, at=at),
        lambda: commands.share_alert(code=code, unit_id=world.unit("so-tttt"), by=an, at=at),
        lambda: commands.note_fact(code=code, text="Thêm", day=at.date(), by=an, at=at),
        lambda: commands.close_alert(code=code, outcome="TRUE", reason="Đổi ý.", by=an, at=at),
    ):
        with pytest.raises(Refused, match="đã kết thúc"):
            act()


def test_the_record_counts_true_false_and_too_late(world: World) -> None:
    code = layer.alarmed(world)
    at = world.at + timedelta(days=5)
    commands.close_alert(
        code=code,
        outcome="TOO_LATE",
        reason="Sở Y tế đã báo cáo từ trước.",
        known_day=date(2021, 7, 30),
        by=actor(world, "an", at),
        at=at,
    )
    value = queries.year_quality(actor(world, "an", at), at.date())
    assert (value.year, value.total.late, value.total.right, value.total.lead_days) == (2021, 1, 1.0, -4.0)
    assert [one.method for one in value.methods] == ["C2"]
    assert queries.year_quality(actor(world, "dung", at), at.date()).total.opened == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_are_one_outcome() -> None:
    world = build.stand()
    code = layer.alarmed(world)
    at = world.at + ONE
    version = layer.row(code).version
    raised = together(
        lambda: commands.close_alert(
            code=code, outcome="TRUE", reason="Ổ dịch.", version=version, by=actor(world, "an", at), at=at
        ),
        lambda: commands.close_alert(
            code=code, outcome="FALSE", reason="Đếm hai lần.", version=version, by=actor(world, "binh", at), at=at
        ),
    )
    assert len(raised) == 1
    assert layer.row(code).outcome in ("TRUE", "FALSE")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_open_one() -> None:
    world = build.stand()
    day = world.at.date()
    layer.quiet_until(world, day - ONE)
    layer.watched(world)
    layer.counted([(day, 30)])
    together(*(lambda: commands.open_alerts(tested=[day], by=layer.CLOCK, at=world.at + ONE) for _n in range(2)))
    assert Alert.rows.count() == 1
