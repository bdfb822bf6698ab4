"""What happens in the room of plans."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesDefined(Event):
    """The lead named the phases that its next rounds will use."""

    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCalled(Event):
    year: int
    lead_id: int
    plans: tuple[str, ...]
    answer_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDeclined(Event):
    """A partner answered "none" with its reason."""

    year: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(Event):
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanApproved(Event):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClosed(Event):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCompiled(Event):
    """The agreement's clauses were compiled again and something changed."""

    opened: int
    amended: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicProposed(Event):
    title: str
    is_ad_hoc: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSelected(Event):
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicNotified(Event):
    title: str
    dispatch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAcknowledged(Event):
    title: str
    reservation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRefused(Event):
    """The lead sent the notice back with its reason; the topic is selected again, not yet notified."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDropped(Event):
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCarried(Event):
    """The topic goes on in the next year's plan under the code `into`."""

    title: str
    into: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicClosed(Event):
    title: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicJoined(Event):
    """A supporting unit was given a lane in the topic."""

    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEntered(Event):
    phase: str
    entered_on: str
    planned_end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseClosed(Event):
    phase: str
    closed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePlanned(Event):
    """The planned days of a phase changed."""

    phase: str
    planned_end: str
    day: str  # the same, as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningRecorded(Event):
    """A meeting was set or a false claim was met: what per-activity duties count from."""

    kind_of_happening: str
    title: str
    on: str
    day: str  # the same, as it is read
