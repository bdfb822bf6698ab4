"""Two at once: of two who do the same one does it; the other is told, and nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from phoihop.concerns import commands
from phoihop.concerns.models import Concern, Told
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.intake import commands as intake
from tests.world import build
from tests.world import concerns as layer

pytestmark = pytest.mark.slow


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave, or the refusal it met."""
    found: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            found[number] = act()
        except (Refused, SomebodyWasFaster) as refused:
            found[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_let_the_same_answer_go_out() -> None:
    world = build.stand()
    code = layer.assigned(world)
    chi, yen = world.person("chi").actor, layer.head_of_health(world).actor
    binh = world.person("binh").actor
    commands.compose_answer(code=code, text="Một", by=chi, at=world.at)
    commands.submit_answer(code=code, by=chi, at=world.at)
    found = together(
        lambda: commands.approve_answer(code=code, by=yen, at=world.at),
        lambda: commands.approve_answer(code=code, by=binh, at=world.at),
    )
    assert sum(isinstance(one, Exception) for one in found) == 1
    assert Told.rows.filter(raiser__code=code, number=1).count() == 1
    assert layer.row(code).answer_number == 1


@pytest.mark.django_db(transaction=True)
def test_two_listeners_take_the_same_in() -> None:
    world = build.stand()
    layer.desk(world)
    receipt = intake.receive(
        what="CONCERN",
        channel="form",
        territory="kg",
        payload={"text": layer.TEXT},
        service="y-te",
        by=layer.PORTAL,
        at=world.at,
    )
    together(*[lambda: layer.take(receipt.code, "CONCERN", "", world.at)] * 2)
    assert Concern.rows.filter(code=receipt.code).count() == 1


@pytest.mark.django_db(transaction=True)
def test_merged_into_what_is_answered_at_the_same_moment() -> None:
    """Whoever comes second sees the other's act: in any order both raisers have the answer once."""
    world = build.stand()
    main, one = layer.assigned(world), layer.noted(world)
    chi, yen, an = world.person("chi").actor, layer.head_of_health(world).actor, world.person("an").actor
    commands.compose_answer(code=main, text="Một", by=chi, at=world.at)
    commands.submit_answer(code=main, by=chi, at=world.at)
    found = together(
        lambda: commands.approve_answer(code=main, by=yen, at=world.at),
        lambda: commands.merge_concerns(code=one, into=main, by=an, at=world.at),
    )
    for refused in found:
        assert not isinstance(refused, Refused)
    if isinstance(found[0], Exception):
        commands.approve_answer(code=main, by=yen, at=world.at)
    if isinstance(found[1], Exception):
        commands.merge_concerns(code=one, into=main, by=an, at=world.at)
    for code in (main, one):
        assert Told.rows.filter(raiser__code=code, number=1).count() == 1
