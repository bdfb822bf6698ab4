"""The marks of search agree with the policy: a thing carries one of an actor's marks exactly if he may see it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.actor import EVERYWHERE, Actor, Role
from phoihop.ground.powers import kind_of, may, tokens_held, tokens_of
from phoihop.ground.scope import ScopedManager
from phoihop.ground.sheet import finders
from tests.world import dispatches
from tests.world.build import World
from tests.world.cast import CAST

SCOPED = [m for m in apps.get_models() if isinstance(getattr(m, "objects", None), ScopedManager)]


def actors(world: World) -> list[Actor]:
    """The cast now, before and after Minh's deputyship, from every seat; auditors of here, elsewhere and everywhere;
    clocks and nobody."""
    found = [Actor.nobody()]
    for days in (0, -400, -10, 60):
        at: datetime = world.at + timedelta(days=days)
        found += [world.person(part.username).actor_at(at) for part in CAST]
    for audits in ({EVERYWHERE}, {"ag"}, {"kg", "ag"}, set()):
        found.append(Actor("person", unit_id=10**6, roles=frozenset({Role.AUDITOR}), audits=frozenset(audits)))
    found += [Actor("person", unit_id=world.unit("so-yte"), roles=frozenset({role})) for role in Role]
    found.append(Actor("person", unit_id=world.unit("so-yte")))
    systems = ("deadline-clock", "loader", "sample-builder", "administrator-console", "front-door", "stranger")
    return found + [Actor.system(name) for name in systems]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_marks_and_policy_agree(peopled: World, model: type) -> None:
    see = kind_of(model).see
    things = list(model._base_manager.all())
    if not things:
        pytest.skip(f"this world holds no {model.__name__}")
    tokens = tokens_of(see, things)
    for actor in actors(peopled):
        held = tokens_held(actor)
        for thing in things:
            assert bool(tokens[thing.pk] & held) == may(actor, see, thing), (actor, thing, tokens[thing.pk], held)


def test_both_answers_occur(peopled: World) -> None:
    """The agreement above is not one of two silent sides."""
    answers = {
        (kind_of(model).name, may(actor, kind_of(model).see, thing))
        for model in SCOPED
        for thing in model._base_manager.all()[:5]
        for actor in actors(peopled)
    }
    for name in ("topic", "plan", "obligation", "agreement", "dispatch", "round"):
        assert {(name, True), (name, False)} <= answers


def test_marks_of_many_things_take_one_query_for_each_table(peopled: World) -> None:
    for _ in range(3):
        dispatches.send(peopled)
    for model in SCOPED:
        see = kind_of(model).see
        things = list(model._base_manager.all())
        with CaptureQueriesContext(connection) as few:
            tokens_of(see, things[:1])
        with CaptureQueriesContext(connection) as many:
            tokens_of(see, things)
        assert len(few) == len(many)


def test_every_seat_of_a_unit_is_one_mark(peopled: World) -> None:
    code = dispatches.send(peopled)
    row = apps.get_model("dispatches.Dispatch").rows.get(code=code)
    marks = tokens_of("dispatch.see", [row])[row.pk]
    units = {peopled.unit("so-yte"), peopled.unit("btg-tinh-uy")}
    assert marks == {f"u:{unit}" for unit in units} | {"t:kg:auditor", "t:*:auditor"}


def test_a_held_cause_opens_nothing_in_search() -> None:
    assert tokens_held(Actor.nobody()) == frozenset()
    assert tokens_held(Actor.system("deadline-clock").through("plan.compile")) == {"s:deadline-clock"}


# Accounts are people, books are only the frames of numbers, addresses and letterheads stand on their unit's page, and
# what is held unread must not be found.
NOT_FOUND = {"batch", "account", "address", "book", "held", "letterhead", "link", "check", "feedback"}


def test_every_scoped_thing_has_a_finder_or_is_left_out_on_purpose() -> None:
    kinds = {kind_of(model).name for model in SCOPED}
    assert kinds - NOT_FOUND == {finder.kind for finder in finders()}
