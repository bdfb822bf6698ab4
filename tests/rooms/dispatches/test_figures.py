"""What reports tell of letters: sent, acknowledged, refused, and how long it took."""

from __future__ import annotations

from datetime import date, timedelta

from phoihop.dispatches import commands, queries
from phoihop.ground.figures import Figure, Period, Scope
from tests.world import dispatches as layer
from tests.world.build import World
from tests.world.cast import Person

ON = date(2021, 8, 2)
PLAN = "KH-kg-2021-so-yte"
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))


def told(world: World, person: Person, on: date = ON) -> dict[str, Figure] | None:
    lead = world.unit("btg-tinh-uy")
    scope = Scope("plan", PLAN, "", 2021, lead, (PLAN,), (lead,), ("VD-kg-2021-0001",))
    found = queries.report_section(person.actor, scope, YEAR, on)
    return None if found is None else {figure.key.partition(".")[2]: figure for figure in found.figures}


def test_no_letter_was_ever_sent(world: World, an: Person) -> None:
    layer.send(world)
    assert told(world, an) is None


def test_each_offices_share_stands_in_one_kind(world: World, an: Person) -> None:
    first = layer.send(world, about="VD-kg-2021-0001")
    second = layer.send(world, dossier=PLAN)
    after = world.at + timedelta(days=3)
    layer.acknowledge(world, first, at=after)
    commands.refuse_dispatch(
        code=second,
        unit_id=world.unit("btg-tinh-uy"),
        reason="Không thuộc thẩm quyền",
        version=None,
        by=an.actor_at(after),
        at=after,
    )
    mine = world.code("btg-tinh-uy")
    then, now = told(world, an), told(world, an, after.date())
    assert then is not None
    assert now is not None
    assert then["sent"].rows == now["sent"].rows == tuple(sorted([first, second]))
    assert then["waiting"].number == 2
    assert (now["acknowledged"].rows, now["refused"].rows) == ((f"{first}/{mine}",), (f"{second}/{mine}",))
    assert now["waiting"].number == 0
    assert (then["days_to_acknowledge"].number, now["days_to_acknowledge"].number) == (None, 3)
    assert told(world, an, ON - timedelta(days=1)) is None


def test_a_letter_outside_the_period_is_no_number_of_it(world: World, an: Person) -> None:
    layer.send(world, about=PLAN)
    lead = world.unit("btg-tinh-uy")
    scope = Scope("plan", PLAN, "", 2021, lead, (PLAN,), (lead,))
    later = Period("2021-Q4", "quarter", date(2021, 9, 15), date(2021, 12, 14))
    found = queries.report_section(an.actor, scope, later, date(2021, 12, 14))
    assert found is not None
    figures = {figure.key: figure.number for figure in found.figures}
    assert figures["dispatches.sent"] == 0
    assert figures["dispatches.acknowledged"] is None
