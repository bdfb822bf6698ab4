"""What one digest holds, in the order in which it asks for something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

GROUPS = ("late", "today", "week", "answer", "news")
MOST_LINES = 15  # of one group in one mail; the rest is counted


@dataclass(frozen=True, slots=True)
class Line:
    """`day` is a due date; `unit` is named for whoever has several, `acting_for` for whoever stands in."""

    code: str
    title: str
    url: str
    since: datetime
    day: date | None = None
    who: str = ""
    unit: str = ""
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """`more` lines were left out for length; `before` were named in an earlier digest and still stand."""

    name: str
    lines: tuple[Line, ...]
    more: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """One morning's digest. `owner` says who reads the inbox of a unit."""

    name: str
    day: date
    groups: tuple[Group, ...]
    owner: str = ""

    @property
    def count(self) -> int:
        return sum(len(group.lines) + group.more for group in self.groups)


def grouped(lines: dict[str, list[Line]], before: dict[str, int], most: int = MOST_LINES) -> tuple[Group, ...]:
    """Groups with something in them, each with the newest first: of what is late what fell due last."""
    found = []
    for name in GROUPS:
        mine = sorted(lines.get(name, ()), key=_newest(name), reverse=True)
        if mine or before.get(name):
            found.append(Group(name, tuple(mine[:most]), len(mine[most:]), before.get(name, 0)))
    return tuple(found)


def _newest(name: str) -> Callable[[Line], Any]:
    if name == "late":
        return lambda line: (line.day, line.since, line.code)
    return lambda line: (line.since, line.code)
