"""Small numbers that are not told, nor can be worked out from those that are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

Cell = tuple[str, str]
Line = tuple[int, str | None]  # 0: a row, 1: a column; None names the one of the sums
Entry = tuple[str | None, str | None]  # (row, column); None in place of a name: the sum over all


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a table is not told: cells, sums of rows, sums of columns, and the sum of all."""

    cells: frozenset[Cell]
    rows: frozenset[str]
    columns: frozenset[str]
    total: bool


def hide(cells: Mapping[Cell, int], few: int) -> Hidden:
    """What is not told of a table that is told with the sums of its rows, of its columns and of all.

    First every number below `few`. Then, line by line: what is hidden in a line whose sum is told could be subtracted,
    so it is never one number alone, nor several so small that their sum gives them away; the smallest told one goes
    too, and where none is left, the sum. Last, over all lines at once: a hidden number that is the only bridge between
    two parts of the table could be subtracted still; the smallest told one beside it goes, until there is no bridge.
    """
    table = _Table(cells, few)
    while table.guard_lines() or table.guard_bridges():
        pass
    inner = frozenset((row, column) for row, column in table.hidden if row is not None and column is not None)
    return Hidden(
        cells=inner,
        rows=frozenset(row for row, column in table.hidden if row is not None and column is None),
        columns=frozenset(column for row, column in table.hidden if row is None and column is not None),
        total=(None, None) in table.hidden,
    )


def hidden_sums(sums: Mapping[str, int], few: int) -> set[str]:
    """Which numbers of one line are not told, when their sum is told anyway."""
    hidden = {name for name, count in sums.items() if count < few}
    told = sorted(set(sums) - hidden, key=lambda name: (sums[name], name))
    while hidden and told and _gives_away([sums[name] for name in hidden], few):
        hidden.add(told.pop(0))
    return hidden


def summed(cells: Mapping[Cell, int], place: int) -> dict[str, int]:
    """Sums over rows (0) or columns (1)."""
    sums: dict[str, int] = defaultdict(int)
    for cell, count in cells.items():
        sums[cell[place]] += count
    return dict(sums)


def told(values: Mapping[str, int], hidden: frozenset[str]) -> dict[str, int | None]:
    return {name: None if name in hidden else count for name, count in values.items()}


def _gives_away(gaps: list[int], few: int) -> bool:
    """Whether the sum of these hidden numbers tells them: each is known to be one at least."""
    return len(gaps) == 1 or sum(gaps) < few + len(gaps)


class _Table:
    """The cells and their sums as one table, in which each number stands in a row and in a column."""

    def __init__(self, cells: Mapping[Cell, int], few: int) -> None:
        self.few = few
        self.counts: dict[Entry, int] = {(row, column): count for (row, column), count in cells.items()}
        for place in (0, 1):
            for name, count in summed(cells, place).items():
                self.counts[(name, None) if place == 0 else (None, name)] = count
        if cells:
            self.counts[None, None] = sum(cells.values())
        self.lines: dict[Line, list[Entry]] = defaultdict(list)
        for entry in self.counts:
            for line in self._lines_of(entry):
                self.lines[line].append(entry)
        self.hidden = {entry for entry, count in self.counts.items() if count < few}
        self.waiting = list(self.lines)

    def guard_lines(self) -> bool:
        """Hides what keeps each line's gaps from being subtracted; whether anything was left to look at."""
        had_any = bool(self.waiting)
        while self.waiting:
            line = self.waiting.pop()
            whole = self._sum_of(line)
            parts = [entry for entry in self.lines[line] if entry != whole]
            gaps = [self.counts[entry] for entry in parts if entry in self.hidden]
            if whole not in self.hidden and gaps and _gives_away(gaps, self.few):
                self._hide_least([entry for entry in parts if entry not in self.hidden] or [whole])
        return had_any

    def guard_bridges(self) -> bool:
        """Hides one more number beside each that could still be subtracted; whether there was one."""
        bridges = self._bridges()
        for bridge in bridges:
            beside = [entry for line in self._lines_of(bridge) for entry in self.lines[line]]
            open_ones = [entry for entry in beside if entry not in self.hidden]
            self._hide_least(open_ones or [entry for entry in self.counts if entry not in self.hidden])
        return bool(bridges)

    def _hide_least(self, entries: list[Entry]) -> None:
        if not entries:
            return  # all is hidden, by a bridge before this one
        least = min(entries, key=lambda one: (self.counts[one], one[0] or "", one[1] or ""))
        self.hidden.add(least)
        self.waiting += self._lines_of(least)

    def _bridges(self) -> list[Entry]:
        """Hidden numbers on no circle of hidden ones (lines are the knots, numbers the edges between them): those have
        one solution. Depth first, with the earliest knot each can get back to."""
        edges: dict[Line, list[tuple[Line, Entry]]] = defaultdict(list)
        for entry in sorted(self.hidden, key=lambda one: (one[0] or "", one[1] or "")):
            row, column = self._lines_of(entry)
            edges[row].append((column, entry))
            edges[column].append((row, entry))
        seen: dict[Line, int] = {}
        back: dict[Line, int] = {}
        bridges: list[Entry] = []
        for start in edges:
            if start in seen:
                continue
            seen[start] = back[start] = len(seen)
            path: list[tuple[Line, Entry | None, int]] = [(start, None, 0)]
            while path:
                knot, came_by, at = path.pop()
                if at < len(edges[knot]):
                    path.append((knot, came_by, at + 1))
                    other, entry = edges[knot][at]
                    if entry == came_by:
                        continue
                    if other in seen:
                        back[knot] = min(back[knot], seen[other])
                        continue
                    seen[other] = back[other] = len(seen)
                    path.append((other, entry, 0))
                elif came_by is not None:
                    before = path[-1][0]
                    back[before] = min(back[before], back[knot])
                    if back[knot] > seen[before]:
                        bridges.append(came_by)
        return bridges

    @staticmethod
    def _lines_of(entry: Entry) -> tuple[Line, Line]:
        return (0, entry[0]), (1, entry[1])

    @staticmethod
    def _sum_of(line: Line) -> Entry:
        return (line[1], None) if line[0] == 0 else (None, line[1])
