"""Pure rules of reviews: cells, lessons, comparison with the year before, the sum over lower units. No framework."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

CELLS = ("result", "difficulty", "cause", "proposal", "lesson")
LESSON_KINDS = ("DUE_RULE", "PHASE", "CLAUSE", "CHANNEL", "TRAINING", "OTHER")
LONGEST_CELL = 20_000
LONGEST_WORDS = 4_000
LONGEST_LESSON = 2_000
MOST_LESSONS = 50  # of one part
MOST_SCHEDULED = 6  # periods of one round
DAYS_FOR_PARTS = 10  # calendar days, unless the lead names a day

SCHEDULED_KINDS = ("half", "nine", "year", "quarter")
INTO = re.compile(r"(?P<thing>(?:QC|KH|VD)-[a-z0-9.-]+)(?:/(?P<rule>[A-Za-z0-9.-]+))?")

_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")

# How a figure compares with the year before.
SAME, MORE, LESS = "same", "more", "less"
NO_NUMBER, NOT_BEFORE = "no-number", "not-before"
OTHER_DEFINITION, OTHER_LAW, OTHER_UNITS = "definition", "law", "units"
BREAKS = (OTHER_DEFINITION, OTHER_LAW, OTHER_UNITS)


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """A figure as a version keeps it."""

    section: str
    key: str
    words: str
    definition: str
    number: int | None
    rows: tuple[str, ...] = ()
    url: str = ""
    unit: str = ""  # of a measure: "%"
    is_measure: bool = False  # not a count of its rows: shares and medians are never added up


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures of two years must share to be comparable: the law they stand on and the units they are about."""

    mandates: tuple[str, ...] = ()  # numbers, ascending
    units: tuple[int, ...] = ()  # ascending


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the year before. `verdict`: same, more, less, or why they cannot be compared."""

    now: KeptFigure
    before: KeptFigure | None
    verdict: str

    @property
    def is_comparable(self) -> bool:
        return self.verdict in (SAME, MORE, LESS)


def code(territory: str, year: int, number: int) -> str:
    """SK-kg-2021-0001"""
    return f"SK-{territory}-{year}-{number:04}"


def series(territory: str, year: int) -> str:
    return f"SK-{territory}-{year}"


def figures_plain(figures: Iterable[KeptFigure]) -> list[dict[str, Any]]:
    return [asdict(figure) | {"rows": list(figure.rows)} for figure in figures]


def figures_read(kept: Iterable[Mapping[str, Any]]) -> tuple[KeptFigure, ...]:
    return tuple(KeptFigure(**{**one, "rows": tuple(one["rows"])}) for one in kept)


def compare(
    now: Sequence[KeptFigure], before: Sequence[KeptFigure] | None, basis: Basis, basis_before: Basis | None
) -> tuple[Compared, ...]:
    """Each figure with its like of the year before; None: that year was not looked back on."""
    known = {figure.key: figure for figure in before or ()}
    broken = ""
    if basis_before is not None and basis.mandates != basis_before.mandates:
        broken = OTHER_LAW
    elif basis_before is not None and basis.units != basis_before.units:
        broken = OTHER_UNITS
    return tuple(Compared(one, known.get(one.key), _verdict(one, known.get(one.key), broken)) for one in now)


def meaning(definition: str) -> str:
    """A definition without the days it names: with another cut-off it means the same."""
    return _DAY.sub("·", definition)


def _verdict(now: KeptFigure, before: KeptFigure | None, broken: str) -> str:
    if before is None:
        return NOT_BEFORE
    if meaning(now.definition) != meaning(before.definition):
        return OTHER_DEFINITION
    if broken:
        return broken
    if now.number is None or before.number is None:
        return NO_NUMBER
    return SAME if now.number == before.number else MORE if now.number > before.number else LESS


# ── over lower units ────────────────────────────────────────────────────────────────────────────────────────


def body_of(unit_id: int, parents: Mapping[int, int]) -> int:
    """Whose office a unit is: the one above it, or itself at the top."""
    return parents.get(unit_id, unit_id)


def upper_of(unit_id: int, leads: Collection[int], parents: Mapping[int, int]) -> int | None:
    """The nearest lead above: one that stands in the line of parents, or is the office of one that does."""
    own = body_of(unit_id, parents)
    offices: dict[int, list[int]] = defaultdict(list)
    for lead in sorted(leads):
        if lead != unit_id:
            offices[body_of(lead, parents)].append(lead)
    seen = {unit_id}
    above = parents.get(unit_id)
    while above is not None and above not in seen:
        seen.add(above)
        if above in leads and above != unit_id:
            return above
        if above != own and offices.get(above):
            return offices[above][0]
        above = parents.get(above)
    return None


@dataclass(frozen=True, slots=True)
class Reported:
    """What one lower unit reports: figures of a signed review, by its code."""

    unit_id: int
    review: str
    figures: tuple[KeptFigure, ...]


@dataclass(frozen=True, slots=True)
class Summed:
    """A figure over lower units. `twice` are rows that more than one of them counts: counted once here."""

    key: str
    words: str
    number: int | None
    rows: tuple[str, ...]
    of: int  # how many of the reporters have a number
    twice: tuple[str, ...]
    is_mixed: bool  # they do not define it alike: not summed


def roll_up(reports: Sequence[Reported]) -> tuple[Summed, ...]:
    """Figures summed by key; what nobody has a number for has none, which is not zero."""
    found: dict[str, list[KeptFigure]] = {}
    for report in reports:
        for figure in report.figures:
            if figure.is_measure:
                continue
            found.setdefault(figure.key, []).append(figure)
    return tuple(_summed(key, figures) for key, figures in found.items())


def _summed(key: str, figures: Sequence[KeptFigure]) -> Summed:
    known = [figure for figure in figures if figure.number is not None]
    is_mixed = len({meaning(figure.definition) for figure in figures}) > 1
    counted = Counter(row for figure in known for row in set(figure.rows))
    twice = tuple(sorted(row for row, times in counted.items() if times > 1))
    total = sum(figure.number or 0 for figure in known) - sum(counted[row] - 1 for row in twice)
    number = None if is_mixed or not known else total
    return Summed(key, figures[0].words, number, tuple(sorted(counted)), len(known), twice, is_mixed)


# ── year by year ────────────────────────────────────────────────────────────────────────────────────────────

# An indicator: its key, the figure counted, and those it is a share of: added up, with the one whose rows they are.
INDICATORS = (
    (
        "kept",
        "obligations.kept",
        ("obligations.kept", "obligations.late_done", "obligations.late"),
        "obligations.kept_share",
    ),
    ("topics", "topics.chosen", (), ""),
    (
        "acknowledged",
        "dispatches.acknowledged",
        ("dispatches.acknowledged", "dispatches.refused", "dispatches.waiting"),
        "",
    ),
    ("days", "dispatches.days_to_acknowledge", (), ""),
)
LESSONS = "lessons"  # the last one: answers come after the signing, so they are counted as they stand


@dataclass(frozen=True, slots=True)
class YearFigure:
    """An indicator in one year: a share of `of`, or a plain number where `of` is None. Unknown is not zero."""

    number: int | None
    of: int | None
    url: str = ""
    of_url: str = ""

    @property
    def percent(self) -> int | None:
        """Rounded half up; None where there is nothing to take a share of."""
        if self.number is None or not self.of:
            return None
        return (200 * self.number + self.of) // (2 * self.of)


def indicator(
    figures: Sequence[KeptFigure], counted: str, share_of: Sequence[str] = (), share_rows: str = ""
) -> YearFigure:
    """What is not on record stays unknown: a share needs all of its parts."""
    known = {figure.key: figure for figure in figures}
    top = known.get(counted)
    numbers = [known[key].number for key in share_of if key in known]
    whole = [number for number in numbers if number is not None]
    return YearFigure(
        number=None if top is None else top.number,
        of=sum(whole) if share_of and len(whole) == len(share_of) else None,
        url="" if top is None else top.url,
        of_url=known[share_rows].url if share_rows in known else "",
    )
