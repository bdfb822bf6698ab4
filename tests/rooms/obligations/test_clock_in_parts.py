"""One run of the clock in parts: each part goes on where the one before stopped, and together they tell all, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.commands import climbing, clock
from phoihop.obligations.commands.rungs import Run
from phoihop.obligations.models import Obligation, Rung
from tests.world.build import World
from tests.world.obligations import CLOCK, entries, open_all, opening

DAYS = (-9, -9, -9, -4, -4, 0, 0, 1, 3, 3, -15)  # working days around the date: several on one, out of order


@pytest.fixture
def much(world: World) -> World:
    open_all(world, *(opening(world, number, days=days) for number, days in enumerate(DAYS)))
    return world


def told(world: World) -> list[tuple[str, str]]:
    before = Entry.rows.count()
    commands.tick(by=CLOCK, at=world.at)
    return sorted(Entry.rows.order_by("pk").values_list("code", "kind")[before:])


@pytest.mark.parametrize("size", [1, 2, 3, 500])
def test_however_small_the_parts_the_same_is_told(much: World, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    for module in (clock, climbing):
        monkeypatch.setattr(module, "AT_ONCE", size)
    first = told(much)
    fell = [code for code, kind in first if kind == "obligation.fell_due"]
    soon = [code for code, kind in first if kind == "obligation.due_soon"]
    assert (len(fell), len(soon), len({*fell, *soon})) == (6, 5, 11)
    assert len([code for code, kind in first if kind == "rung.reached"]) >= len(fell)
    assert told(much) == []


def test_what_a_run_has_behind_it_is_not_looked_at_again(much: World) -> None:
    run, order = Run(), list(Obligation.rows.order_by("board_date", "pk"))
    assert Obligation.rows.filter(run.beyond("fell")).count() == len(order)
    for place, row in enumerate(order, 1):
        run.come_to("fell", [row])
        assert list(Obligation.rows.filter(run.beyond("fell")).order_by("board_date", "pk")) == order[place:]
    assert Obligation.rows.filter(run.beyond("soon")).count() == len(order)


def test_a_date_moved_behind_the_place_is_told_by_the_next_run(much: World) -> None:
    run = Run()
    while commands.strike_deadlines(by=CLOCK, at=much.at, run=run):
        pass
    last = Obligation.rows.order_by("-board_date", "-pk")[0]
    day = much.at.date() - timedelta(days=30)
    Obligation.rows.filter(pk=last.pk).update(board_date=day, due_date=day)
    assert commands.strike_deadlines(by=CLOCK, at=much.at, run=run) == 0
    assert commands.strike_deadlines(by=CLOCK, at=much.at) == 1


def test_a_date_that_moves_while_the_clock_looks_is_not_told_as_it_was(much: World) -> None:
    """Between numbers and rows somebody grants more time: nothing is told, and the new date keeps its rung."""
    moved: list[str] = []
    later = much.at.date() + timedelta(days=60)

    def grant(run: Any, sql: str, *rest: Any) -> Any:
        found = run(sql, *rest)
        if not moved and sql.startswith("SELECT") and '"obligations_rung"' in sql:
            moved.append(Obligation.rows.order_by("board_date", "pk")[0].code)
            Obligation.rows.filter(code=moved[0]).update(board_date=later, due_date=later)
        return found

    with connection.execute_wrapper(grant):
        commands.strike_deadlines(by=CLOCK, at=much.at)
    assert moved
    assert not Rung.rows.filter(obligation__code=moved[0]).exists()
    assert "obligation.fell_due" not in entries(moved[0])
