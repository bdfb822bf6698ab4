"""The synthetic country: real names, the numbers of DESIGN section 6, the same rows from the same seed."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import pytest

from phoihop.obligations.models import Obligation
from phoihop.organizations.models import Unit
from phoihop.plans.models import Plan, Topic
from phoihop.site.country import build, order, places
from tests.rooms.site.test_load import empty  # noqa: F401  (a fixture)


def test_scale_one_is_a_province() -> None:
    bodies = list(places.bodies(1))
    assert len(bodies) == 99
    assert sum(len(body.partners) for body in bodies) == 800
    quotas = [build.topics_per_plan(len(body.partners), random.Random(body.territory)) for body in bodies]
    assert sum(map(sum, quotas)) == 4700
    assert {number for one in quotas for number in one} == {5, 6, 7}
    assert len({body.territory for body in bodies}) == 99
    assert bodies[0].lead[1] == "Ban Tuyên giáo và Dân vận Tỉnh ủy An Giang"


def test_the_country_has_every_province() -> None:
    bodies = list(places.bodies(34))
    assert len({body.territory.split(".")[0] for body in bodies}) == 34
    assert len({(body.territory, key) for body in bodies for key, _name, _kind in body.partners}) == sum(
        len(body.partners) for body in bodies
    )


def test_samples_come_first_and_each_after_its_province() -> None:
    country = order.turns(34)
    assert [turn.is_sample for turn in country] == sorted((turn.is_sample for turn in country), reverse=True)
    seen: set[str] = set()
    for turn in country:
        assert turn.above is None or turn.above.territory in seen
        seen.add(turn.slug)
    assert len(seen) == len(country) == len(list(places.bodies(34)))
    variants = {turn.variant for turn in country}
    assert len(variants) == order.PROVINCE_VARIANTS + order.COMMUNE_VARIANTS
    for variant in variants:
        one, other = (turn.body for turn in country if turn.variant == variant and turn.is_sample)
        assert one.name != other.name
        assert one.level == "province" or one.parent != other.parent


def test_a_province_alone_has_its_samples() -> None:
    for scale in (0.01, 0.02, 0.06, 1, 1.01, 2):
        for variant, alike in _by_variant(order.turns(scale)).items():
            assert sum(turn.is_sample for turn in alike) == min(2, len(alike)), (scale, variant)


def _by_variant(country: list[order.Turn]) -> dict[str, list[order.Turn]]:
    found: dict[str, list[order.Turn]] = {}
    for turn in country:
        found.setdefault(turn.variant, []).append(turn)
    return found


@pytest.mark.slow
@pytest.mark.once  # for its size; the commands that build it are tried on both
def test_the_same_seed_makes_the_same_rows(empty: None, transactional_rollback: Any) -> None:  # noqa: F811
    first = transactional_rollback(lambda: (build.build(0.01, 7, lambda done, total: None), _digest()))
    second = transactional_rollback(lambda: (build.build(0.01, 7, lambda done, total: None), _digest()))
    other = transactional_rollback(lambda: (build.build(0.01, 8, lambda done, total: None), _digest()))
    assert first == second
    assert first[1] != other[1]
    built = first[0]
    assert (built.bodies, built.plans) == (1, 16)
    assert built.obligations == pytest.approx(16 * 70, rel=0.1)


def _digest() -> str:
    """What somebody would see, without numbers of rows."""
    seen = [
        *Unit.rows.order_by("code").values_list("code", "name"),
        *Plan.rows.order_by("code").values_list("code", "state", "answer"),
        *Topic.rows.order_by("code").values_list("code", "title", "selected_date", "state"),
        *Obligation.rows.order_by("code").values_list("code", "origin", "state", "due_date", "explanation", "is_late"),
    ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


@pytest.fixture
def transactional_rollback() -> Any:
    from django.db import transaction

    def run(act: Any) -> Any:
        with transaction.atomic():
            result = act()
            transaction.set_rollback(True)
        return result

    return run
