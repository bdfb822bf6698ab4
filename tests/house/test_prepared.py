"""Prepared questions: written once with stand-ins, answered as if each reader had asked for himself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

import phoihop
from phoihop.concerns.models import Concern
from phoihop.ground.actor import EVERYWHERE, Actor, Role
from phoihop.ground.prepared import prepared, stand_in
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from tests.world.build import World
from tests.world.everything import everything


def all_prepared() -> Iterator[tuple[str, Callable[..., list[Any]]]]:
    for found in pkgutil.walk_packages(phoihop.__path__, "phoihop."):
        if ".queries" not in found.name:
            continue
        for value in vars(importlib.import_module(found.name)).values():
            if getattr(value, "is_prepared", False) and value.__module__ == found.name:
                yield f"{found.name}.{value.__qualname__}", value


PREPARED = dict(all_prepared())


@pytest.mark.slow
def test_each_answers_every_person_as_the_plain_question_does(world: World) -> None:
    everything(world)
    duties = Obligation.rows.order_by("-pk").values_list("code", flat=True)[:8]
    asked_for = Concern.rows.exclude(obligation="").values_list("obligation", flat=True)[:2]
    codes = sorted({*Entry.rows.values_list("dossier", flat=True), *duties, *asked_for})
    people = [world.person(username).actor for username in world.accounts][:8]
    people.append(replace(people[0], roles=frozenset({Role.AUDITOR}), audits=frozenset({EVERYWHERE})))
    answered: dict[str, int] = {}
    for name, ask in PREPARED.items():
        plain = ask
        while getattr(plain, "is_prepared", False):
            plain = plain.__wrapped__  # type: ignore[attr-defined]
        for actor in people:
            for code in codes:
                expected = [row.pk for row in plain(actor, code)]
                assert [row.pk for row in ask(actor, code)] == expected, (name, actor, code)
                answered[name] = answered.get(name, 0) + len(expected)
    assert len(PREPARED) > 15
    silent = [name for name, count in answered.items() if not count]
    assert len(silent) < len(PREPARED) / 2, silent


def test_no_number_of_one_reader_stays_for_the_next(world: World) -> None:
    @prepared
    def mine(actor: Actor, code: str) -> QuerySet[Obligation]:
        return Obligation.rows.filter(lead_id=actor.unit_id, code=code)

    with CaptureQueriesContext(connection) as taken:
        for unit_id in (1_000_003, 1_000_007):
            mine(Actor(kind="person", account_id=1, unit_id=unit_id, roles=frozenset({Role.DRAFTER})), f"NV-{unit_id}")
    first, second = (query["sql"] for query in taken.captured_queries)
    assert first == second.replace("1000007", "1000003")
    assert "'NV-1000003'" in first
    assert first != second


def test_one_statement_for_all_readers_of_the_same_roles() -> None:
    readers = [
        Actor(kind="person", account_id=n, unit_id=n, roles=frozenset({Role.AUDITOR}), audits=frozenset({f"p{n}", "*"}))
        for n in (3, 7)
    ]
    first, second = (stand_in(reader) for reader in readers)
    assert first[0] == second[0]
    assert sorted(map(str, second[1].values())) == ["7", "7", "p7"]
    assert first[0].audits_territory(EVERYWHERE)


def test_what_would_be_written_with_the_stand_in_is_refused(world: World) -> None:
    reader = world.person("an").actor

    @prepared
    def beginning(actor: Actor, code: str) -> QuerySet[Obligation]:
        return Obligation.rows.filter(code__startswith=code)

    @prepared
    def some(actor: Actor, most: int) -> QuerySet[Obligation]:
        return Obligation.rows.filter(lead_id=actor.unit_id)[:most]

    @prepared
    def with_others(actor: Actor, code: str) -> QuerySet[Obligation]:
        return Obligation.rows.filter(code=code).select_related("lead")

    for ask, value in ((beginning, "NV"), (some, 3), (with_others, "NV-1")):
        with pytest.raises(TypeError):
            ask(reader, value)


def test_systems_and_causes_are_asked_for_as_usual(world: World) -> None:
    seen: list[Actor] = []

    @prepared
    def ask(actor: Actor, code: str) -> QuerySet[Obligation]:
        seen.append(actor)
        return Obligation.rows.filter(code=code)

    clock = Actor.system("deadline-clock")
    through = world.person("an").actor.through("obligation.accept")
    assert ask(clock, "x") == ask(through, "x") == []
    assert seen == [clock, through]
