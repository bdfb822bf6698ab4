"""The programme of a year as the desk shows it."""

from __future__ import annotations

from datetime import date

from phoihop.plans import commands, queries
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person

TODAY = date(2021, 8, 2)


def test_cells_count_every_obligation_of_the_visible_plans(world: World, an: Person) -> None:
    year = layer.begin(world)
    found = queries.programme(an.actor, TODAY)
    assert (found.year, found.years) == (2021, (2021,))
    assert [duty.obliged for duty in found.duties] == ["partner"] * 5 + ["lead"] * 6
    assert found.phases == (("before", "Trước"), ("during", "Trong"), ("after", "Sau"))
    assert dict(found.cells[year.plan, "partner.provide-documents"]["before"]) == {"plan": 1}
    assert dict(found.cells[year.plan, "lead.listen"][""]) == {"late": 1, "soon": 1, "plan": 4}
    total = queries.totals(counts for stages in found.cells.values() for counts in stages.values())
    assert sum(total.values()) == sum(found.plans[0].counts.values())


def test_strangers_see_an_empty_programme(world: World, dung: Person) -> None:
    layer.begin(world)
    found = queries.programme(dung.actor, TODAY)
    assert (found.plans, found.duties, found.cells) == ((), (), {})
    assert queries.axis(dung.actor, TODAY).lines == ()


def test_fifty_plans_at_a_time(world: World, an: Person) -> None:
    layer.call_round(world, "so-yte", "so-tttt", "so-nnptnt")
    first = queries.programme(an.actor, TODAY, limit=2)
    assert len(first.plans) == 2
    rest = queries.programme(an.actor, TODAY, after=first.next, limit=2)
    assert [line.code for line in rest.plans] == ["KH-kg-2021-so-nnptnt"]
    assert rest.next == ""


def test_the_axis_shows_phases_meetings_and_the_dates_that_matter(world: World, an: Person) -> None:
    year = layer.begin(world)
    commands.record_happening(
        code=year.topic,
        kind="meeting.start",
        phase="before",
        title="Họp",
        on=date(2021, 8, 20),
        by=an.actor,
        at=world.at,
    )
    found = queries.axis(an.actor, TODAY)
    assert (found.first_year, found.last_year, found.topics) == (2021, 2025, {2021: 1})
    line = found.lines[0]
    assert line.phases == (queries.Stretch("Trước", TODAY, date(2021, 9, 30)),)
    assert line.meetings == (date(2021, 8, 20),)
    assert [mark.shown for mark in line.due] == ["late", "soon", "plan"]
