"""What happens to press conferences, to the outlets a body writes to, and to releases sent to them. No event names a
person; outlets are papers, stations and sites."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfConference(Event):
    title: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceBegun(_OfConference):
    moment: str  # as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceWritten(_OfConference):
    """Changed; whoever is invited already gets the new hour or place."""

    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceGuestsAdded(_OfConference):
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceGuestRemoved(_OfConference):
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceGuestAnswered(_OfConference):
    """An outlet comes, or stays away."""

    outlet: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceMaterialAdded(_OfConference):
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceMaterialRemoved(_OfConference):
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferencePreparationAsked(_OfConference):
    """A unit is to prepare something by a day."""

    preparer_id: int
    preparer_name: str
    what: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCalled(_OfConference):
    """Invitations went out."""

    moment: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCancelled(_OfConference):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceDropped(_OfConference):
    """Nobody had been invited yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceHeld(_OfConference):
    """It took place; so many outlets came."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceQuestionNoted(_OfConference):
    """An outlet asked; answered there, or later as question `query`."""

    outlet: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceRecordWritten(_OfConference):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceRecordApproved(_OfConference):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceReleased(_OfConference):
    """A release of its record was begun; it goes its own way."""

    release: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletKept(Event):
    unit_id: int
    unit_name: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletDropped(Event):
    unit_id: int
    unit_name: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressHabitSet(Event):
    """The rhythm in which a body wants to be reminded of the press."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseDistributed(Event):
    """A published release was sent to outlets."""

    title: str
    unit_id: int
    unit_name: str
    count: int
