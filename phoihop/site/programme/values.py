"""What a programme file says, as frozen values. Open (null, left out) is "", None or (); places are never compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Place:
    """Where in the file: a line of YAML, or a row of a sheet."""

    line: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.line}" if self.line else self.sheet
        return _("dòng %(line)d") % {"line": self.line} if self.line else _("cả tệp")


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong, said to the person who wrote the file."""

    place: Place
    sentence: str


NOWHERE = Place()


@dataclass(frozen=True)
class Programme:
    slug: str
    title: str
    territory: str
    level: str
    lead: str
    first_year: int
    last_year: int
    reported_date: date | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Organization:
    key: str
    name: str
    kind: str
    level: str
    parent: str = ""
    short: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Mandate:
    number: str
    type: str
    issuer: str
    title: str = ""
    issued_date: date | None = None
    status: str = ""
    supersedes: str = ""
    implements: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Duty:
    """`name` is role and key together (`partner.invite`); clauses and rules refer to it."""

    name: str
    role: str
    text: str
    when: str = ""
    channels: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Plan:
    partner: str
    mandate: str = ""
    domains: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Party:
    unit: str
    role: str


@dataclass(frozen=True)
class Clause:
    id: str
    duty: str
    text: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Agreement:
    """One agreement, known by its partner. The short form of the file is spread out: one for each plan."""

    partner: str
    title: str = ""
    mandate: str = ""
    from_date: date | None = None
    to_date: date | None = None
    parties: tuple[Party, ...] = ()
    clauses: tuple[Clause, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


Term = str | int | bool | tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """The due rule of a duty: its terms as written, sorted by name; none for a rule the file leaves open (null)."""

    duty: str
    terms: tuple[tuple[str, Term], ...] = ()
    place: Place = field(default=NOWHERE, compare=False)

    def as_plain(self) -> dict[str, object] | None:
        """The rule in the shape of the file, as `obligations.rules.parse_rule` reads it."""
        return {name: list(term) if isinstance(term, tuple) else term for name, term in self.terms} or None


@dataclass(frozen=True)
class SwapDay:
    off_date: date
    working_date: date
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Phase:
    key: str
    name: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Topic:
    plan: str
    kind: str
    title: str
    selected_date: date
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class PhaseEvent:
    """A phase entered or ended on a date, in one partner's plan or (plan "") in all."""

    what: str
    phase: str
    on_date: date
    plan: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class ProgrammeFile:
    is_illustration: bool = False
    programme: Programme | None = None
    organizations: tuple[Organization, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    duties: tuple[Duty, ...] = ()
    plans: tuple[Plan, ...] = ()
    phases_per_plan: int | None = None
    topic_kinds: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    rules: tuple[Rule, ...] = ()
    time_zone: str = ""
    swap_days: tuple[SwapDay, ...] = ()
    topics: tuple[Topic, ...] = ()
    events: tuple[PhaseEvent, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is loaded already and a file may refer to. `units` gives each unit's parent ("" if none), `mandates` the
    numbers each one supersedes or implements, `plans` the partners in the order of their agreements' numbers."""

    slug: str = ""
    lead: str = ""
    period: tuple[int, int] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    mandates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    duties: frozenset[str] = frozenset()
    plans: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    topic_kinds: tuple[str, ...] = ()
    phases_per_plan: int | None = None
