"""Opening what was closed with the key of a unit. Whoever opens answers for it: rooms ask before they open."""

from __future__ import annotations

from collections.abc import Iterable

from phoihop.organizations.models import UnitKey
from phoihop.organizations.outside import unit_keys


def is_of_a_unit(closed: bytes | memoryview[int]) -> bool:
    """Closed with the key of a unit, by its first bytes."""
    return bool(unit_keys.number_of(closed))


def unit_keys_in_use(closed: Iterable[bytes]) -> frozenset[bytes]:
    """Those of them that were closed with a key which is not retired. One query."""
    numbers = {one: unit_keys.number_of(one) for one in closed}
    rows = UnitKey.rows.filter(number__in=set(numbers.values()) - {""}, retired_at=None)
    in_use = set(rows.values_list("number", flat=True))
    return frozenset(one for one, number in numbers.items() if number in in_use)


def open_of_a_unit(closed: bytes | memoryview[int], *, of: str) -> bytes:
    """No query where its key is unwrapped. Refused (CannotOpen): no such key here, another master key, another's
    place."""
    fetch_unit_keys([closed])
    return unit_keys.open_(closed, of=of)


def fetch_unit_keys(closed: Iterable[bytes | memoryview[int]]) -> None:
    """Unwraps the keys of all these in one query; in none where they are unwrapped already."""
    numbers = {unit_keys.number_of(one) for one in closed}
    missing = {number for number in numbers if number and not unit_keys.is_unwrapped(number)}
    if not missing:
        return
    for row in UnitKey.rows.filter(number__in=missing):
        unit_keys.unwrap(row.number, row.unit_id, row.wrapped)


def unit_keys_closed() -> int:
    """How many keys of units no master key that lies here has wrapped: what they closed does not open."""
    masters = (unit_keys.master_file(), unit_keys.next_file(), unit_keys.old_file())
    here = {unit_keys.fingerprint(path) for path in masters if path.exists()}
    return UnitKey.rows.exclude(master__in=here).count()


def key_states() -> dict[str, int]:
    """How many keys of units are in use, how many retired, and how many another master key wrapped."""
    current = unit_keys.fingerprint(unit_keys.master_file()) if unit_keys.master_file().exists() else ""
    return {
        "in use": UnitKey.rows.filter(retired_at=None).count(),
        "retired": UnitKey.rows.exclude(retired_at=None).count(),
        "of another master key": UnitKey.rows.exclude(master=current).count(),
    }
