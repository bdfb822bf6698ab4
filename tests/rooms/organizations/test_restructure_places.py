"""Territories, official codes, parents and levels: what stays what it is but stands elsewhere, and leads on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.powers import may
from phoihop.obligations.models import Obligation
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Territory, Unit
from phoihop.organizations.queries import accounts_in
from tests.world import plans
from tests.world import restructure as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person

BEFORE, FIRST = date(2021, 8, 31), date(2021, 9, 1)


@pytest.fixture
def two_provinces(world: World) -> None:
    for slug, name, code in (("pa", "Tỉnh A", "91"), ("pb", "Tỉnh B", "89")):
        commands.create_territory(
            slug=slug, name=name, level="province", parent_slug="vn", official_code=code, by=LOADER, at=world.at
        )


def merged(**more: object) -> dict[str, object]:
    raw = layer.document({"change_level": {"unit": "kg/so-yte", "level": "province"}}, **more)
    raw["territories"] = [{"slug": "pb", "code": "91", "from": ["pa"]}]
    return raw


def test_a_code_means_a_place_on_a_day(world: World, two_provinces: None) -> None:
    code = layer.applied(world, merged())
    asked = [(text, day) for text in ("91", "89") for day in (BEFORE, FIRST)]
    assert [queries.territory_of_code(*one) for one in asked] == ["pa", "pb", "pb", ""]
    assert [queries.place_now("pa", day) for day in (BEFORE, FIRST)] == ["pa", "pb"]
    assert Territory.rows.get(slug="pa").valid_to == BEFORE
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=world.at.replace(month=9))
    assert [queries.territory_of_code(*one) for one in asked] == ["pa", "pa", "pb", "pb"]


def test_auditors_of_the_place_that_took_it_in_read_on(world: World, kim: Person) -> None:
    """Kim's office goes to An Giang; Kiên Giang ends into it, and she reads its things as before."""
    plans.begin(world)
    raw = layer.document({"change_territory": {"unit": "kg/ubkt-tinh-uy", "territory": "ag"}})
    raw["territories"] = [{"slug": "ag", "from": ["kg"]}]
    layer.applied(world, raw)
    then = world.at.replace(month=9)
    actor, owed = kim.actor_at(then), Obligation.rows.first()
    assert {"ag", "kg", "kg.vinhthanh"} <= actor.audits
    assert owed is not None
    assert may(actor, "obligation.see", owed)
    from phoihop.ground.powers import who_may

    assert actor.account_id in accounts_in(who_may("obligation.see", owed), then)
    row = Unit.rows.get(key="ubkt-tinh-uy")
    assert (row.code, row.territory.slug) == ("DV-kg-ubkt-tinh-uy", "ag")  # codes and addresses stay


def test_parent_and_level_change_and_come_back(world: World) -> None:
    layer.second_keeper(world)
    before = layer.picture()
    code = layer.applied(
        world,
        layer.document(
            {"change_parent": {"unit": ["kg/ubnd-tinh"], "parent": "kg/tinh-uy"}},
            {"change_level": {"unit": "kg/so-yte", "level": "district"}},
        ),
    )
    top, middle, low = (Unit.rows.get(key=key) for key in ("tinh-uy", "ubnd-tinh", "so-yte"))
    assert low.path == f"/{top.pk}/{middle.pk}/{low.pk}/"
    assert low.level == "district"
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=world.at.replace(month=9))
    assert layer.picture() == before


def test_younger_units_follow_the_heir_unless_told_otherwise(world: World) -> None:
    new = layer.NEW | {"key": "ubnd-moi", "name": "UBND mới", "parent": None, "kind": "executive"}
    raw = layer.document(
        {"rename": {"from": "kg/ubnd-tinh", "to": "kg/ubnd-moi"}},
        {"change_parent": {"unit": "kg/so-xaydung", "parent": "kg/tinh-uy"}},
        create=[new],
    )
    code = layer.applied(world, raw)
    heir = Unit.rows.get(key="ubnd-moi")
    assert Unit.rows.get(key="so-yte").parent_id == heir.pk
    assert Unit.rows.get(key="so-xaydung").parent_id == Unit.rows.get(key="tinh-uy").pk
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=world.at.replace(month=9) + timedelta(days=1))
    assert Unit.rows.get(key="so-yte").parent_id == Unit.rows.get(key="ubnd-tinh").pk


@pytest.mark.parametrize(
    "step",
    [
        {"absorb": {"from": "kg/ubnd-tinh", "to": "kg/so-yte"}},
        {
            "split": {
                "from": "kg/ubnd-tinh",
                "to": [{"unit": "kg/so-yte"}, {"unit": "kg/so-tttt"}],
                "default": "kg/so-yte",
            }
        },
        {"dissolve": {"from": "kg/ubnd-tinh", "default": "kg/so-yte"}},
    ],
)
def test_an_heir_below_what_ends_is_refused(world: World, step: dict[str, object]) -> None:
    with pytest.raises(commands.FaultyBatch, match=r"đổi cấp trên|dưới chính nó"):
        commands.propose_batch(document=layer.document(step), by=LOADER, at=world.at)
