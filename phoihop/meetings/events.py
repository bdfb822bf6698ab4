"""What happened to meetings, invitations, attendance and minutes."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfMeeting(Event):
    title: str
    organiser_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDrafted(_OfMeeting):
    """An office prepares a meeting; nobody is invited yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalled(_OfMeeting):
    """The units are invited; `starts` is the first occasion's start as ISO text."""

    unit_ids: tuple[int, ...]
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChanged(_OfMeeting):
    """Time, place or text changed; the units are asked again when the time did."""

    sequence: int
    starts: str
    is_moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(_OfMeeting):
    """The meeting will not take place."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingJoined(_OfMeeting):
    """One more unit is invited."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLeft(_OfMeeting):
    """A unit is no longer invited."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceAdded(_OfMeeting):
    """A series got one more occasion."""

    number: int
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceChanged(_OfMeeting):
    """One occasion of a series was moved."""

    number: int
    starts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceCancelled(_OfMeeting):
    """One occasion of a series will not take place."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAttached(_OfMeeting):
    """A document of the register belongs to the meeting."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfUnit(_OfMeeting):
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(_OfUnit):
    """A unit (or whom it sends) accepted, declined or is not sure; `said` in words; `way`: in_app, link or mail."""

    answer: str
    said: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDelegated(_OfUnit):
    """A unit sends somebody with a mandate."""

    delegate: str
    scope: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationCountered(_OfUnit):
    """A unit proposes another time."""

    counter_id: int
    starts: str
    when: str  # the same in words
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutdated(_OfUnit):
    """An answer came to a time that no longer holds; it is kept as such and the unit is asked again."""

    answer: str
    said: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyIgnored(_OfMeeting):
    """A calendar message about this meeting was not acted on: forged, replayed, too late."""

    reason: str
    from_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterAccepted(_OfUnit):
    """The meeting takes the proposed time."""

    counter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterDeclined(_OfUnit):
    """The meeting keeps its time."""

    counter_id: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceOpened(_OfMeeting):
    """Each unit got its code for checking in."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceTaken(_OfUnit):
    """A unit is there, or was put down wrongly."""

    number: int
    is_present: bool
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceHeld(_OfMeeting):
    """The roll of an occasion is closed."""

    number: int
    present: int
    is_quorate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWritten(_OfMeeting):
    """The minutes wait for the head."""

    number: int
    conclusions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesApproved(_OfMeeting):
    """The head approved the minutes; each conclusion became an obligation."""

    number: int
    conclusions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRefreshed(_OfUnit):
    """A unit's calendar asked for the invitation once more."""
