"""What happened to obligations, extensions, working days and saved filters."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfObligation(Event):
    """`due` is the date in force as ISO text, or empty; `source`, `duty` and `stage` are its filing labels."""

    title: str
    due: str
    lead_id: int
    entitled_id: int
    source: str
    duty: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationOpened(_OfObligation):
    """A duty became an obligation."""

    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationAmended(_OfObligation):
    """Its title, clause, rule, date or supporting units changed; the ledger row holds what changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationWithdrawn(_OfObligation):
    """What it came from is gone: it is waived by rule."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationStarted(_OfObligation):
    """A unit began its lane."""

    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationHandedIn(_OfObligation):
    """The lead unit handed in the whole."""

    statement: str
    reference: str
    is_late: bool
    without_support_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationSupported(_OfObligation):
    """A supporting unit handed in its lane."""

    unit_id: int
    statement: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationAccepted(_OfObligation):
    """The entitled unit accepted what was handed in."""

    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationReturned(_OfObligation):
    """The entitled unit gave it back with a reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationWaived(_OfObligation):
    """The entitled unit does without it."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationBlocked(_OfObligation):
    """A unit cannot go on, and says why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationUnblocked(_OfObligation):
    """What stood in the way is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationDueSoon(_OfObligation):
    """Three working days or less are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFellDue(_OfObligation):
    """The due date passed and nothing was handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRequested(_OfObligation):
    """A unit asked for a later date."""

    extension_id: int
    unit_id: int
    to_date: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted(_OfObligation):
    """The entitled unit gave a later date; `due` is the new one."""

    extension_id: int
    from_date: str
    to_date: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRefused(_OfObligation):
    """The entitled unit did not give a later date."""

    extension_id: int
    to_date: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDeclared(Event):
    """A day was declared off or working; `day` is ISO text."""

    day: str
    is_working: bool
    note: str
    amended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRevoked(Event):
    """A declared day is an ordinary one again."""

    day: str
    amended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSaved(Event):
    """A person saved a view of the board."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterDropped(Event):
    """A person dropped a saved view."""

    name: str
