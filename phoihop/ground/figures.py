"""What a report is made of: sections with figures, each a named count that knows its rows. Rooms declare sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report covers, both ends counted in. `kind`: month, quarter, half, nine, year, term or phase."""

    key: str  # 2021-06, 2021-Q3, 2021-H1, 2021, 2021-2025; of a phase its key
    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: a plan, or all plans of a lead and year. Rooms file their things under these plans."""

    kind: str  # "plan" or "programme"
    code: str  # of the plan, or of the round
    title: str
    year: int
    lead_id: int
    plans: tuple[str, ...]  # codes, ascending
    unit_ids: tuple[int, ...]  # the lead first
    # What lies under these plans and has things filed under it: codes of topics, ascending. Compiling fills it in.
    dossiers: tuple[str, ...] = ()
    is_illustration: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Every code that something of this scope may be filed under."""
        return (*self.plans, *self.dossiers)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count. `rows` are the codes it counts, ascending; `url` is the page that lists exactly these.

    A code may name a part of a thing behind a slash (HN-kg-2021-0001/1). Where `is_measure`, the number is worked out
    from the rows and is not how many they are: a median, a share. Without `url` the report's own page lists the rows.
    """

    key: str  # obligations.late
    words: str
    definition: str  # one sentence: what counts, on which day
    number: int | None  # None: nothing is on record, which is not zero
    rows: tuple[str, ...] = ()
    url: str = ""
    is_measure: bool = False
    unit: str = ""  # what a measure is counted in: "%", "ngày làm việc"


def counted(key: str, words: Any, definition: Any, rows: Iterable[str], *, is_known: bool = True) -> Figure:
    """The figure of these rows; where nothing at all is on record it has no number, which is not zero."""
    found = tuple(sorted(rows))
    return Figure(key, str(words), str(definition), len(found) if is_known else None, found if is_known else ())


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; `links` leads from rows to pages, where there is one.

    Where `keys` names a figure for a column, its numbers are parts of that figure: of the codes that are a row's `own`
    those which the figure counts. So each of them opens its rows.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    own: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class SectionValue:
    """A section as it stood: sentences, figures and tables."""

    key: str
    title: str
    figures: tuple[Figure, ...] = ()
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Section:
    """A room's part of reports: `build(actor, scope, period, on)` with the record as of the day `on`; None: no part.

    A batch: a constant number of queries whatever the number of plans, scoped by the actor.
    """

    key: str  # "obligations"
    words: Any  # lazy
    build: Callable[[Any, Scope, Period, date], SectionValue | None]  # an Actor, which pure rules do not know
    order: int = 50


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many concerns or stories of one kind at one place on one day: what early warning may know of them, and no
    more. The topic is empty where none is known; `category` is the service of a concern, the kind of a story's source.
    """

    day: date
    topic: str
    category: str
    place: str
    number: int
