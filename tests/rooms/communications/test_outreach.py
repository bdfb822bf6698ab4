"""A communication plan from draft to end, its lines and marks; each refusal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import CommunicationPlan, OutreachFlag, OutreachLine, OutreachPaper, OutreachWindow
from phoihop.communications.queries import outreach as reading
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from tests.world import documents as papers
from tests.world import intake
from tests.world import outreach as layer
from tests.world.build import World


def test_it_stands_when_another_approves_and_the_owner_owes(world: World) -> None:
    laid = layer.drafted(world)
    own = layer.add(laid, "WEB", owner="btg-tinh-uy")
    layer.approve(laid)
    assert laid.row().state == "APPROVED"
    owed = Obligation.rows.get(duty="communication.output")
    line = laid.line()
    assert (owed.code, owed.lead_id, owed.entitled_id) == (
        line.obligation,
        world.unit("so-yte"),
        world.unit("btg-tinh-uy"),
    )
    assert (owed.due_date, owed.dossier, owed.source) == (line.last_date, laid.topic, laid.plan)
    assert laid.line(own).obligation == ""  # nobody owes himself
    kinds = Entry.rows.filter(code=laid.plan).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "outreach.begun",
        "outreach.line_added",
        "outreach.line_added",
        "outreach.presented",
        "outreach.approved",
    ]


def test_only_the_lead_of_the_topic_begins(world: World) -> None:
    laid = layer.begun(world)
    world.add_person("chau", "so-yte", [Role.DRAFTER])
    with pytest.raises(NotAllowed, match="cơ quan chủ trì"):
        commands.begin_outreach(dossier=laid.topic, title="x", by=laid.actor("chau"), at=world.at)
    with pytest.raises(NotVisible):
        commands.begin_outreach(dossier=laid.topic, title="x", by=laid.actor("dung"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.begin_outreach(dossier=laid.topic, title="x", by=laid.actor("chi"), at=world.at)  # writes nothing
    with pytest.raises(Refused, match="tên kế hoạch"):
        commands.begin_outreach(dossier=laid.topic, title=" ", by=laid.actor("an"), at=world.at)


def test_who_wrote_does_not_approve(world: World) -> None:
    laid = layer.begun(world)
    layer.add(laid, by=laid.actor("binh"))
    commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    with pytest.raises(Refused, match="không tự duyệt"):
        commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=world.at)
    commands.approve_outreach(code=laid.plan, by=laid.actor("minh"), at=world.at)
    assert laid.row().state == "APPROVED"


def test_no_line_no_plan(world: World) -> None:
    laid = layer.begun(world)
    with pytest.raises(Refused, match="chưa có dòng nào"):
        commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)


def test_days_that_are_over_are_not_approved(world: World) -> None:
    laid = layer.presented(world)
    later = world.at + timedelta(days=11)
    with pytest.raises(Refused, match="ngày đã qua"):
        commands.approve_outreach(code=laid.plan, by=laid.actor("minh", later), at=later)
    assert not Obligation.rows.filter(duty="communication.output").exists()


def test_a_mark_stops_the_approval_until_it_is_looked_at(world: World) -> None:
    laid = layer.presented(world)
    commands.flag_field(
        code=laid.plan, number=1, field="dates", reason="Trùng ngày tiêm", by=laid.actor("chi"), at=world.at
    )
    with pytest.raises(Refused, match="cần xem lại"):
        commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=world.at)
    with pytest.raises(Refused, match="đang được đánh dấu"):
        commands.flag_field(code=laid.plan, number=1, field="dates", reason="Nữa", by=laid.actor("an"), at=world.at)
    flag = OutreachFlag.rows.get()
    assert (flag.unit_name, flag.post) == ("Sở Y tế tỉnh Kiên Giang", "Chuyên viên Văn phòng Sở")
    with pytest.raises(NotAllowed):
        commands.clear_flag(code=laid.plan, flag=flag.pk, by=laid.actor("chi"), at=world.at)
    commands.clear_flag(code=laid.plan, flag=flag.pk, answer="Đã đổi", by=laid.actor("an"), at=world.at)
    commands.clear_flag(code=laid.plan, flag=flag.pk, answer="Nữa", by=laid.actor("an"), at=world.at)  # harmless
    assert OutreachFlag.rows.get().answer == "Đã đổi"
    commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=world.at)


@pytest.mark.parametrize(
    ("number", "field", "reason", "said"),
    [(1, "goal", "x", "có trong danh sách"), (0, "dates", "x", "có trong danh sách"), (1, "dates", " ", "lý do")],
)
def test_marks_that_say_nothing(world: World, number: int, field: str, reason: str, said: str) -> None:
    laid = layer.drafted(world)
    with pytest.raises(Refused, match=said):
        commands.flag_field(code=laid.plan, number=number, field=field, reason=reason, by=laid.actor("an"), at=world.at)
    with pytest.raises(NotVisible):
        commands.clear_flag(code=laid.plan, flag=99, by=laid.actor("an"), at=world.at)


def test_returned_and_taken_back(world: World) -> None:
    laid = layer.presented(world)
    with pytest.raises(Refused, match="lý do"):
        commands.return_outreach(code=laid.plan, reason="", by=laid.actor("binh"), at=world.at)
    commands.return_outreach(code=laid.plan, reason="Thiếu loa xã", by=laid.actor("binh"), at=world.at)
    assert (laid.row().state, laid.row().note) == ("DRAFT", "Thiếu loa xã")
    commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    commands.take_back_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    with pytest.raises(Refused, match="trạng thái khác"):
        commands.take_back_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)


def test_opened_again_what_stands_goes_on(world: World) -> None:
    laid = layer.approved(world)
    with pytest.raises(Refused, match="không còn là bản nháp"):
        layer.add(laid)
    with pytest.raises(Refused, match="lý do"):
        commands.revise_outreach(code=laid.plan, reason="", by=laid.actor("an"), at=world.at)
    commands.revise_outreach(code=laid.plan, reason="Thêm kênh", by=laid.actor("an"), at=world.at)
    with pytest.raises(Refused, match="đã duyệt"):
        commands.write_line(
            code=laid.plan,
            number=1,
            audience="Khác",
            message="Khác",
            owner_id=world.unit("so-yte"),
            first_date=date(2021, 8, 5),
            by=laid.actor("an"),
            at=world.at,
        )
    with pytest.raises(Refused, match="đã từng được duyệt"):
        commands.drop_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    layer.add(laid, "ORAL")
    assert laid.line(1).state == "APPROVED"
    assert laid.line(2).state == "DRAFT"
    layer.approve(laid)
    assert Obligation.rows.filter(duty="communication.output").count() == 2
    assert queries.outreach_value(laid.actor("an"), laid.plan, world.at.date()).row.counts == {"planned": 2}


def test_two_at_once(world: World) -> None:
    laid = layer.drafted(world)
    version = laid.row().version
    commands.write_outreach(code=laid.plan, title="Một", goal="", version=version, by=laid.actor("an"), at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.write_outreach(
            code=laid.plan, title="Hai", goal="", version=version, by=laid.actor("binh"), at=world.at
        )


def test_the_clause_is_one_of_the_agreement(world: World) -> None:
    laid = layer.drafted(world)
    known = reading.clauses_of(laid.actor("an"), laid.plan, world.at.date())
    assert known
    clause = known[0][0]
    commands.write_outreach(code=laid.plan, title="T", goal="M", clause=clause, by=laid.actor("an"), at=world.at)
    assert laid.row().clause == clause
    with pytest.raises(Refused, match="không có điều khoản"):
        commands.write_outreach(
            code=laid.plan, title="T", goal="M", clause="khoan-la", by=laid.actor("an"), at=world.at
        )
    layer.approve(laid)
    assert Obligation.rows.get(duty="communication.output").clause == clause
    with pytest.raises(Refused, match="không còn là bản nháp"):
        commands.write_outreach(code=laid.plan, title="T", goal="N", by=laid.actor("an"), at=world.at)


def test_a_draft_is_dropped(world: World) -> None:
    laid = layer.drafted(world)
    commands.drop_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    assert not queries.visible_outreach(laid.actor("an"), [laid.plan])
    with pytest.raises(Refused, match="đã kết thúc"):
        commands.flag_field(code=laid.plan, field="goal", reason="x", by=laid.actor("an"), at=world.at)


def test_the_end(world: World) -> None:
    laid = layer.approved(world)
    end: dict[str, Any] = {"code": laid.plan, "result": "Đạt", "by": laid.actor("binh"), "at": world.at}
    with pytest.raises(Refused, match="chưa tới ngày"):
        commands.close_outreach(**end)
    with pytest.raises(Refused, match="kết quả chung"):
        commands.close_outreach(**end | {"result": ""})
    later = world.at + timedelta(days=30)
    commands.close_outreach(**end | {"by": laid.actor("binh", later), "at": later})
    assert laid.row().state == "CLOSED"
    with pytest.raises(Refused, match="trạng thái khác"):
        commands.revise_outreach(code=laid.plan, reason="x", by=laid.actor("an", later), at=later)


# ── lines ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("channel", layer.DETAILS)
def test_every_channel_makes_a_line(world: World, channel: str) -> None:
    laid = layer.begun(world)
    number = layer.add(laid, channel)
    assert laid.line(number).channel == channel
    layer.approve(laid)
    value = reading.line_value(laid.actor("chi"), laid.plan, number, world.at.date())
    assert value.row.stands == "planned"
    assert set(value.details) == set(layer.DETAILS[channel])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"audience": ""}, "đối tượng"),
        ({"message": " "}, "thông điệp"),
        ({"last_date": date(2021, 8, 1)}, "Ngày cuối trước"),
        ({"last_date": date(2023, 8, 1)}, "nhiều nhất một năm"),
        ({"cost": -1}, "từ 0 trở lên"),
        ({"owner_id": 99_999}, "không còn hoặc chưa có hiệu lực"),
        ({"details": {"places": "Xã A"}}, "Khung giờ"),
        ({"details": {"places": "Xã A", "hours": "sáng"}}, "05:00-05:30"),
        ({"details": {"places": "Xã A", "hours": "05:00-06:00", "times": "x"}}, "số nguyên"),
        ({"details": {"places": "x" * 301, "hours": "05:00-06:00"}}, "dài quá"),
    ],
)
def test_lines_that_are_refused(world: World, changed: dict[str, Any], said: str) -> None:
    laid = layer.begun(world)
    with pytest.raises(Refused, match=said):
        layer.add(laid, **changed)
    assert not OutreachLine.rows.exists()


def test_an_unknown_channel(world: World) -> None:
    laid = layer.begun(world)
    with pytest.raises(Refused, match="kênh có trong danh sách"):
        commands.add_line(
            code=laid.plan,
            audience="A",
            message="B",
            channel="FAX",
            owner_id=world.unit("so-yte"),
            first_date=date(2021, 8, 5),
            by=laid.actor("an"),
            at=world.at,
        )


def test_days_move_and_the_obligation_with_them(world: World) -> None:
    laid = layer.approved(world)
    move: dict[str, Any] = {"code": laid.plan, "number": 1, "is_confirmed": True, "at": world.at}
    line = laid.line()
    days = {"first_date": line.first_date, "last_date": line.last_date}
    commands.move_line(**move, **days, by=laid.actor("chi"))  # the owner settles them
    assert laid.line().is_confirmed
    later = {"first_date": date(2021, 8, 20), "last_date": date(2021, 8, 25)}
    with pytest.raises(Refused, match="xin gia hạn"):
        commands.move_line(**move, **later, reason="Mưa", by=laid.actor("chi"))
    with pytest.raises(Refused, match="lý do"):
        commands.move_line(**move, **later, by=laid.actor("an"))
    past = {"first_date": date(2021, 7, 1), "last_date": date(2021, 7, 2)}
    with pytest.raises(Refused, match="đã qua"):
        commands.move_line(**move, **past, reason="x", by=laid.actor("an"))
    commands.move_line(**move, **later, reason="Mưa", by=laid.actor("an"))
    assert Obligation.rows.get(code=laid.line().obligation).due_date == date(2021, 8, 25)
    world.add_person("son", "so-tttt", [Role.FOCAL])
    with pytest.raises(NotVisible):
        commands.move_line(**move, **later, by=laid.actor("son"))


def test_a_line_not_approved_is_not_moved(world: World) -> None:
    laid = layer.drafted(world)
    with pytest.raises(Refused, match="dòng đã duyệt"):
        commands.move_line(
            code=laid.plan,
            number=1,
            first_date=date(2021, 8, 9),
            last_date=date(2021, 8, 9),
            is_confirmed=True,
            reason="x",
            by=laid.actor("an"),
            at=world.at,
        )
    with pytest.raises(NotVisible):
        commands.drop_line(code=laid.plan, number=7, reason="x", by=laid.actor("an"), at=world.at)


def test_another_owner_does_not_move_it(world: World) -> None:
    laid = layer.drafted(world)
    world.add_person("son", "so-tttt", [Role.FOCAL])
    layer.add(laid, "WEB", owner="so-tttt")
    layer.approve(laid)
    line = laid.line()
    with pytest.raises(NotAllowed, match="không thuộc cơ quan"):
        commands.move_line(
            code=laid.plan,
            number=1,
            first_date=line.first_date,
            last_date=line.last_date,
            is_confirmed=True,
            by=laid.actor("son"),
            at=world.at,
        )


def test_a_dropped_line_takes_its_obligation_along(world: World) -> None:
    laid = layer.approved(world)
    with pytest.raises(Refused, match="lý do"):
        commands.drop_line(code=laid.plan, number=1, reason="", by=laid.actor("an"), at=world.at)
    commands.drop_line(code=laid.plan, number=1, reason="Gộp vào dòng khác", by=laid.actor("an"), at=world.at)
    owed = Obligation.rows.get(code=laid.line().obligation)
    assert (owed.state, owed.reason) == ("WAIVED", "Gộp vào dòng khác")
    assert laid.line().state == "DROPPED"


def test_a_line_with_an_output_is_not_dropped(world: World) -> None:
    laid = layer.produced(world)
    with pytest.raises(Refused, match="đã có sản phẩm"):
        commands.drop_line(code=laid.plan, number=1, reason="x", by=laid.actor("an"), at=world.at)


def test_a_changed_line(world: World) -> None:
    laid = layer.drafted(world)
    values: dict[str, Any] = {
        "code": laid.plan,
        "number": 1,
        "audience": "Ngư dân",
        "message": "Không ra khơi khi có bão",
        "owner_id": world.unit("so-yte"),
        "first_date": date(2021, 8, 9),
        "details": layer.DETAILS["LOUDSPEAKER"],
        "by": laid.actor("an"),
        "at": world.at,
    }
    commands.write_line(**values)
    commands.write_line(**values)  # twice is harmless
    line = laid.line()
    assert (line.audience_fold, line.first_date, line.last_date) == ("ngu dan", date(2021, 8, 9), date(2021, 8, 9))
    assert Entry.rows.filter(code=laid.plan, kind="outreach.line_written").count() == 1


# ── taken over from another plan ────────────────────────────────────────────────────────────────────────────


def test_lines_of_another_plan_come_along_marked(world: World) -> None:
    laid = layer.drafted(world)
    layer.add(laid, "ORAL", last_date=date(2021, 12, 31), first_date=date(2021, 12, 30))
    CommunicationPlan.rows.filter(code=laid.plan).update(year=2020)  # as if it were last year's
    told = commands.begin_outreach(
        dossier=laid.topic, title="Năm sau", copied_from=laid.plan, by=laid.actor("an"), at=world.at
    )
    lines = list(OutreachLine.rows.filter(plan__code=told.code).order_by("number"))
    assert [(line.channel, line.state) for line in lines] == [("LOUDSPEAKER", "DRAFT"), ("ORAL", "DRAFT")]
    assert lines[1].last_date == date(2022, 12, 31)
    marks = OutreachFlag.rows.filter(plan__code=told.code).values_list("field", flat=True)
    assert list(marks) == ["dates", "dates"]
    commands.present_outreach(code=told.code, by=laid.actor("an"), at=world.at)
    with pytest.raises(Refused, match="cần xem lại"):
        commands.approve_outreach(code=told.code, by=laid.actor("binh"), at=world.at)
    with pytest.raises(NotVisible):
        commands.begin_outreach(
            dossier=laid.topic, title="x", copied_from="KT-kg-2021-0099", by=laid.actor("an"), at=world.at
        )


# ── evidence and materials ──────────────────────────────────────────────────────────────────────────────────


def test_evidence_is_a_document_of_the_register(world: World) -> None:
    laid = layer.drafted(world)
    paper = papers.registered(world, code=intake.take(world, intake.letter()).code)
    given = commands.Paper("DOCUMENT", document=paper)
    commands.attach_paper(code=laid.plan, paper=given, by=laid.actor("an"), at=world.at)
    shown = queries.outreach_value(laid.actor("an"), laid.plan, world.at.date()).papers[0]
    assert shown.subject
    hidden = queries.outreach_value(laid.actor("chi"), laid.plan, world.at.date()).papers[0]
    assert (hidden.subject, hidden.url) == ("", "")  # Chi's office was not given the document
    assert hidden.name
    commands.drop_paper(code=laid.plan, paper=1, by=laid.actor("an"), at=world.at)
    assert not OutreachPaper.rows.exists()
    with pytest.raises(NotVisible):
        commands.drop_paper(code=laid.plan, paper=1, by=laid.actor("an"), at=world.at)


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (commands.Paper("DOCUMENT", document="VB-kg-2021-999999"), "trong sổ"),
        (commands.Paper("LINK", link="javascript:alert(1)"), "http"),
        (commands.Paper("LINK", link=""), "http"),
        (commands.Paper("STATEMENT"), "Chưa ghi gì"),
        (commands.Paper("FILE", text="x"), "có trong danh sách"),
    ],
)
def test_papers_that_are_refused(world: World, paper: Any, said: str) -> None:
    laid = layer.drafted(world)
    with pytest.raises(Refused, match=said):
        commands.attach_paper(code=laid.plan, paper=paper, number=1, by=laid.actor("an"), at=world.at)


def test_what_an_approved_plan_rests_on_stays(world: World) -> None:
    laid = layer.drafted(world)
    paper = commands.Paper("STATEMENT", text="Theo chỉ đạo tại cuộc họp giao ban")
    commands.attach_paper(code=laid.plan, paper=paper, by=laid.actor("an"), at=world.at)
    layer.approve(laid)
    with pytest.raises(Refused, match="giữ lại"):
        commands.drop_paper(code=laid.plan, paper=1, by=laid.actor("an"), at=world.at)


# ── windows of silence ──────────────────────────────────────────────────────────────────────────────────────


def test_a_window_is_set_and_lifted_by_its_body(world: World) -> None:
    laid = layer.begun(world)
    window: dict[str, Any] = {"first_date": date(2021, 8, 9), "last_date": date(2021, 8, 10), "reason": "Quốc tang"}
    for changed, said in (
        ({"reason": ""}, "lý do"),
        ({"last_date": date(2021, 8, 1)}, "Ngày cuối trước"),
        ({"first_date": date(2021, 7, 1), "last_date": date(2021, 7, 2)}, "đã qua"),
        ({"channels": ["FAX"]}, "có trong danh sách"),
    ):
        with pytest.raises(Refused, match=said):
            commands.set_window(**window | changed, by=laid.actor("binh"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.set_window(**window, by=laid.actor("an"), at=world.at)
    commands.set_window(**window, by=laid.actor("binh"), at=world.at)
    row = OutreachWindow.rows.get()
    with pytest.raises(NotAllowed):
        commands.lift_window(window=row.pk, by=laid.actor("yen"), at=world.at)
    commands.lift_window(window=row.pk, by=laid.actor("binh"), at=world.at)
    commands.lift_window(window=row.pk, by=laid.actor("binh"), at=world.at)  # harmless
    assert OutreachWindow.rows.get().lifted_at == world.at
    with pytest.raises(NotVisible):
        commands.lift_window(window=99, by=laid.actor("binh"), at=world.at)
