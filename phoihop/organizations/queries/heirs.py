"""Who came after whom wholly: an heir may read what the units it came from had, and only read it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from phoihop.organizations.models import Succession
from phoihop.organizations.queries.editions import edition


def inherited_by(unit_id: int, day: date, now: str = "") -> frozenset[int]:
    """The ended units that went over to this one and no other, however many steps ago. `now`: the edition, if known."""
    return _all(now or edition(), day)[1].get(unit_id, frozenset())


def reading_heirs(unit_id: int, day: date) -> tuple[int, ...]:
    """The units that may read what this ended unit had: the one heir of everything, and the heirs of that."""
    return _all(edition(), day)[0].get(unit_id, ())


@lru_cache(maxsize=8)
def _all(now: str, day: date) -> tuple[dict[int, tuple[int, ...]], dict[int, frozenset[int]]]:
    """Unit -> its heirs, step by step; unit -> all it inherits. One query while nothing changes here.

    A unit that still exists has no heir: that some function went over leads nobody to its papers. Neither has one that
    was split: which of the heirs might read what?
    """
    rows = Succession.rows.filter(on_date__lte=day, from_unit__valid_to__lt=day).exclude(kind="function_transfer")
    heirs: dict[int, set[int | None]] = {}
    for old, new in rows.values_list("from_unit_id", "to_unit_id"):
        heirs.setdefault(old, set()).add(new)
    one = {old: next(iter(new)) for old, new in heirs.items() if len(new) == 1 and None not in new}
    after: dict[int, tuple[int, ...]] = {}
    before: dict[int, set[int]] = {}
    for start in one:
        steps: list[int] = []
        here = one.get(start)
        while here is not None and here != start and here not in steps:
            steps.append(here)
            before.setdefault(here, set()).add(start)
            here = one.get(here)
        after[start] = tuple(steps)
    return after, {pk: frozenset(olds) for pk, olds in before.items()}
