"""Lessons: each is answered before the next round opens."""

from __future__ import annotations

from datetime import datetime

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans import commands as plans
from phoihop.plans.models import Round
from phoihop.reviews import commands
from phoihop.reviews.models import Lesson
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import actor

JANUARY = datetime.fromisoformat("2022-01-10T09:00:00+07:00")


def answer(world: World, found: layer.Opened, number: int = 1, username: str = "an", **given: object) -> None:
    values = {"is_taken_up": True, "into": found.year.agreement, "text": "Sửa điều 3.2", **given}
    commands.answer_lesson(
        code=found.code,
        number=number,
        version=None,
        by=actor(world, username),
        at=found.at,
        **values,  # type: ignore[arg-type]
    )


def call(world: World, username: str = "an") -> None:
    by = world.person(username).actor_at(JANUARY)
    plans.call_round(lead_id=world.unit("btg-tinh-uy"), year=2022, answer_by=None, by=by, at=JANUARY)


def test_the_next_round_waits_for_answers(world: World) -> None:
    found = layer.accepted(world)
    with pytest.raises(Refused) as refused:
        call(world)
    said = str(refused.value)
    assert "Gửi văn bản trước ba ngày làm việc" in said
    assert found.code in said
    assert f"/lam-viec/so-ket/{found.code}/bai-hoc/" in said
    assert not Round.rows.filter(year=2022).exists()
    answer(world, found)
    call(world)
    assert Round.rows.filter(year=2022).exists()


def test_refused_with_a_reason_it_is_answered_too(world: World) -> None:
    found = layer.accepted(world)
    with pytest.raises(Refused, match="lý do"):
        answer(world, found, is_taken_up=False, text="")
    answer(world, found, is_taken_up=False, text="Đã có trong quy trình")
    lesson = Lesson.rows.get()
    assert (lesson.state, lesson.into, lesson.answer) == ("REFUSED", "", "Đã có trong quy trình")
    call(world)


def test_a_lesson_of_a_part_that_is_not_accepted_holds_nothing_up(world: World) -> None:
    found = layer.handed_in(world)
    with pytest.raises(Refused, match="chưa được nhận"):
        answer(world, found)
    call(world)


def test_partners_called_later_are_not_held_back(world: World) -> None:
    """The round of this year is open; a lesson of last year that comes late holds up the next round only."""
    found = layer.gathering(world)
    call(world)
    layer.write(world, found, "chi", "so-yte")
    layer.propose(world, found)
    layer.hand_in(world, found, "chi", "so-yte")
    commands.accept_part(
        code=found.code, unit_id=world.unit("so-yte"), version=None, by=actor(world, "an"), at=found.at
    )
    plan_layer.agree(world, "so-tttt")
    call(world)


def test_taken_up_in_something_that_is_not_there_is_refused(world: World) -> None:
    found = layer.accepted(world)
    for into in ("", "QC-kg-99", "NV-kg-2021-000001", "văn bản 12"):
        with pytest.raises(Refused, match="không phải mã"):
            answer(world, found, into=into)
    answer(world, found, into=f"{found.year.agreement}/3.2")
    assert Lesson.rows.get().into == f"{found.year.agreement}/3.2"


def test_answered_otherwise_it_stays_as_it_was(world: World) -> None:
    found = layer.accepted(world)
    answer(world, found)
    answer(world, found)
    with pytest.raises(Refused, match="đã được trả lời"):
        answer(world, found, is_taken_up=False, text="Nghĩ lại")


def test_the_partner_does_not_answer(world: World) -> None:
    found = layer.accepted(world)
    with pytest.raises(NotAllowed):
        answer(world, found, username="chi")
    with pytest.raises(NotVisible):
        answer(world, found, username="dung")


def test_proposed_twice_it_is_one_and_may_be_withdrawn(world: World) -> None:
    found = layer.gathering(world)
    assert layer.propose(world, found) == layer.propose(world, found) == 1
    commands.withdraw_lesson(code=found.code, number=1, by=actor(world, "chi"), at=found.at)
    assert Lesson.rows.get().state == "WITHDRAWN"
    assert layer.propose(world, found) == 2


def test_after_handing_in_none_is_added(world: World) -> None:
    found = layer.handed_in(world)
    with pytest.raises(Refused, match="đã nộp"):
        layer.propose(world, found, "Thêm nữa")


def test_last_years_lessons_stand_in_the_next_review(world: World) -> None:
    import json

    found = layer.signed(world)
    answer(world, found)
    call(world)
    later = datetime.fromisoformat("2022-12-20T09:00:00+07:00")
    by = world.person("an").actor_at(later)
    told = commands.open_review(source=Round.rows.get(year=2022).code, period="2022", by=by, at=later)
    content = commands.render_review(code=told.code, kind="json", by=by, at=later)
    lessons = next(s for s in json.loads(content)["sections"] if s["key"] == "lessons")
    said = json.dumps(lessons, ensure_ascii=False)
    assert "Gửi văn bản trước ba ngày làm việc" in said
    assert f"Đã tiếp thu vào {found.year.agreement}" in said
