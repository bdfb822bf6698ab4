from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfConcern(Event):
    """`title` names service and place. Nothing of what was written, and nothing of whoever wrote it, is in an event."""

    title: str
    reception_id: int
    lead_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernTakenIn(_OfConcern):
    channel: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLeftOut(_OfConcern):
    """The guard did not let a photo in; nothing of it was kept."""

    number: int
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAdmitted(_OfConcern):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernModerated(_OfConcern):
    """A person has let a public wording stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRefused(_OfConcern):
    reason: str
    owner: str  # who is to be turned to


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernReconsidered(_OfConcern):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernMerged(_OfConcern):
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernUnmerged(_OfConcern):
    reason: str
    was_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAssigned(_OfConcern):
    lead_name: str
    unit_ids: tuple[int, ...]
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStarted(_OfConcern):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernPassedOn(_OfConcern):
    """Not the lead's to answer: it went to its next owner."""

    from_name: str
    owner: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernPaused(_OfConcern):
    """Its raiser is asked for more; the clock waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernResumed(_OfConcern):
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAdded(_OfConcern):
    """Its raiser said more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernExtended(_OfConcern):
    due: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernPartWritten(_OfConcern):
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernComposed(_OfConcern):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernSubmitted(_OfConcern):
    number: int
    is_reopened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernReturned(_OfConcern):
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernAnswered(_OfConcern):
    number: int
    raisers: int
    is_late: bool
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernDisputed(_OfConcern):
    unit_id: int
    unit_name: str
    reason: str
    decider_id: int
    decider_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernDecided(_OfConcern):
    lead_name: str
    decision: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernReopened(_OfConcern):
    reason: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRated(_OfConcern):
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernPublished(_OfConcern):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernUnpublished(_OfConcern):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernClosed(_OfConcern):
    """The term in which it could be reopened is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFiled(_OfConcern):
    """Filed under a topic, or taken out of one (`dossier` empty)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOpened(_OfConcern):
    """Somebody looked at how its raiser can be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalErased(_OfConcern):
    """What was personal about it is gone. `why`: over, asked or refused."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequested(_OfConcern):
    request: str
    wish: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCorrected(_OfConcern):
    """Which fields were put right; not what they say."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataExported(_OfConcern):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAnswered(_OfConcern):
    request: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSetAside(Event):
    """Something came in about a concern that it could not be taken for. `reason` is a key."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesArranged(Event):
    part: str  # services, places, desk, or the key of a clock
