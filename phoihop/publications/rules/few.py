"""Small numbers that are not told, nor can be worked out from those that are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Cell = tuple[str, str]


def hidden_cells(cells: Mapping[Cell, int], few: int) -> set[Cell]:
    """Which cells of a table are not told, when the sums of its rows and columns may be.

    Each cell below `few`; then, line by line, the smallest of the told ones as long as what is hidden in that line
    could be worked out from its sum: one cell alone, or several so small that their sum gives them away.
    """
    hidden = {cell for cell, count in cells.items() if count < few}
    lines: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        lines[0, cell[0]].append(cell)
        lines[1, cell[1]].append(cell)
    waiting = [line for line, own in lines.items() if any(cell in hidden for cell in own)]
    while waiting:
        own = lines[waiting.pop()]
        gaps = [cell for cell in own if cell in hidden]
        told = [cell for cell in own if cell not in hidden]
        if not gaps or not told or (len(gaps) > 1 and sum(cells[cell] for cell in gaps) >= few + len(gaps)):
            continue
        least = min(told, key=lambda cell: (cells[cell], cell))
        hidden.add(least)
        waiting += [(0, least[0]), (1, least[1])]
    return hidden


def hidden_sums(sums: Mapping[str, int], few: int) -> set[str]:
    """The same for one line of sums of which the total may be told."""
    return {column for _line, column in hidden_cells({("", name): count for name, count in sums.items()}, few)}


def summed(cells: Mapping[Cell, int], place: int) -> dict[str, int]:
    """Sums over rows (0) or columns (1)."""
    sums: dict[str, int] = defaultdict(int)
    for cell, count in cells.items():
        sums[cell[place]] += count
    return dict(sums)


def told(values: Mapping[str, int], hidden: set[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else count for name, count in values.items()}
