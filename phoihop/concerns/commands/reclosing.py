"""What is closed with a key of before is closed anew with the one in use: by and by, in small transactions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model

from phoihop.concerns.models import Addition, Concern, ConcernPhoto, Contact, DataRequest
from phoihop.concerns.outside import boxes

AT_ONCE = 20  # rows in one transaction; a photo has megabytes


def reclose(progress: Callable[[str, int], None] = lambda _what, _count: None) -> int:
    """Everything personal of this room; how many values were closed anew. Twice is harmless, killed it goes on.

    A value that somebody changed in between is left to him. Refused (CannotOpen): a value opens with no key that is
    here; what was closed anew before it stays so.
    """
    count = 0
    for model, columns in _PLACES.items():
        last = 0
        while found := list(_rows(model).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            values = [(row, column, bytes(getattr(row, column))) for row in found for column in columns]
            done = boxes.unit_keys_in_use(value for _row, _column, value in values)
            left = [(row, column, value) for row, column, value in values if value and value not in done]
            boxes.fetch_unit_keys(value for _row, _column, value in left)
            with transaction.atomic():
                count += sum(_anew(model, *one) for one in left)
            last = found[-1].pk
            progress(model.__name__, count)
    return count


def _rows(model: type[Model]) -> Any:
    rows = model._base_manager
    return rows.all() if model is Concern else rows.select_related("concern")


def _anew(model: type[Model], row: Any, column: str, before: bytes) -> int:
    concern = row if model is Concern else row.concern
    of = _PLACES[model][column](row)
    after = boxes.unit_box(concern.reception_id).close(boxes.open_(before, of=of), of=of)
    return int(model._base_manager.filter(pk=row.pk, **{column: before}).update(**{column: after}))


def _number(row: Addition) -> int:
    return Addition.rows.filter(concern_id=row.concern_id, pk__lte=row.pk).count()


# Each place where something is closed, with what it is bound to.
_PLACES: dict[type[Model], dict[str, Callable[[Any], str]]] = {
    Concern: {"sealed": lambda row: f"text:{row.code}", "sealed_fold": lambda row: f"fold:{row.code}"},
    Contact: {"sealed": lambda row: f"contact:{row.concern.code}"},
    ConcernPhoto: {"sealed": lambda row: f"photo:{row.concern.code}:{row.number}"},
    Addition: {"sealed": lambda row: f"more:{row.concern.code}:{_number(row)}"},
    DataRequest: {"sealed": lambda row: f"request:{row.code}"},
}
