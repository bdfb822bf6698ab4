"""The property that links rest on: an office holds one power over one thing, sees that thing, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from phoihop.ground import powers, sheet
from phoihop.ground.actor import Actor
from tests.world.build import World

MOST = 40  # rows of a model looked at


@pytest.fixture
def rows(peopled: World) -> dict[str, list[Any]]:
    """Rows of every kind of thing in the sample world, by the names of their models."""
    labels = {power.kind.model for power in powers.all_powers() if power.kind is not None}
    found = {label: list(apps.get_model(label)._base_manager.order_by("pk")[:MOST]) for label in labels}
    assert sum(bool(things) for things in found.values()) > 8
    return found


def offices(rows: dict[str, list[Any]]) -> list[tuple[Actor, Any, bool]]:
    """For each act without an account: its office, the thing, and whether the unit stands in a relation for it."""
    made = []
    for act in (act for one in sheet.sheets() for act in one.acts):
        power = powers.power_of(act.name)
        assert power.kind is not None, f"{act.name} is over no kind of thing"
        for thing in rows[power.kind.model][:2]:
            names = [name for name in power.relations if name != "territory"]
            related = set().union(*(power.kind.relations[name].units(thing) for name in names))
            for unit_id in (*sorted(related)[:2], max(related, default=0) + 10_000):
                office = Actor.office(unit_id, "Cơ quan", power=act.name, about=thing.code, way="link")
                made.append((office, thing, unit_id in related))
    return made


def test_one_power_over_one_thing(rows: dict[str, list[Any]]) -> None:
    made = offices(rows)
    assert {office.power for office, _thing, is_related in made if is_related} >= {
        "address.confirm",
        "dispatch.acknowledge",
        "dispatch.refuse",
        "obligation.hand_in",
        "obligation.accept",
        "obligation.return",
    }
    for office, thing, is_related in made:
        given = powers.power_of(office.power)
        assert given.kind is not None
        for power in powers.all_powers():
            assert not powers.may(office, power.name), power.name
            assert not powers.may(office, power.name, unit_id=office.unit_id), power.name
            if power.kind is None:
                continue
            is_it = is_related and power.kind is given.kind and power.name in (given.name, given.kind.see)
            held = {row.pk for row in rows[power.kind.model] if powers.may(office, power.name, row)}
            assert held == ({thing.pk} if is_it else set()), (office.power, power.name)
            q = powers.visible_q(office, power.kind, power.name)
            model = apps.get_model(power.kind.model)
            seen = set() if q is None else set(model._base_manager.filter(q).values_list("pk", flat=True))
            assert seen == held, (office.power, power.name)


def test_an_office_holds_no_marks_and_no_role(rows: dict[str, list[Any]]) -> None:
    """Neither search nor notices know it."""
    for office, _thing, _is_related in offices(rows):
        assert powers.tokens_held(office) == frozenset()
        assert not office.is_person
        assert not office.roles
