"""One assessment from the request to what came of it, by commands: who may when, what is owed, what is frozen."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest

from phoihop.assessments import commands, queries
from phoihop.assessments.models import Assessment, Dissent, Impact, Measure, Remark, Version
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.plans import commands as plans
from phoihop.plans import queries as topics
from phoihop.publications import queries as public
from tests.world import assessments as layer
from tests.world.assessments import actor
from tests.world.build import World


def owed(origin: str) -> Obligation:
    return Obligation.rows.get(origin=origin)


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_request_is_owed_by_the_unit_asked(world: World) -> None:
    code = layer.asked(world)
    assert code == "TD-kg-2021-0001"
    one = owed(f"{code}/appraise/1")
    assert (one.lead_id, one.entitled_id, one.due_date) == (
        world.unit("so-yte"),
        world.unit("btg-tinh-uy"),
        date(2021, 9, 1),
    )
    assert one.dossier == layer.row(code).dossier


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"due_date": date(2021, 8, 2)}, "sau hôm nay"),
        ({"title": " "}, "tên đánh giá"),
        ({"task": ""}, "điều cần đánh giá"),
        ({"stage": "nowhere"}, "giai đoạn"),
        ({"title": "Hộ ông Nguyễn Văn Tám"}, "không viết tên người"),
    ],
)
def test_requests_that_are_refused_leave_nothing_behind(world: World, given: dict[str, object], why: str) -> None:
    about = layer.topic(world)
    with pytest.raises(Refused, match=why):
        layer.asked(world, about, **given)
    assert not Assessment.rows.exists()
    assert not Obligation.rows.filter(duty="assessment.appraise").exists()


def test_only_a_party_of_the_topic_asks_for_itself(world: World) -> None:
    about = layer.topic(world)
    with pytest.raises(NotVisible):
        layer.asked(world, about, by="dung", owner_id=world.unit("so-xaydung"))
    with pytest.raises(NotAllowed):
        layer.asked(world, about, by="chi", owner_id=world.unit("btg-tinh-uy"))
    with pytest.raises(NotAllowed):
        layer.asked(world, about, by="kim", owner_id=world.unit("ubkt-tinh-uy"))


def test_apart_means_two_units(world: World) -> None:
    about = layer.topic(world)
    with pytest.raises(Refused, match="phải khác cơ quan đánh giá"):
        layer.asked(world, about, evaluator_id=world.unit("so-yte"), is_apart=True)
    assert layer.row(layer.asked(world, about, evaluator_id=world.unit("so-tttt"), is_apart=True)).is_apart


def test_given_back_and_asked_again(world: World) -> None:
    code = layer.asked(world)
    chi, an = actor(world, "chi"), actor(world, "an")
    with pytest.raises(Refused, match="lý do"):
        commands.decline_assessment(code=code, reason=" ", by=chi, at=world.at)
    commands.decline_assessment(code=code, reason="Chưa có số liệu", by=chi, at=world.at)
    assert owed(f"{code}/appraise/1").state == "WAIVED"
    commands.ask_again(code=code, task="Chỉ xét chợ cá.", due_date=date(2021, 9, 8), by=an, at=world.at)
    assert layer.row(code).state == "ASKED"
    assert owed(f"{code}/appraise/2").due_date == date(2021, 9, 8)
    commands.accept_assessment(code=code, by=chi, at=world.at)
    commands.accept_assessment(code=code, by=chi, at=world.at)  # twice is harmless
    with pytest.raises(Refused, match="đang được viết"):
        commands.decline_assessment(code=code, reason="Thôi", by=chi, at=world.at)


def test_withdrawn_is_owed_no_more(world: World) -> None:
    code = layer.written(world)
    commands.withdraw_assessment(code=code, reason="Việc dừng lại", by=actor(world, "an"), at=world.at)
    assert owed(f"{code}/appraise/1").state == "WAIVED"
    with pytest.raises(Refused, match="đã rút"):
        layer.group(world, code, name="Nhóm khác")


def test_outsiders_do_not_see_it_and_partners_do_not_validate(world: World) -> None:
    code = layer.passed(world)
    with pytest.raises(NotVisible):
        commands.validate_assessment(code=code, rescore_date=date(2022, 1, 5), by=actor(world, "dung"), at=world.at)
    with pytest.raises(NotAllowed):
        commands.validate_assessment(code=code, rescore_date=date(2022, 1, 5), by=actor(world, "chi"), at=world.at)


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_decides_and_a_departure_needs_a_reason(world: World) -> None:
    code, chi = layer.accepted(world), actor(world, "chi")
    with pytest.raises(Refused, match="chưa trả lời"):
        commands.scope_assessment(code=code, answers={"income": ("YES", "x")}, by=chi, at=world.at)
    bare = {**layer.answers(), "income": ("UNSURE", "")}
    with pytest.raises(Refused, match="về điều gì"):
        commands.scope_assessment(code=code, answers=bare, by=chi, at=world.at)
    doubt = layer.answers(unsure=("worship",))
    with pytest.raises(Refused, match="nêu lý do"):
        commands.scope_assessment(code=code, answers=doubt, is_needed=False, by=chi, at=world.at)
    commands.scope_assessment(code=code, answers=doubt, by=chi, at=world.at)
    assert layer.row(code).is_needed is True
    commands.scope_assessment(
        code=code, answers=doubt, is_needed=False, reason="Đã hỏi Ban Dân tộc: không có.", by=chi, at=world.at
    )
    assert (layer.row(code).is_needed, layer.row(code).scope_reason) == (False, "Đã hỏi Ban Dân tộc: không có.")


def test_not_needed_goes_the_same_way_without_impacts(world: World) -> None:
    code, chi = layer.accepted(world), actor(world, "chi")
    commands.scope_assessment(code=code, answers=layer.answers(), by=chi, at=world.at)
    with pytest.raises(Refused, match="kết luận"):
        commands.present_assessment(code=code, by=chi, at=world.at)
    commands.write_assessment(
        code=code, before="", after="", findings="Không chạm nhóm nào.", summary="", by=chi, at=world.at
    )
    commands.present_assessment(code=code, by=chi, at=world.at)
    commands.pass_assessment(code=code, note="Đúng.", by=actor(world, layer.judge(world)), at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 1, 4), by=actor(world, "binh"), at=world.at)
    assert layer.row(code).state == "VALIDATED"


def test_a_small_group_and_a_small_consultation_are_refused(world: World) -> None:
    code, chi = layer.scoped(world), actor(world, "chi")
    with pytest.raises(Refused, match="nhận ra từng người"):
        layer.group(world, code, size=19)
    layer.group(world, code, size=20)
    asked = {"groups": "Tiểu thương", "way": "Họp", "day": date(2021, 7, 30), "outcome": "Đồng ý nếu có hỗ trợ."}
    with pytest.raises(Refused, match="ý kiến của từng người"):
        commands.record_consultation(code=code, people=19, **asked, by=chi, at=world.at)
    commands.record_consultation(code=code, people=20, **asked, by=chi, at=world.at)


def test_the_threshold_is_the_askers_and_never_below_the_houses(world: World) -> None:
    binh, own = actor(world, "binh"), world.unit("btg-tinh-uy")
    with pytest.raises(Refused, match="không dưới 5"):
        commands.set_smallest_group(unit_id=own, size=4, by=binh, at=world.at)
    commands.set_smallest_group(unit_id=own, size=50, by=binh, at=world.at)
    commands.set_smallest_group(unit_id=own, size=50, by=binh, at=world.at)
    code = layer.scoped(world)
    with pytest.raises(Refused, match="49"):
        layer.group(world, code, size=49)
    with pytest.raises(NotAllowed):
        commands.set_smallest_group(unit_id=own, size=30, by=actor(world, "an"), at=world.at)


def test_persons_have_no_place_in_any_text(world: World) -> None:
    code, chi = layer.scoped(world), actor(world, "chi")
    of = layer.group(world, code)
    for act in (
        lambda: layer.group(world, code, name="Hộ bà Trần Thị Hoa"),
        lambda: layer.impact(world, code, of, text="anh Minh mất sạp"),
        lambda: commands.set_question(code=code, text="Hỏi lại 0912 345 678", by=chi, at=world.at),
        lambda: commands.write_assessment(
            code=code, before="", after="", findings="Danh sách hộ phản đối", summary="", by=chi, at=world.at
        ),
        lambda: commands.dissent_assessment(code=code, text="chị Lan phản đối", because="x", by=chi, at=world.at),
    ):
        with pytest.raises(Refused, match="Chưa ghi gì"):
            act()


def test_grades_a_and_b_need_a_document_and_its_page(world: World) -> None:
    code = layer.scoped(world)
    harm = layer.impact(world, code, layer.group(world, code))
    with pytest.raises(Refused, match="số trang"):
        layer.evidence(world, code, harm, grade="A")
    with pytest.raises(Refused, match="Không thấy văn bản"):
        layer.evidence(world, code, harm, grade="A", document="VB-kg-2021-999999", page="2")
    with pytest.raises(Refused, match="một câu"):
        layer.evidence(world, code, harm, grade="D", statement="")
    with pytest.raises(Refused, match="https"):
        layer.evidence(world, code, harm, grade="C", link="javascript:alert(1)")


def test_a_registered_paper_is_bound_by_its_number_and_page(world: World) -> None:
    about = layer.topic(world)
    paper = layer.paper(world)
    code = layer.asked(world, about, assessor_id=world.unit("btg-tinh-uy"), evaluator_id=world.unit("so-yte"))
    an = actor(world, "an")
    commands.accept_assessment(code=code, by=an, at=world.at)
    commands.scope_assessment(code=code, answers=layer.answers("income"), by=an, at=world.at)
    of = commands.set_group(code=code, name="Ngư dân", place="Rạch Giá", size=900, by=an, at=world.at).number
    scores = {"severity": 3, "reach": 3, "duration": 3, "likelihood": 3}
    one = commands.set_impact(code=code, group=of, theme="LIVELIHOOD", text="Ít ra khơi", **scores, by=an, at=world.at)
    commands.add_evidence(code=code, number=one.number, grade="A", document=paper, page="3", by=an, at=world.at)
    (value,) = queries.assessment_value(an, code, world.at.date()).impacts
    (piece,) = value.evidence
    assert (piece.document, piece.page, piece.grade, value.grade) == (paper, "3", "A", "A")
    assert piece.citation
    assert value.span == (value.level, value.level)


def test_what_is_left_needs_a_measure_and_never_grows_without_a_reason(world: World) -> None:
    code = layer.scoped(world)
    of = layer.group(world, code)
    harm = layer.impact(world, code, of)
    with pytest.raises(Refused, match="Chưa có biện pháp"):
        layer.left(world, code, harm)
    layer.measure(world, code, harm)
    with pytest.raises(Refused, match="xấu hơn"):
        layer.left(world, code, harm, severity=5)
    layer.left(world, code, harm, severity=5, reason="Dời chợ làm xa khách hơn.")
    assert Impact.rows.get(assessment__code=code, number=harm).left_severity == 5
    layer.impact(world, code, of, number=harm, severity=2)  # scored anew: what is left is asked for again
    assert Impact.rows.get(assessment__code=code, number=harm).left_severity is None


def test_lines_that_others_hang_on_stay(world: World) -> None:
    code, chi = layer.scoped(world), actor(world, "chi")
    of = layer.group(world, code)
    harm = layer.impact(world, code, of)
    put = layer.measure(world, code, harm)
    layer.evidence(world, code, harm)
    for part, number, why in (("group", of, "còn tác động"), ("impact", harm, "còn biện pháp")):
        with pytest.raises(Refused, match=why):
            commands.drop_part(code=code, part=part, number=number, by=chi, at=world.at)
    for part, number in (("measure", put), ("impact", harm), ("group", of)):
        commands.drop_part(code=code, part=part, number=number, by=chi, at=world.at)
    with pytest.raises(NotVisible):
        commands.drop_part(code=code, part="dissent", number=1, by=chi, at=world.at)
    assert layer.group(world, code) > put  # no number is given twice


def test_holes_are_named_before_anybody_evaluates(world: World) -> None:
    code, chi = layer.scoped(world), actor(world, "chi")
    of = layer.group(world, code)
    layer.impact(world, code, of, severity=5, reach=5)
    with pytest.raises(Refused) as refused:
        commands.present_assessment(code=code, by=chi, at=world.at)
    said = str(refused.value)
    for hole in ("chưa viết kết luận", "trước và sau", "chưa có căn cứ", "mức cao mà chưa có biện pháp"):
        assert hole in said
    assert layer.row(code).state == "WORKING"


def test_somebody_was_faster(world: World) -> None:
    code = layer.scoped(world)
    version = layer.row(code).version
    layer.group(world, code)
    with pytest.raises(SomebodyWasFaster):
        layer.group(world, code, name="Nhóm khác", version=version)


# ── evaluation ──────────────────────────────────────────────────────────────────────────────────────────────


def test_assessor_and_evaluator_are_different_people(world: World) -> None:
    """One office does both: who wrote does not evaluate, who evaluated does not write, neither validates."""
    about = layer.topic(world)
    tam = layer.judge(world)
    own = world.unit("btg-tinh-uy")
    code = layer.asked(world, about, assessor_id=own)
    an, other = actor(world, "an"), actor(world, tam)
    commands.accept_assessment(code=code, by=an, at=world.at)
    commands.scope_assessment(code=code, answers=layer.answers(), by=an, at=world.at)
    texts = {"before": "", "after": "", "findings": "Không chạm nhóm nào.", "summary": ""}
    commands.write_assessment(code=code, **texts, by=actor(world, "binh"), at=world.at)
    commands.present_assessment(code=code, by=an, at=world.at)
    with pytest.raises(NotAllowed, match="không tự thẩm tra"):
        commands.pass_assessment(code=code, note="Được", by=an, at=world.at)
    with pytest.raises(NotAllowed, match="không tự thẩm tra"):
        commands.make_remark(code=code, text="Thiếu", by=an, at=world.at)
    commands.make_remark(code=code, text="Hỏi thêm xã.", by=other, at=world.at)
    number = Remark.rows.get().number
    with pytest.raises(NotAllowed):
        commands.answer_remark(code=code, number=number, answer="Đã hỏi.", by=other, at=world.at)
    commands.answer_remark(code=code, number=number, answer="Đã hỏi.", by=an, at=world.at)
    commands.settle_remark(code=code, number=number, by=other, at=world.at)
    commands.pass_assessment(code=code, note="Được", by=other, at=world.at)
    with pytest.raises(NotAllowed):  # Bình is the head, but he wrote a part of it
        commands.validate_assessment(code=code, rescore_date=date(2022, 1, 4), by=actor(world, "binh"), at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 1, 4), by=actor(world, "minh"), at=world.at)


def test_remarks_must_be_answered_and_settled(world: World) -> None:
    code = layer.presented(world)
    tam, chi = actor(world, layer.judge(world)), actor(world, "chi")
    commands.make_remark(code=code, text="Số hộ lấy từ đâu?", by=tam, at=world.at)
    number = Remark.rows.get().number
    with pytest.raises(Refused, match="chưa được trả lời"):
        commands.pass_assessment(code=code, note="Được", by=tam, at=world.at)
    with pytest.raises(Refused, match="chưa được trả lời"):
        commands.settle_remark(code=code, number=number, by=tam, at=world.at)
    commands.return_assessment(code=code, reason="Làm rõ số hộ", by=tam, at=world.at)
    with pytest.raises(Refused, match="nhận xét thẩm tra chưa trả lời"):
        commands.present_assessment(code=code, by=chi, at=world.at)
    commands.answer_remark(code=code, number=number, answer="Thống kê phường, tháng 7.", by=chi, at=world.at)
    commands.present_assessment(code=code, by=chi, at=world.at)
    commands.settle_remark(code=code, number=number, by=tam, at=world.at)
    commands.pass_assessment(code=code, note="Được", by=tam, at=world.at)
    assert [one.number for one in Version.rows.order_by("number")] == [1, 2]
    with pytest.raises(Refused, match="chờ xác nhận"):
        commands.answer_remark(code=code, number=number, answer="Khác", by=chi, at=world.at)


def test_dissent_stays_as_it_came_whoever_goes_on(world: World) -> None:
    code = layer.presented(world)
    words = "Sở không đồng ý: hai tuần là quá ngắn,\nvà chưa hỏi người bán rong."
    commands.dissent_assessment(code=code, text=words, because="Không có số liệu.", by=actor(world, "chi"), at=world.at)
    one = Dissent.rows.get()
    assert (one.text, one.unit_id, one.frozen) == (words, world.unit("so-yte"), 1)
    tam = actor(world, layer.judge(world))
    commands.pass_assessment(code=code, note="Được", by=tam, at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 1, 4), by=actor(world, "binh"), at=world.at)
    content = json.loads(Version.rows.get(number=2).content)
    assert content["dissents"][0]["text"] == words
    with pytest.raises(NotAllowed):
        commands.dissent_assessment(code=code, text="Không", because="x", by=actor(world, "kim"), at=world.at)


# ── validation, what is owed, what is frozen ────────────────────────────────────────────────────────────────


def test_validated_conditions_are_owed_with_owner_and_day(world: World) -> None:
    code = layer.validated(world)
    measure = Measure.rows.get()
    condition = owed(measure.origin)
    assert (condition.lead_id, condition.entitled_id, condition.due_date) == (
        world.unit("so-tttt"),
        world.unit("btg-tinh-uy"),
        date(2021, 9, 15),
    )
    assert measure.obligation == condition.code
    assert owed(f"{code}/appraise/1").state == "ACCEPTED"
    assert owed(f"{code}/rescore/{layer.row(code).number}").due_date == date(2022, 3, 1)
    (value,) = queries.assessment_value(actor(world, "binh"), code, world.at.date()).measures
    assert (value.obligation, value.stands) == (condition.code, "plan")


def test_a_phase_waits_for_its_assessment(world: World) -> None:
    about = layer.topic(world)
    code = layer.presented(world, about, stage="before")
    an = actor(world, "an")
    assert queries.holds_up(about) == ("before",)
    gate = topics.topic_value(an, about, world.at.date()).gate
    assert gate is not None
    duty = owed(f"{code}/appraise/1").code
    assert any(duty in check.words for check in gate.checks)
    with pytest.raises(Refused):
        plans.close_phase(code=about, key="before", by=an, at=world.at)
    commands.pass_assessment(code=code, note="Được", by=actor(world, layer.judge(world)), at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 1, 4), by=actor(world, "binh"), at=world.at)
    assert queries.holds_up(about) == ()
    gate = topics.topic_value(an, about, world.at.date()).gate
    assert gate is not None
    assert not any(duty in check.words for check in gate.checks)


def test_opened_again_conditions_stand_until_the_next_word(world: World) -> None:
    code, chi, binh = layer.validated(world), actor(world, "chi"), actor(world, "binh")
    first = Measure.rows.get()
    rescoring = owed(f"{code}/rescore/{layer.row(code).number}")
    commands.revise_assessment(code=code, reason="Chợ dời", due_date=date(2021, 9, 20), by=binh, at=world.at)
    assert owed(first.origin).state == "OPEN"
    rescoring.refresh_from_db()
    assert rescoring.state == "WAIVED"
    assert owed(f"{code}/appraise/2").state == "OPEN"
    with pytest.raises(Refused, match="đã thành nghĩa vụ"):
        commands.drop_part(code=code, part="measure", number=first.number, by=chi, at=world.at)
    impact = first.impact.number if first.impact else 0
    layer.measure(world, code, impact, number=first.number, is_condition=False)
    new = layer.measure(world, code, impact, text="Mở điểm bán thay thế", unit_id=world.unit("so-yte"))
    layer.left(world, code, impact)
    commands.present_assessment(code=code, by=chi, at=world.at)
    commands.pass_assessment(code=code, note="Được", by=actor(world, layer.judge(world)), at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 3, 1), by=binh, at=world.at)
    assert owed(first.origin).state == "WAIVED"
    assert owed(Measure.rows.get(number=new).origin).lead_id == world.unit("so-yte")
    # made a condition once more, it is owed anew and not lost behind the one that was waived
    commands.revise_assessment(code=code, reason="Giữ hỗ trợ", due_date=date(2021, 9, 20), by=binh, at=world.at)
    layer.measure(world, code, impact, number=first.number)
    commands.present_assessment(code=code, by=chi, at=world.at)
    commands.pass_assessment(code=code, note="Được", by=actor(world, layer.judge(world)), at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 3, 1), by=binh, at=world.at)
    again = Measure.rows.get(number=first.number)
    assert again.origin != first.origin
    assert owed(again.origin).state == "OPEN"
    with pytest.raises(Refused, match="không rút được"):
        commands.withdraw_assessment(code=code, reason="Thôi", by=actor(world, "an"), at=world.at)


def test_frozen_versions_are_what_their_hash_says(world: World) -> None:
    code = layer.closed(world)
    versions = list(Version.rows.order_by("number"))
    assert [(one.number, one.why) for one in versions] == [(1, "PRESENT"), (2, "VALIDATE"), (3, "CLOSE")]
    for one in versions:
        assert hashlib.sha256(one.content.encode()).hexdigest() == one.sha256
    assert len({one.sha256 for one in versions}) == 3
    value = queries.assessment_value(actor(world, "binh"), code, world.at.date())
    assert all(one.is_whole for one in value.versions)
    Version.rows.filter(number=2).update(content=versions[1].content.replace(layer.HARM, "Không mất gì"))
    value = queries.assessment_value(actor(world, "binh"), code, world.at.date())
    assert [one.number for one in value.versions if not one.is_whole] == [2]


# ── what came ───────────────────────────────────────────────────────────────────────────────────────────────


def test_expected_against_what_came(world: World) -> None:
    code, binh, chi = layer.validated(world), actor(world, "binh"), actor(world, "chi")
    with pytest.raises(Refused, match="2 tác động chưa chấm lại"):
        commands.close_assessment(code=code, note="Xong", by=binh, at=world.at)
    harm = Impact.rows.order_by("number").values_list("number", flat=True)[0]
    with pytest.raises(Refused, match="Đã xảy ra thì cần chấm"):
        commands.rescore_impact(
            code=code, number=harm, came="CAME", text="Có", grade="D", statement="x", by=chi, at=world.at
        )
    with pytest.raises(Refused, match="Bậc căn cứ"):
        commands.rescore_impact(code=code, number=harm, came="NOT", text="Không", by=chi, at=world.at)
    layer.rescored(world, code)
    commands.add_unforeseen(
        code=code,
        group=layer.groups(code)[0],
        theme="HEALTH",
        what="Nước thải ứ đọng sau chợ",
        severity=3,
        reach=3,
        duration=1,
        text="Ba tuần liền.",
        grade="C",
        statement="Báo cáo của phường.",
        by=chi,
        at=world.at,
    )
    value = queries.assessment_value(binh, code, world.at.date())
    assert [(one.outcome, one.deviation) for one in value.impacts] == [
        ("LESS", -1),  # expected 2 × (4 + 2) = 12, second step; came 1 × (3 + 1) = 4, first step
        ("NOT_CAME", -3),  # 3 × (4 + 2) = 18, third step
        ("UNFORESEEN", 2),  # 3 × (3 + 1) = 12
    ]
    with pytest.raises(NotAllowed):
        commands.close_assessment(code=code, note="Xong", by=chi, at=world.at)
    commands.close_assessment(code=code, note="Hỗ trợ có tác dụng.", by=binh, at=world.at)
    assert layer.row(code).state == "CLOSED"
    assert owed(f"{code}/rescore/2").state == "ACCEPTED"
    with pytest.raises(Refused, match="đã kết thúc"):
        layer.rescored(world, code)


def test_last_years_assessment_begins_a_new_one(world: World) -> None:
    about = layer.topic(world)
    old = layer.closed(world, about)
    code = layer.scoped(world, about)
    chi = actor(world, "chi")
    assert [one for one, _title in queries.to_take_over(chi, code)] == [old]
    commands.take_over(code=code, source=old, by=chi, at=world.at)
    value = queries.assessment_value(chi, code, world.at.date())
    assert [one.name for one in value.groups] == [layer.GROUP]
    harm, good = value.impacts
    assert (harm.first.severity, harm.first.reach, harm.first.duration) == (1, 3, 1)  # as it came
    assert good.first.severity == 3  # did not come: as it was expected
    assert (harm.came, harm.left, len(harm.evidence)) == ("", None, 2)
    assert len(value.measures) == 1
    assert not value.measures[0].is_owed
    assert value.answers  # its own list stands
    with pytest.raises(Refused, match="đã có nhóm"):
        commands.take_over(code=code, source=old, by=chi, at=world.at)
    with pytest.raises(NotVisible):
        commands.take_over(code=code, source="TD-kg-2021-0099", by=chi, at=world.at)


def test_what_was_never_validated_begins_nothing(world: World) -> None:
    about = layer.topic(world)
    old, code = layer.presented(world, about), layer.scoped(world, about)
    with pytest.raises(Refused, match="đã được xác nhận"):
        commands.take_over(code=code, source=old, by=actor(world, "chi"), at=world.at)


# ── the public ──────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_summary_and_the_conditions_go_out(world: World) -> None:
    code, ha = layer.passed(world), actor(world, "ha")
    with pytest.raises(Refused, match="chờ xác nhận"):
        commands.publish_summary(code=code, by=ha, at=world.at)
    commands.validate_assessment(code=code, rescore_date=date(2022, 3, 1), by=actor(world, "binh"), at=world.at)
    commands.publish_summary(code=code, by=ha, at=world.at)
    commands.publish_summary(code=code, by=ha, at=world.at)  # twice is harmless
    value = public.publication(code)
    assert value is not None
    shown = str(value)
    assert "hộ buôn bán nhỏ được hỗ trợ một lần" in shown
    assert "Hỗ trợ một lần cho hộ buôn bán nhỏ" in shown
    for inside in (layer.HARM, "Chợ họp bốn giờ", "Làm được, với điều kiện", "Đủ căn cứ"):
        assert inside not in shown
    commands.take_back_summary(code=code, reason="Có số liệu mới.", by=ha, at=world.at + timedelta(hours=1))
    assert not layer.row(code).is_out
    with pytest.raises(NotAllowed):
        commands.publish_summary(code=code, by=actor(world, "chi"), at=world.at)


def test_the_papers_hold_the_file(world: World) -> None:
    code = layer.closed(world)
    for kind, head in (("docx", b"PK"), ("pdf", b"%PDF")):
        content = commands.render_assessment(code=code, kind=kind, by=actor(world, "binh"), at=world.at)
        assert content.startswith(head)
    with pytest.raises(NotVisible):
        commands.render_assessment(code=code, kind="odt", by=actor(world, "binh"), at=world.at)
    with pytest.raises(NotVisible):
        commands.render_assessment(code=code, kind="pdf", by=actor(world, "dung"), at=world.at)
