"""Opening a review: its text is there at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans import commands as plans
from phoihop.plans.models import TopicPhase
from phoihop.reviews import commands
from phoihop.reviews.models import Cell, Part, Review, Schedule, Version
from tests.world import plans as plan_layer
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import OVER, actor

CLOCK = Actor.system("deadline-clock")


def test_opens_with_its_text_and_a_part_for_each_party(world: World) -> None:
    found = layer.opened(world)
    row = found.row()
    assert (row.state, row.number, row.scope, row.source) == ("DRAFT", 1, "programme", found.year.round)
    assert (str(row.first), str(row.last), str(row.on_date)) == ("2020-12-15", "2021-12-14", "2021-12-14")
    version = Version.rows.get(review=row)
    assert version.report.startswith("BC-kg-2021-")
    assert {one["key"] for one in version.figures} >= {"obligations.due", "topics.chosen", "lessons.accepted"}
    parts = Part.rows.filter(review=row).order_by("pk")
    assert [part.unit_id for part in parts] == [world.unit("btg-tinh-uy"), world.unit("so-yte")]
    assert Cell.rows.filter(part__in=parts, is_open=True).count() == 10


def test_of_one_plan(world: World) -> None:
    year = plan_layer.begin(world)
    told = commands.open_review(source=year.plan, period="2021", by=actor(world, "binh"), at=OVER)
    assert Review.rows.get(code=told.code).scope == "plan"


def test_twice_is_harmless(world: World) -> None:
    found = layer.opened(world)
    again = commands.open_review(source=found.year.round, period="2021", by=actor(world, "binh"), at=OVER)
    assert again.code == found.code
    assert Review.rows.count() == 1


def test_a_period_that_runs_is_refused(world: World) -> None:
    year = plan_layer.begin(world)
    early = datetime.fromisoformat("2021-12-14T09:00:00+07:00")
    with pytest.raises(Refused, match="14/12/2021"):
        commands.open_review(source=year.round, period="2021", by=actor(world, "an"), at=early)
    assert not Review.rows.exists()


def test_a_text_that_names_no_period_is_refused(world: World) -> None:
    year = plan_layer.begin(world)
    with pytest.raises(Refused, match="2021-H1"):
        commands.open_review(source=year.round, period="năm ngoái", by=actor(world, "an"), at=OVER)


def test_a_period_of_another_year_is_refused(world: World) -> None:
    year = plan_layer.begin(world)
    for period in ("2020", "2020-H1", "2016-2020"):
        with pytest.raises(Refused, match="không thuộc năm 2021"):
            commands.open_review(source=year.round, period=period, by=actor(world, "an"), at=OVER)


def test_all_years_of_a_programme_are_looked_back_on_at_its_end(world: World) -> None:
    year = plan_layer.begin(world)
    later = datetime.fromisoformat("2025-12-20T09:00:00+07:00")
    by = world.person("an").actor_at(later)
    told = commands.open_review(source=year.round, period="2021-2025", by=by, at=later)
    row = Review.rows.get(code=told.code)
    assert (row.is_final, str(row.first), str(row.last)) == (True, "2020-12-15", "2025-12-14")
    assert row.title.startswith("Tổng kết các năm 2021-2025")


def test_a_phase_is_looked_back_on_once_all_have_left_it(world: World) -> None:
    year = plan_layer.begin(world)
    with pytest.raises(Refused, match="không phải là kỳ"):
        commands.open_review(source=year.plan, period="before", by=actor(world, "an"), at=OVER)
    TopicPhase.rows.filter(topic__code=year.topic, key="before").update(closed_date=date(2021, 9, 30))
    told = commands.open_review(source=year.plan, period="before", by=actor(world, "an"), at=OVER)
    row = Review.rows.get(code=told.code)
    assert (row.period_kind, str(row.first), str(row.last)) == ("phase", "2021-08-02", "2021-09-30")


def test_the_partner_sees_the_round_but_may_not(world: World) -> None:
    year = plan_layer.begin(world)
    with pytest.raises(NotAllowed):
        commands.open_review(source=year.round, period="2021", by=actor(world, "chi"), at=OVER)


def test_for_an_outsider_there_is_none(world: World) -> None:
    year = plan_layer.begin(world)
    with pytest.raises(NotVisible):
        commands.open_review(source=year.round, period="2021", by=actor(world, "dung"), at=OVER)


def test_the_clock_opens_what_is_scheduled_once(world: World) -> None:
    year = plan_layer.begin(world)
    assert Schedule.rows.get(source=year.round).plans == [year.plan]
    assert commands.tick(by=CLOCK, at=OVER - timedelta(days=6)) == 0
    assert commands.tick(by=CLOCK, at=OVER) == 1
    row = Review.rows.get()
    assert (row.state, row.number, row.opened_post) == ("DRAFT", 1, "")
    assert commands.tick(by=CLOCK, at=OVER + timedelta(days=1)) == 0


def test_clock_and_person_read_the_same_record(world: World) -> None:
    layer.opened(world)
    by_person = Version.rows.get()
    commands.recall_review(code=by_person.review.code, reason="Thử lại", version=None, by=actor(world, "binh"), at=OVER)
    Schedule.rows.update(opened_at=None)
    commands.tick(by=CLOCK, at=OVER)
    by_clock = Version.rows.exclude(pk=by_person.pk).get()

    def numbers(version: Version) -> dict[str, object]:
        return {one["key"]: one["number"] for one in version.figures}

    assert numbers(by_clock) == numbers(by_person)
    assert by_clock.counted == by_person.counted


def test_partners_called_since_get_their_part_with_the_next_version(world: World) -> None:
    found = layer.opened(world)
    plan_layer.agree(world, "so-tttt")
    plans.call_round(lead_id=world.unit("btg-tinh-uy"), year=2021, answer_by=None, by=plan_layer.LOADER, at=OVER)
    commands.compile_review(code=found.code, version=None, by=actor(world, "an"), at=OVER)
    units = set(Part.rows.filter(review__code=found.code).values_list("unit_id", flat=True))
    assert units == {world.unit(key) for key in ("btg-tinh-uy", "so-yte", "so-tttt")}


def test_one_that_is_refused_does_not_stop_the_clock(world: World) -> None:
    year = plan_layer.begin(world)
    Schedule.rows.create(
        source="DC-kg-2021-khong-co",
        lead_id=world.unit("btg-tinh-uy"),
        territory="kg",
        year=2021,
        period="2021",
        first=date(2020, 12, 15),
        last=date(2021, 12, 1),
    )
    assert commands.tick(by=CLOCK, at=OVER) == 1
    assert Review.rows.get().source == year.round


def test_what_is_long_over_the_clock_leaves_to_its_lead(world: World) -> None:
    plan_layer.begin(world)
    assert commands.tick(by=CLOCK, at=OVER + timedelta(days=100)) == 0
