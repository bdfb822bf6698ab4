"""Out to the public: field by field, in versions, and back again."""

from __future__ import annotations

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.publications import commands, queries
from phoihop.publications.models import Publication
from tests.world.build import LOADER, World
from tests.world.publications import copy


def test_publishes_what_is_named_and_nothing_else(world: World) -> None:
    commands.publish(copy=copy(world), by=LOADER, at=world.at)
    value = queries.publication("TT-kg-2021-0001")
    assert value is not None
    assert value.line.path == "/tin/TT-kg-2021-0001/"
    assert value.line.details == commands.ArticleDetails(related=("KH-kg-2021-so-yte",))
    assert "<strong>31/8</strong>" in value.body
    assert "<script" not in value.body
    assert "&lt;script&gt;" in value.body


def test_same_again_changes_nothing_and_other_words_make_a_version(world: World) -> None:
    commands.publish(copy=copy(world), by=LOADER, at=world.at)
    before = queries.edition()
    assert commands.publish(copy=copy(world), by=LOADER, at=world.at) is None
    assert queries.edition() == before
    commands.publish(copy=copy(world, text="Hạn 15/9."), note="Dời hạn", by=LOADER, at=world.at)
    assert [(v.number, v.note) for v in queries.versions("TT-kg-2021-0001")] == [(2, "Dời hạn"), (1, "")]
    assert queries.edition() > before


def test_withdrawn_keeps_its_address_and_loses_its_text(world: World) -> None:
    commands.publish(copy=copy(world), by=LOADER, at=world.at)
    with pytest.raises(Refused):
        commands.withdraw(code="TT-kg-2021-0001", note=" ", by=LOADER, at=world.at)
    commands.withdraw(code="TT-kg-2021-0001", note="Nhầm số liệu", by=LOADER, at=world.at)
    value = queries.publication("TT-kg-2021-0001")
    assert value is not None
    assert (value.is_withdrawn, value.withdrawn_note, value.body) == (True, "Nhầm số liệu", "")
    assert queries.newest()[0] == []
    assert queries.versions("TT-kg-2021-0001") == ()


@pytest.mark.parametrize("who", ["an", "ha", "long"])
def test_nobody_publishes_but_through_an_act_of_the_room(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        commands.publish(copy=copy(world), by=world.person(who).actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.publish(copy=copy(world), by=Actor.system("portal"), at=world.at)
    assert not Publication.rows.exists()
    commands.publish(copy=copy(world), by=world.person(who).actor.through("article.publish"), at=world.at)


def test_a_value_that_is_not_plain_is_refused(world: World) -> None:
    details = commands.ReviewDetails(source="x", period="2021", figures=(("n", object(), "d"),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        commands.publish(copy=copy(world, details=details), by=LOADER, at=world.at)
