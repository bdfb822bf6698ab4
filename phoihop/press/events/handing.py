"""What happens to a story that was handed to an agency."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfHandoff(Event):
    """`title` is the story's headline; `dossier` the topic."""

    title: str
    story: str
    unit_id: int
    agency_id: int
    agency_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffGiven(_OfHandoff):
    """An agency is to answer about a story by a day."""

    due: str
    day: str  # the same, as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffAnswered(_OfHandoff):
    """The agency answered; whoever handed it on looks at the answer."""

    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffAccepted(_OfHandoff):
    """The answer was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffReturned(_OfHandoff):
    """The answer was given back with a reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffRefused(_OfHandoff):
    """The agency is not the one to answer, and says who is."""

    reason: str
    next_unit_id: int | None
    next_unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffWithdrawn(_OfHandoff):
    """No answer is wanted any more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffExtended(_OfHandoff):
    """The agency has until a later day."""

    due: str
    day: str
