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
