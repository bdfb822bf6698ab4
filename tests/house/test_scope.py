"""The scope: nobody asks for rows without saying for whom; and the three directions of a policy agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models.sql import Query

from phoihop.ground.scope import ForgotTheScope, ScopedManager
from tests.world.build import World

SCOPED = [m for m in apps.get_models() if isinstance(getattr(m, "objects", None), ScopedManager)]


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m.__name__)
@pytest.mark.parametrize("verb", ["all", "count", "exists", "first", "create", "values_list"])
def test_unscoped_use_raises(model: type, verb: str) -> None:
    with pytest.raises(ForgotTheScope):
        getattr(model.objects, verb)()  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m.__name__)
def test_unscoped_filter_raises(model: type) -> None:
    with pytest.raises(ForgotTheScope):
        model.objects.filter(pk=1)  # type: ignore[attr-defined]
    with pytest.raises(ForgotTheScope):
        model.objects.get(pk=1)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", SCOPED, ids=lambda m: m.__name__)
def test_no_filter_says_this_column_or_in_that_table(world: World, model: type) -> None:
    """PostgreSQL answers such an "or" by a walk through all rows: a second for a country's obligations. What hangs on a
    unit by a column and what hangs on it by another table are brought together as numbers (`powers._any_of`)."""
    for username in world.accounts:
        actor = world.person(username).actor
        if actor.audits:
            continue
        rows = model.objects.visible_to(actor)  # type: ignore[attr-defined]
        waiting: list[Any] = [rows.query.where]
        while waiting:
            node = waiting.pop()
            inner = getattr(node, "children", [])
            asked = [one for one in inner if isinstance(getattr(one, "rhs", None), Query)]
            assert not (node.connector == "OR" and asked), f"{username}: {rows.query}"
            waiting += [one for one in inner if hasattr(one, "children")]
