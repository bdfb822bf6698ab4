"""Whatever is done in whatever order: one answer for each raiser, a refusal names an owner, one obligation is owed."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.concerns import commands, states
from phoihop.concerns.models import Concern, Told
from phoihop.ground.command import Refused
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World

ACTS = ("assign", "merge", "unmerge", "answer", "refuse", "reconsider", "reopen", "ask", "more", "pass_on", "extend")
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(0, 3)), min_size=3, max_size=14)


class _Undo(Exception):
    pass


@pytest.mark.slow
@given(done=steps)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_is_done(world: World, done: list[tuple[str, int, int]]) -> None:
    with contextlib.suppress(_Undo), transaction.atomic():
        codes = [layer.noted(world, text=f"{layer.TEXT} {n}") for n in range(4)]
        for act, one in (("assign", 0), ("assign", 1), ("answer", 1)):  # one is owed and one is answered to begin with
            _act(world, act, codes[one], "", 0)
        for number, (act, one, other) in enumerate(done):
            with contextlib.suppress(Refused), transaction.atomic():
                _act(world, act, codes[one], codes[other], number)
            _check(codes)
        raise _Undo


def _act(world: World, act: str, code: str, other: str, number: int) -> None:
    at = world.at + timedelta(hours=number)
    an = world.person("an").actor
    row = layer.row(code)
    match act:
        case "assign":
            layer.assign(world, code, "so-nnptnt", at=at)
        case "merge":
            commands.merge_concerns(code=code, into=other, by=an, at=at)
        case "unmerge":
            commands.unmerge_concern(code=code, reason="Khác", by=an, at=at)
        case "answer":
            _answer(world, row, at)
        case "refuse":
            commands.refuse_concern(code=code, reason="NOT_CLEAR", owner="Bộ phận một cửa", by=an, at=at)
        case "reconsider":
            commands.reconsider_concern(code=code, reason="Xem lại", by=an, at=at)
        case "reopen":
            commands.reopen_concern(code=code, reason="NOT_SO", by=an, at=at)
        case "ask":
            commands.ask_more(code=code, question="Ở đâu?", by=an, at=at)
        case "more":
            commands.add_more(code=code, text="Gần chợ", by=an, at=at)
        case "pass_on":
            builder = layer.builder()
            commands.pass_on_concern(
                code=code, to_unit_id=world.unit("so-tttt"), reason="Thuộc sở khác", by=builder, at=at
            )
        case "extend":
            due = row.promised_date + timedelta(days=3)
            commands.extend_concern(code=code, to_date=due, reason="Chờ", by=world.person("binh").actor, at=at)


def _answer(world: World, row: Concern, at: object) -> None:
    builder = layer.builder()
    commands.compose_answer(code=row.code, text="Đã làm.", by=builder, at=at)  # type: ignore[arg-type]
    commands.submit_answer(code=row.code, without_parts_reason="Đã hỏi", by=builder, at=at)  # type: ignore[arg-type]
    commands.approve_answer(code=row.code, by=builder, at=at)  # type: ignore[arg-type]


def _check(codes: list[str]) -> None:
    rows = list(Concern.rows.filter(code__in=codes).select_related("merged_into"))
    for row in rows:
        main = row.merged_into or row
        assert main.state != "MERGED"
        for number in range(1, main.answer_number + 1):
            told = Told.rows.filter(raiser=row, of=main, number=number).count()
            assert told == 1 if number == main.answer_number and main.state == "ANSWERED" else told <= 1
        if row.state == "REFUSED":
            assert row.refusal
            assert row.refused_to
        shown = portal.tracking(row.code)
        assert shown is not None
        assert shown.state == states.shown(main.state, is_published=False, is_rated=row.rating is not None)
        owed = Obligation.rows.filter(source=row.code, duty="concern.answer").exclude(state__in=("WAIVED", "ACCEPTED"))
        is_owed = row.state in states.WORKED_ON or (row.state == "NEEDS_INFO" and row.resumes in states.WORKED_ON)
        assert owed.count() == (1 if is_owed else 0)
        if is_owed:
            assert owed.get().due_date == row.promised_date
            assert owed.get().lead_id == row.lead_id
