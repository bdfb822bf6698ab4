"""What has an hour goes out at its hour: by the clock, exactly, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.communications import commands, queries
from phoihop.communications.models import Article, Feedback
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.publications import queries as publications
from tests.world import news as layer
from tests.world.build import World
from tests.world.news import by

CLOCK = Actor.system("deadline-clock")


def scheduled(world: World, *, is_embargo: bool = False, hours: float = 5) -> layer.Written:
    found = layer.approved(world)
    commands.schedule_article(
        code=found.code,
        goes_out_at=world.at + timedelta(hours=hours),
        is_embargo=is_embargo,
        by=by(world, "ha"),
        at=world.at,
    )
    return found


def test_goes_out_at_its_hour_and_once(world: World) -> None:
    found = scheduled(world)
    due = world.at + timedelta(hours=5)
    assert commands.tick(by=CLOCK, at=due - timedelta(seconds=1)) == 0
    assert publications.publication(found.code) is None
    assert commands.tick(by=CLOCK, at=due + timedelta(seconds=40)) == 1
    out = publications.publication(found.code)
    assert out.line.published_at == due  # its hour, not the clock's stroke
    assert commands.tick(by=CLOCK, at=due + timedelta(seconds=41)) == 0
    assert Entry.rows.filter(code=found.code, kind="article.published").count() == 1


def test_an_hour_that_has_passed_is_refused(world: World) -> None:
    found = layer.approved(world)
    with pytest.raises(Refused, match="đã qua"):
        commands.schedule_article(code=found.code, goes_out_at=world.at, by=by(world, "ha"), at=world.at)
    assert found.row().state == "APPROVED"


def test_under_an_embargo_nobody_is_early(world: World) -> None:
    found = scheduled(world, is_embargo=True)
    for name in ("ha", "binh"):
        with pytest.raises(Refused, match="giữ đến"):
            commands.publish_article(code=found.code, by=by(world, name), at=world.at + timedelta(hours=4, minutes=59))
    with pytest.raises(NotAllowed):
        commands.unschedule_article(code=found.code, by=by(world, "ha"), at=world.at)
    assert not queries.article_value(by(world, "ha"), found.code).rights.unschedule
    commands.unschedule_article(code=found.code, by=by(world, "binh"), at=world.at)
    commands.publish_article(code=found.code, by=by(world, "ha"), at=world.at)
    assert publications.publication(found.code).line.published_at == world.at


def test_without_an_embargo_an_editor_may_be_early(world: World) -> None:
    found = scheduled(world)
    early = world.at + timedelta(hours=1)
    commands.publish_article(code=found.code, by=by(world, "ha"), at=early)
    assert publications.publication(found.code).line.published_at == early
    assert commands.tick(by=CLOCK, at=world.at + timedelta(hours=6)) == 0


def test_a_rule_that_says_no_at_the_hour_holds_it_back_and_says_so(world: World) -> None:
    held, fine = scheduled(world), scheduled(world)
    Article.rows.filter(code=held.code).update(text="TỐI MẬT")
    commands.tick(by=CLOCK, at=world.at + timedelta(hours=6))
    assert held.row().state == "APPROVED"
    assert publications.publication(held.code) is None
    assert publications.publication(fine.code) is not None
    assert (
        Entry.rows.filter(code=held.code, kind="article.held-back").exists()
        or Entry.rows.filter(code=held.code, kind__startswith="article.held").exists()
    )


def test_the_calendar_shows_what_will_go_out(world: World) -> None:
    found = scheduled(world)
    first = local_date(world.at)
    rows = queries.going_out_between(by(world, "ha"), first, first, world.at, 50)
    assert [row.code for row in rows] == [found.code]
    assert queries.going_out_between(by(world, "dung"), first, first, world.at, 50) == []


def test_readers_words_are_erased_on_their_day(world: World) -> None:
    found = layer.published(world)
    row = layer.feedback(world, found.code)
    commands.tick(by=CLOCK, at=world.at + timedelta(days=89))
    assert Feedback.rows.get(pk=row.pk).erased_at is None
    commands.tick(by=CLOCK, at=world.at + timedelta(days=90))
    erased = Feedback.rows.get(pk=row.pk)
    assert (bytes(erased.sealed), erased.answer, erased.has_address) == (b"", "", False)
    assert queries.feedback(by(world, "ha")).total == 1
