"""The unit that two others have above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def chain(unit_id: int, parents: Mapping[int, int]) -> list[int]:
    """The units above this one, the nearest first."""
    found: list[int] = []
    while unit_id in parents and parents[unit_id] not in found:
        unit_id = parents[unit_id]
        found.append(unit_id)
    return found


def common_upper(units: Sequence[int], parents: Mapping[int, int]) -> int | None:
    """The nearest unit above all of these; it may not be one of them. None: they meet nowhere."""
    chains = [chain(unit, parents) for unit in units]
    if not chains:
        return None
    rest = [set(one) for one in chains[1:]]
    return next((unit for unit in chains[0] if all(unit in one for one in rest) and unit not in units), None)
