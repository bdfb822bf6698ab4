"""The scope: nobody asks for rows without saying for whom; and the three directions of a policy agree."""

from __future__ import annotations

import pytest
from django.apps import apps

from phoihop.ground.scope import ForgotTheScope, ScopedManager

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


@pytest.mark.parametrize("model", [m for m in SCOPED if powers.has_kind(m)], ids=lambda m: m.__name__)
def test_no_filter_says_this_column_or_in_that_table(world: World, model: type) -> None:
    """PostgreSQL answers such an "or" by a walk through all rows: a second for a country's obligations. What hangs on a
    unit by a column and what hangs on it by another table are brought together as numbers (`powers._any_of`)."""
    for person in world.people.values():
        rows = model.objects.visible_to(person.actor)  # type: ignore[attr-defined]
        if person.actor.audits or rows.query.is_empty():
            continue
        nodes = [rows.query.where]
        while nodes:
            node = nodes.pop()
            inner = list(getattr(node, "children", ()))
            tables = [one for one in inner if hasattr(getattr(one, "rhs", None), "query") or _is_asked(one)]
            assert not (node.connector == "OR" and tables and len(inner) > 1), str(rows.query)
            nodes += [one for one in inner if hasattr(one, "children")]


def _is_asked(node: object) -> bool:
    return isinstance(getattr(node, "rhs", None), Query)
