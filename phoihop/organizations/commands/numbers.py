"""The numbers of every room's codes."""

from __future__ import annotations

from django.db.models import F

from phoihop.organizations.models import Counter


def take_numbers(series: str, count: int = 1) -> range:
    """The next numbers of a series, never given twice. Belongs into the caller's transaction."""
    rows = Counter.rows.filter(series=series)
    while True:
        last = rows.values_list("last", flat=True).first()
        if last is None:
            Counter.rows.bulk_create([Counter(series=series)], ignore_conflicts=True)
        elif rows.filter(last=last).update(last=F("last") + count) == 1:
            return range(last + 1, last + count + 1)
