"""Outputs of lines: approved by their owner, done with proof; what the obligation hears, and what it tells."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import OutreachLine, OutreachOutput, OutreachPaper
from phoihop.communications.queries import outreach as reading
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Evidence, Obligation
from tests.world import documents as papers
from tests.world import intake
from tests.world import outreach as layer
from tests.world import releases as release_layer
from tests.world.build import World


def owed(laid: layer.Laid) -> Obligation:
    return Obligation.rows.get(code=laid.line().obligation)


def test_done_with_proof_is_handed_in_with_the_same_act(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    with pytest.raises(Refused, match="chưa có bằng chứng"):
        layer.done(laid)
    layer.prove(laid)
    layer.done(laid)
    row = laid.made()
    assert (row.state, row.done_date, row.reach, row.cost) == ("DONE", world.at.date(), 1200, 500_000)
    assert owed(laid).state == "HANDED_IN"
    assert row.code in Evidence.rows.get(obligation=owed(laid)).statement
    assert laid.line().handed_in_date is None  # it was done here
    # the unit of the plan accepts there; nothing doubles here
    obligations.accept_obligation(code=owed(laid).code, by=laid.actor("an"), at=world.at)
    assert OutreachOutput.rows.count() == 1
    assert OutreachPaper.rows.filter(role="PROOF").count() == 1


def test_handed_in_there_it_is_not_asked_for_again_here(world: World) -> None:
    laid = layer.approved(world)
    code = owed(laid).code
    obligations.hand_in_obligation(
        code=code, statement="Đã phát 20 lần", reference="https://soyte.example/loa", by=laid.actor("chi"), at=world.at
    )
    value = reading.line_value(laid.actor("an"), laid.plan, 1, world.at.date())
    assert value.row.stands == "handed"
    late = world.at.date() + timedelta(days=30)
    assert not queries.gap_list(laid.actor("an"), late).rows
    obligations.accept_obligation(code=code, by=laid.actor("an"), at=world.at)
    made = OutreachOutput.rows.get()
    assert (made.state, made.owner_id, made.done_date) == ("DONE", world.unit("so-yte"), world.at.date())
    assert OutreachPaper.rows.get(output=made, role="PROOF").text == "Đã phát 20 lần (https://soyte.example/loa)"
    assert Evidence.rows.filter(obligation__code=code).count() == 1
    assert Entry.rows.filter(kind="output.done").count() == 1


def test_handed_in_there_an_output_under_way_here_takes_the_proof(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    obligations.hand_in_obligation(
        code=owed(laid).code, statement="Đã phát", reference="", by=laid.actor("chi"), at=world.at
    )
    layer.done(laid)  # no further proof is asked for
    assert OutreachPaper.rows.get(role="PROOF").output_id == laid.made().pk
    assert Evidence.rows.filter(obligation=owed(laid)).count() == 1
    obligations.accept_obligation(code=owed(laid).code, by=laid.actor("an"), at=world.at)
    assert OutreachOutput.rows.count() == 1


def test_returned_there_the_line_is_open_again(world: World) -> None:
    laid = layer.approved(world)
    code = owed(laid).code
    obligations.hand_in_obligation(code=code, statement="Đã phát", reference="", by=laid.actor("chi"), at=world.at)
    obligations.return_obligation(code=code, reason="Thiếu nhật ký", by=laid.actor("an"), at=world.at)
    assert laid.line().handed_in_date is None
    assert not OutreachPaper.rows.exists()
    assert reading.line_value(laid.actor("an"), laid.plan, 1, world.at.date()).row.stands == "planned"
    laid = layer.ready(layer.produce(laid))
    layer.prove(laid)
    layer.done(laid)
    assert owed(laid).state == "HANDED_IN"


def test_waived_there_the_line_is_dropped(world: World) -> None:
    laid = layer.approved(world)
    obligations.waive_obligation(code=owed(laid).code, reason="Không cần nữa", by=laid.actor("binh"), at=world.at)
    assert (laid.line().state, laid.line().note) == ("DROPPED", "Không cần nữa")


def test_a_later_day_granted_there_is_the_lines_day(world: World) -> None:
    laid = layer.approved(world)
    obligations.grant_extension(
        code=owed(laid).code, to_date=date(2021, 9, 1), reason="Mưa bão", by=laid.actor("binh"), at=world.at
    )
    assert laid.line().last_date == date(2021, 9, 1)


def test_with_two_outputs_it_is_handed_in_after_the_last(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    other = layer.produce(laid, title="Bài thứ hai")
    layer.prove(laid)
    layer.done(laid)
    assert owed(laid).state == "OPEN"
    commands.miss_output(code=other.output, reason="Loa hỏng", by=laid.actor("chi"), at=world.at)
    assert owed(laid).state == "HANDED_IN"
    assert reading.line_value(laid.actor("an"), laid.plan, 1, world.at.date()).row.stands == "done"


def test_an_output_of_the_plans_own_unit_owes_nobody(world: World) -> None:
    laid = layer.begun(world)
    layer.add(laid, "WEB", owner="btg-tinh-uy")
    layer.approve(laid)
    laid = layer.ready(layer.produce(laid, username="an"), maker="an", approver="binh")
    layer.prove(laid, "an", kind="LINK", link="https://example.vn/bai", text="")
    layer.done(laid, "an")
    assert laid.made().state == "DONE"
    assert not Obligation.rows.filter(duty="communication.output").exists()


def test_who_may_make_it(world: World) -> None:
    laid = layer.approved(world)
    world.add_person("son", "so-tttt", [Role.FOCAL])
    begin: dict[str, Any] = {"code": laid.plan, "number": 1, "title": "x", "at": world.at}
    with pytest.raises(NotAllowed):
        commands.begin_output(**begin, by=laid.actor("an"))
    with pytest.raises(NotVisible):
        commands.begin_output(**begin, by=laid.actor("son"))
    with pytest.raises(Refused, match="tên sản phẩm"):
        commands.begin_output(**begin | {"title": ""}, by=laid.actor("chi"))
    laid = layer.produce(laid)
    with pytest.raises(NotAllowed):
        commands.write_output(code=laid.output, title="y", text="", by=laid.actor("an"), at=world.at)
    with pytest.raises(NotVisible):
        commands.write_output(code=laid.output, title="y", text="", by=laid.actor("son"), at=world.at)


def test_another_owner_of_the_plan_does_not_make_it(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "WEB", owner="so-tttt")
    layer.approve(laid)
    world.add_person("son", "so-tttt", [Role.FOCAL])
    with pytest.raises(NotAllowed, match="được giao dòng này"):
        commands.begin_output(code=laid.plan, number=1, title="x", by=laid.actor("son"), at=world.at)


def test_a_line_that_does_not_stand_has_no_output(world: World) -> None:
    laid = layer.drafted(world)
    with pytest.raises(Refused, match="chưa duyệt"):
        commands.begin_output(code=laid.plan, number=1, title="x", by=laid.actor("chi"), at=world.at)


def test_who_wrote_does_not_approve_and_a_draft_is_not_done(world: World) -> None:
    laid = layer.approved(world)
    laid = layer.produce(laid, username="yen")
    with pytest.raises(Refused, match="trạng thái khác"):
        layer.done(laid)
    commands.send_output(code=laid.output, by=laid.actor("chi"), at=world.at)
    with pytest.raises(Refused, match="không tự duyệt"):
        commands.approve_output(code=laid.output, by=laid.actor("yen"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.approve_output(code=laid.output, by=laid.actor("chi"), at=world.at)
    with pytest.raises(Refused, match="không còn là bản nháp"):
        commands.write_output(code=laid.output, title="z", text="", by=laid.actor("chi"), at=world.at)
    commands.return_output(code=laid.output, reason="Ngắn lại", by=laid.actor("yen"), at=world.at)
    assert laid.made().note == "Ngắn lại"
    commands.send_output(code=laid.output, by=laid.actor("chi"), at=world.at)
    commands.take_back_output(code=laid.output, by=laid.actor("chi"), at=world.at)
    commands.drop_output(code=laid.output, by=laid.actor("chi"), at=world.at)
    assert not queries.visible_outputs(laid.actor("chi"), [laid.output])


def test_scheduled_within_the_line(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    hour: dict[str, Any] = {"code": laid.output, "by": laid.actor("chi"), "at": world.at}
    with pytest.raises(Refused, match="đến hết ngày 12/8/2021"):
        commands.schedule_output(**hour, first_date=date(2021, 8, 13))
    with pytest.raises(Refused, match="đã qua"):
        commands.schedule_output(**hour, first_date=date(2021, 8, 1))
    commands.schedule_output(**hour, first_date=date(2021, 8, 9), last_date=date(2021, 8, 10))
    commands.schedule_output(**hour, first_date=date(2021, 8, 9), is_confirmed=True)
    assert (laid.made().state, laid.made().last_date, laid.made().is_confirmed) == (
        "SCHEDULED",
        date(2021, 8, 9),
        True,
    )


def test_not_done_needs_a_reason_and_stays_a_gap(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    with pytest.raises(Refused, match="lý do"):
        commands.miss_output(code=laid.output, reason=" ", by=laid.actor("chi"), at=world.at)
    commands.miss_output(code=laid.output, reason="Loa hỏng", by=laid.actor("chi"), at=world.at)
    assert owed(laid).state == "OPEN"
    rows = queries.gap_list(laid.actor("an"), date(2021, 8, 20)).rows
    assert [(row.code, row.stands) for row in rows] == [(f"{laid.plan}/1", "missed")]


def test_figures_come_later_and_say_how_they_were_counted(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    layer.prove(laid)
    count: dict[str, Any] = {"code": laid.output, "by": laid.actor("chi"), "at": world.at, "cost": None}
    with pytest.raises(Refused, match="đã làm xong"):
        commands.count_output(**count, reach=1, counted="đếm")
    with pytest.raises(Refused, match="đếm bằng cách nào"):
        layer.done(laid, counted="")
    with pytest.raises(Refused, match="chưa tới"):
        layer.done(laid, done_date=date(2021, 8, 3))
    layer.done(laid, reach=None, counted="", cost=None)
    commands.count_output(**count, reach=900, counted="Đếm người dự")
    commands.count_output(**count, reach=900, counted="Đếm người dự")  # twice is harmless
    assert Entry.rows.filter(kind="output.counted").count() == 1
    with pytest.raises(Refused, match="từ 0 trở lên"):
        commands.count_output(**count, reach=-1, counted="x")


def test_proofs_of_every_kind(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    own = papers.registered(world, code=intake.take(world, intake.letter()).code)
    with pytest.raises(Refused, match="trong sổ"):
        layer.prove(laid, kind="DOCUMENT", document=own)  # of the lead; Chi was not given it
    layer.prove(laid, kind="LINK", link="https://example.vn/bai")
    layer.prove(laid, kind="STATEMENT", text="Xác nhận của phường")
    commands.give_paper(
        code=laid.output,
        paper=commands.Paper("STATEMENT", text="Bản thu âm"),
        is_proof=False,
        by=laid.actor("chi"),
        at=world.at,
    )
    roles = [one.role for one in queries.output_value(laid.actor("an"), laid.output).papers]
    assert roles == ["PROOF", "PROOF", "MATERIAL"]
    commands.take_paper(code=laid.output, paper=1, by=laid.actor("chi"), at=world.at)
    with pytest.raises(NotVisible):
        commands.take_paper(code=laid.output, paper=1, by=laid.actor("chi"), at=world.at)
    layer.done(laid)
    with pytest.raises(Refused, match="khép lại"):
        commands.take_paper(code=laid.output, paper=2, by=laid.actor("chi"), at=world.at)
    layer.prove(laid, text="Nhật ký bổ sung")  # proofs may come later
    with pytest.raises(Refused, match="khép lại"):
        commands.give_paper(
            code=laid.output,
            paper=commands.Paper("STATEMENT", text="x"),
            is_proof=False,
            by=laid.actor("chi"),
            at=world.at,
        )


def test_a_line_of_the_press_may_be_a_release(world: World) -> None:
    laid = layer.begun(world)
    layer.add(laid, "PRESS", owner="btg-tinh-uy")
    layer.approve(laid)
    laid = layer.produce(laid, username="an")
    told = commands.begin_release(
        unit_id=world.unit("btg-tinh-uy"), title="Thông cáo", by=laid.actor("an"), at=world.at
    )
    commands.link_product(code=laid.output, product=told.code, by=laid.actor("an"), at=world.at)
    commands.link_product(code=laid.output, product=told.code, by=laid.actor("an"), at=world.at)  # harmless
    value = queries.output_value(laid.actor("an"), laid.output)
    assert value.product_url.endswith(f"/thong-cao/{told.code}/")
    for wrong in ("TC-kg-2021-0999", laid.plan, "xyz"):
        with pytest.raises(Refused, match="không phải thông cáo"):
            commands.link_product(code=laid.output, product=wrong, by=laid.actor("an"), at=world.at)


def test_a_loudspeaker_is_no_release(world: World) -> None:
    laid = layer.produced(world)
    release_layer.court(world)
    told = commands.begin_release(unit_id=world.unit("so-yte"), title="Thông cáo", by=laid.actor("yen"), at=world.at)
    with pytest.raises(Refused, match="không phải thông cáo"):
        commands.write_output(
            code=laid.output, title="x", text="", product=told.code, by=laid.actor("chi"), at=world.at
        )


def test_the_plan_ends_only_when_outputs_are_settled(world: World) -> None:
    laid = layer.ready(layer.produced(world))
    later = world.at + timedelta(days=30)
    with pytest.raises(Refused, match="1 sản phẩm đang làm"):
        commands.close_outreach(code=laid.plan, result="Xong", by=laid.actor("minh", later), at=later)
    layer.prove(laid)
    layer.done(laid)
    commands.close_outreach(code=laid.plan, result="Xong", by=laid.actor("minh", later), at=later)
    with pytest.raises(Refused, match="kết thúc"):
        commands.begin_output(code=laid.plan, number=1, title="x", by=laid.actor("chi", later), at=later)
    assert OutreachLine.rows.get().state == "APPROVED"
