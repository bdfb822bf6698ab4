"""What happens to releases. `code` is the release's; `dossier` the topic it is about. No event names a person."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRelease(Event):
    title: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingsNoted(Event):
    """A topic is under proceedings: whose case, and how far."""

    owner_id: int
    owner_name: str
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHabitSet(Event):
    """How many minutes a body keeps its releases back after the second approval."""

    unit_id: int
    unit_name: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBegun(_OfRelease):
    is_case: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWritten(_OfRelease):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePresented(_OfRelease):
    """Text `number` is put before the approvers."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReturned(_OfRelease):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWordingOverridden(_OfRelease):
    """An approver lets words stand that a rule found."""

    rule: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHolderAdded(_OfRelease):
    """A unit is given the text before it is public."""

    holder_id: int
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHolderRemoved(_OfRelease):
    holder_id: int
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOpened(_OfRelease):
    """A holder opened text `number` before it was public."""

    holder_id: int
    holder_name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseEventRecorded(_OfRelease):
    """What lets the body speak has happened, as its document proves."""

    what: str
    proof: str
    happened: str  # ISO
    day: str  # as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseApproved(_OfRelease):
    """The first of two approvals of text `number`."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseReleased(_OfRelease):
    """The second approval: it goes out at this moment unless taken back before."""

    number: int
    goes_at: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseTakenBack(_OfRelease):
    """Taken back within the undo window; nothing went out."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHeldBack(_OfRelease):
    """The clock did not let it go out, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePublished(_OfRelease):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRevised(_OfRelease):
    """Opened to be changed after publication; what is out stays until the new text has been approved by two."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRestored(_OfRelease):
    """The change was given up; what is out stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWithdrawn(_OfRelease):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDropped(_OfRelease):
    pass
