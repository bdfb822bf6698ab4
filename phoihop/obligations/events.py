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
    missing: int = 0
    missing_reason: str = ""


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
class ObligationLinkSent(_OfObligation):
    """An office that takes part was sent the link of the act that waits for it."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationDueSoon(_OfObligation):
    """Three working days or less are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFellDue(_OfObligation):
    """The due date passed and nothing was handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RungReached(_OfObligation):
    """A rung of the ladder was reached: `unit_ids` are told as `to` says, and who is on duty there if it is urgent.

    `offset` counts working days from the due date; `skipped` lower rungs were passed untold. In `uncovered_ids` of the
    units nobody of those meant is at work, and nobody stands in: whoever else is there hears it. `absence` names who
    is away and who stands in.
    """

    rung: str
    offset: int
    to: str
    unit_ids: tuple[int, ...]
    uncovered_ids: tuple[int, ...]
    wording: str
    absence: str
    is_urgent: bool
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfLadder(Event):
    """`code` is the unit's. A ladder governs what is owed to its unit."""

    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRungSet(_OfLadder):
    """A rung came onto a unit's ladder, or changed its wording or urgency."""

    rung: str
    wording: str
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRungDropped(_OfLadder):
    """A rung is no longer on a unit's ladder."""

    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderHoursSet(_OfLadder):
    """The hours of a working day in which what is not urgent is told changed; both as 07:00."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderReset(_OfLadder):
    """A unit gave up its own ladder: the common one holds again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedListed(_OfObligation):
    """Documents that a unit shall provide were listed. As of all that follows here: never by their titles, which may be
    hidden later, while what is recorded stays."""

    unit_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfExpected(_OfObligation):
    """`unit_id` is the unit that the document is expected of."""

    expected_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDropped(_OfExpected):
    """A document is no longer expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedProvided(_OfExpected):
    """A document of the register was given to all who take part."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingProposed(_OfExpected):
    """A unit wants to keep a document back; its approver has not agreed yet. `ground` is a code."""

    ground: str
    recheck: str
    is_title_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingAgreed(_OfExpected):
    """The approver of the unit agreed: the document is kept back until it is looked at again."""

    ground: str
    recheck: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingRefused(_OfExpected):
    """The approver of the unit did not agree: the document is expected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingLifted(_OfExpected):
    """The ground is gone: the document is expected again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingFellDue(_OfObligation):
    """The day has come to look again at `count` documents that a unit keeps back."""

    unit_id: int
    recheck: str
    count: int


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
