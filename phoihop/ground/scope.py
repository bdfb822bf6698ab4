"""A manager that refuses to answer without saying for whom."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db.models import Manager, Model, QuerySet

from phoihop.ground import powers
from phoihop.ground.actor import Actor

M = TypeVar("M", bound=Model)


class ForgotTheScope(RuntimeError):
    """Rows were asked for without `visible_to(actor)`."""


class ScopedManager(Manager[M]):
    """`Model.objects.visible_to(actor)` is the only way in; the unscoped `Model.rows` is for commands and queries."""

    def visible_to(self, actor: Actor, power: str = "") -> QuerySet[M]:
        """Rows over which `actor` holds the power (seeing, unless named)."""
        q = powers.visible_q(actor, powers.kind_of(self.model), power)
        rows = super().get_queryset()
        return rows.none() if q is None else rows.filter(q)

    def get_queryset(self) -> QuerySet[M]:
        return _Closed(self.model, using=self._db)

    def all(self) -> QuerySet[M]:
        return self.get_queryset().all()  # Django's own would hand out the closed rows unasked


class _Closed(QuerySet[M]):
    """Raises on every use."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ForgotTheScope(f"{self.model.__name__}.objects: say for whom with visible_to(actor)")

    all = filter = exclude = get = create = count = exists = first = last = update = delete = _refuse
    values = values_list = order_by = annotate = aggregate = bulk_create = get_or_create = _refuse
    update_or_create = iterator = in_bulk = none = _refuse
    __iter__ = __len__ = __getitem__ = __bool__ = _refuse
