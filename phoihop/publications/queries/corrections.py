"""Corrections counted for their public list. The verdict of a correction is its category."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from phoihop.publications.models import Publication


@dataclass(frozen=True, slots=True)
class CorrectionCounts:
    """How many stand under each verdict and each unit: (key or name, number), the names in the order of letters."""

    verdicts: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, int], ...]


def correction_counts() -> CorrectionCounts:
    rows = Publication.rows.filter(kind="CORRECTION", state="PUBLISHED").order_by()
    pairs = rows.values_list("category", "unit_name").annotate(number=Count("pk"))
    verdicts: dict[str, int] = {}
    units: dict[str, int] = {}
    for verdict, unit, number in pairs:
        verdicts[verdict] = verdicts.get(verdict, 0) + number
        units[unit] = units.get(unit, 0) + number
    return CorrectionCounts(tuple(verdicts.items()), tuple(sorted(units.items())))
