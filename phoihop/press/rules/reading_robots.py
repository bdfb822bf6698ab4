"""robots.txt (RFC 9309): what a machine lets us read. The longest rule that fits decides; of two alike the one that
allows."""

from __future__ import annotations

import re
from dataclasses import dataclass

AGENT = "phoihop"
LONGEST = 100_000  # characters that are read; what stands after them is not known, as the standard allows
MOST_RULES = 2_000
LONGEST_RULE = 500
LONGEST_DELAY = 60


@dataclass(frozen=True, slots=True)
class Robots:
    rules: tuple[tuple[str, bool], ...] = ()  # pattern, whether it allows
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        if path == "/robots.txt":
            return True
        best, allowed = -1, True
        for pattern, allows in self.rules:
            if (len(pattern) > best or (len(pattern) == best and allows)) and _fits(pattern, path):
                best, allowed = len(pattern), allows
        return allowed


def read(text: str, agent: str = AGENT) -> Robots:
    """The rules for this agent; those for everybody where none name it. Groups that name it twice count together."""
    groups: list[tuple[set[str], list[tuple[str, bool]], list[float]]] = []
    is_naming = False
    for line in text[:LONGEST].lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not is_naming or not groups:
                groups.append((set(), [], []))
            groups[-1][0].add(value.lower())
            is_naming = True
        elif key in ("allow", "disallow") and groups:
            is_naming = False
            if value and len(groups[-1][1]) < MOST_RULES:
                groups[-1][1].append((value[:LONGEST_RULE], key == "allow"))
        elif key == "crawl-delay" and groups:
            is_naming = False
            groups[-1][2].extend(_seconds(value))
    mine = [group for group in groups if agent in group[0]] or [group for group in groups if "*" in group[0]]
    delays = [delay for group in mine for delay in group[2]]
    return Robots(tuple(rule for group in mine for rule in group[1]), max(delays, default=0.0))


def _seconds(value: str) -> list[float]:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value):
        return []
    return [min(float(value), LONGEST_DELAY)]


def _fits(pattern: str, path: str) -> bool:
    """Whether the pattern, in which * stands for anything and a last $ for the end, fits from the start of the path.
    Pieces are sought from left to right, so that no pattern takes long."""
    ends = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    place = len(pieces[0])
    if len(pieces) == 1:
        return place == len(path) if ends else True
    for piece in pieces[1:-1]:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    last = pieces[-1]
    if ends:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0
