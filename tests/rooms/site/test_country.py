"""The synthetic country: real names, the numbers of DESIGN section 6, the same rows from the same seed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from phoihop.obligations.models import Obligation
from phoihop.organizations.models import Unit
from phoihop.plans.models import Plan, Topic
from phoihop.site.country import build, places
from tests.rooms.site.test_load import empty  # noqa: F401  (a fixture)


def test_scale_one_is_a_province() -> None:
    bodies = list(places.bodies(1))
    assert len(bodies) == 99
    assert sum(len(body.partners) for body in bodies) == 800
    assert sum(build._topics_per_plan(bodies, 1)) == pytest.approx(4700, abs=1)
    assert len({body.territory for body in bodies}) == 99
    assert bodies[0].lead[1] == "Ban Tuyên giáo và Dân vận Tỉnh ủy An Giang"


def test_the_country_has_every_province() -> None:
    bodies = list(places.bodies(34))
    assert len({body.territory.split(".")[0] for body in bodies}) == 34
    assert len({(body.territory, key) for body in bodies for key, _name, _kind in body.partners}) == sum(
        len(body.partners) for body in bodies
    )


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
