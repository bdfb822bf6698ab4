"""After the answer: reopened once, another approver, rated, published, withdrawn, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.concerns import commands
from phoihop.concerns.models import Told
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.intake.models import Input
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World

DAY = timedelta(days=1)


def test_reopened_it_is_owed_anew(world: World) -> None:
    code = layer.answered(world)
    first = layer.row(code).obligation
    layer.follow(world, code, "REOPEN", at=world.at + 5 * DAY, reason="NOT_SO", text="Chiều nay vẫn đóng")
    row = layer.row(code)
    assert (row.state, row.round, row.reopen_until) == ("REOPENED", 2, None)
    assert row.promised_date == date(2021, 8, 27)  # 15 working days after Saturday 7 August
    assert row.obligation != first
    assert Obligation.rows.get(code=row.obligation).lead_id == world.unit("so-yte")


def test_another_approver_judges_it(world: World) -> None:
    code = layer.answered(world)
    at = world.at + DAY
    layer.follow(world, code, "REOPEN", at=at, reason="NOT_DONE")
    with pytest.raises(Refused, match="người duyệt khác"):
        layer.answer(world, code, "Lần hai", at=at)
    vinh = world.add_person("vinh", "so-yte", (Role.APPROVER,), post="Phó giám đốc").actor_at(at)
    commands.approve_answer(code=code, by=vinh, at=at)
    row = layer.row(code)
    assert (row.state, row.answer_number) == ("ANSWERED", 2)
    assert sorted(Told.rows.filter(raiser=row, number__isnull=False).values_list("number", flat=True)) == [1, 2]
    shown = portal.tracking(code)
    assert shown is not None
    assert (shown.answer, shown.reopen_until) == ("<p>Lần hai</p>", None)


def test_once_and_within_the_term(world: World) -> None:
    code = layer.answered(world)
    an = world.person("an").actor
    with pytest.raises(Refused, match="hết thời hạn"):
        commands.reopen_concern(code=code, reason="NOT_SO", by=an, at=world.at + 31 * DAY)
    with pytest.raises(Refused, match="chọn lý do"):
        commands.reopen_concern(code=code, reason="", by=an, at=world.at)
    commands.reopen_concern(code=code, reason="NOT_SO", by=an, at=world.at)
    layer.head_of_health(world)
    commands.compose_answer(code=code, text="Hai", by=world.person("chi").actor, at=world.at)
    commands.submit_answer(code=code, by=world.person("chi").actor, at=world.at)
    commands.approve_answer(code=code, by=world.person("binh").actor, at=world.at)  # of the reception unit
    with pytest.raises(Refused, match="một lần"):
        commands.reopen_concern(code=code, reason="NOT_SO", by=an, at=world.at)


def test_what_comes_too_late_is_not_kept(world: World) -> None:
    code = layer.answered(world)
    layer.follow(world, code, "REOPEN", at=world.at + 60 * DAY, reason="NOT_SO", text="Quá hạn")
    assert layer.row(code).state == "ANSWERED"
    left = Input.rows.get(what="REOPEN")
    assert (left.state, bytes(left.sealed)) == ("DROPPED", b"")
    assert Entry.rows.filter(kind="input.set_aside").count() == 1


def test_what_does_not_come_from_its_raisers_page_is_dropped(world: World) -> None:
    code = layer.answered(world)
    layer.follow(world, code, "RATING", rating="1", by_key="")
    assert layer.row(code).rating is None
    layer.follow(world, "PA-kg-2021-999999", "RATING", rating="1")
    assert Input.rows.filter(what="RATING", state="DROPPED").count() == 2


def test_a_merged_raiser_reopens_for_all(world: World) -> None:
    main, one = layer.assigned(world), layer.noted(world)
    commands.merge_concerns(code=one, into=main, by=world.person("an").actor, at=world.at)
    layer.answer(world, main)
    layer.follow(world, one, "REOPEN", reason="INCOMPLETE", text="Thiếu giờ")
    assert layer.row(main).state == "REOPENED"
    assert portal.tracking(one).state == "REOPENED"  # type: ignore[union-attr]


def test_rated_by_each_raiser(world: World) -> None:
    code = layer.answered(world)
    layer.follow(world, code, "RATING", rating="4")
    assert layer.row(code).rating == 4
    layer.follow(world, code, "RATING", rating="2")
    assert layer.row(code).rating == 2
    layer.follow(world, code, "RATING", rating="9")
    assert layer.row(code).rating == 2
    assert portal.tracking(code).state == "RATED"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="chưa giao"):
        commands.rate_concern(code=layer.noted(world), stars=5, by=world.person("an").actor, at=world.at)


def test_published_as_it_was_moderated(world: World) -> None:
    code = layer.answered(world, name="Nguyễn Văn Kín")
    ha = world.person("ha").actor
    with pytest.raises(Refused, match="Chưa có tiêu đề"):
        commands.publish_concern(code=code, by=ha, at=world.at)
    commands.moderate_concern(
        code=code,
        title="Giờ làm việc của trạm y tế",
        public_text="Trạm đóng cửa, gọi 0912 345 678.",
        by=ha,
        at=world.at,
    )
    commands.publish_concern(code=code, by=ha, at=world.at)
    item = portal.publication(code)
    assert item is not None
    assert item.line.title == "Giờ làm việc của trạm y tế"
    assert item.line.details.question == "Trạm đóng cửa, gọi [đã che]."
    assert "0912" not in repr(item)
    shown = portal.tracking(code)
    assert shown is not None
    assert (shown.state, shown.is_public) == ("PUBLISHED", True)
    commands.unpublish_concern(code=code, reason="Trạm đã chuyển", by=ha, at=world.at)
    assert portal.tracking(code).state == "ANSWERED"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="chưa được công khai"):
        commands.unpublish_concern(code=code, reason="x", by=ha, at=world.at)


def test_what_looks_personal_in_the_answer_wants_a_word(world: World) -> None:
    code = layer.assigned(world)
    layer.answer(world, code, "Gọi đường dây nóng 0912 345 678.")
    ha = world.person("ha").actor
    commands.moderate_concern(code=code, title="Đường dây nóng", public_text="Hỏi số.", by=ha, at=world.at)
    with pytest.raises(Refused, match="giống dữ liệu cá nhân"):
        commands.publish_concern(code=code, by=ha, at=world.at)
    commands.publish_concern(code=code, is_personal_confirmed=True, by=ha, at=world.at)
    assert layer.row(code).published_at == world.at


def test_closed_when_it_may_no_longer_be_reopened(world: World) -> None:
    code = layer.answered(world)
    assert commands.tick(by=layer.clock(), at=world.at + 30 * DAY) == 0
    assert commands.tick(by=layer.clock(), at=world.at + 31 * DAY) == 1
    assert layer.row(code).state == "CLOSED"
    assert portal.tracking(code).answer  # type: ignore[union-attr]


def test_refused_names_whom_to_turn_to(world: World) -> None:
    code = layer.assigned(world, mail="a@example.vn")
    an = world.person("an").actor
    with pytest.raises(Refused, match="Cần nêu nơi"):
        commands.refuse_concern(code=code, reason="NOT_COMPETENT", owner=" ", by=an, at=world.at)
    with pytest.raises(Refused, match="chọn lý do"):
        commands.refuse_concern(code=code, reason="", owner="Bộ Y tế", by=an, at=world.at)
    commands.refuse_concern(code=code, reason="NOT_COMPETENT", owner="Bộ Y tế", words="Việc của bộ", by=an, at=world.at)
    row = layer.row(code)
    assert (row.state, row.refused_to, row.delete_on) == ("REFUSED", "Bộ Y tế", date(2021, 9, 1))
    assert Obligation.rows.get(code=row.obligation).state == "WAIVED"
    commands.reconsider_concern(code=code, reason="Bộ giao lại", by=an, at=world.at)
    layer.assign(world, code)
    assert Obligation.rows.get(code=layer.row(code).obligation).state == "OPEN"
