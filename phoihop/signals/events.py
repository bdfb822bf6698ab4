"""What happens to alarms and alerts. `code` is the alarm's or the alert's; `dossier` the topic it watches. Numbers of
cells are told only from the small-number threshold on; no words of any concern or article are in them."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsTaken(Event):
    """The morning's counting of concerns and articles; `code` is its day."""

    first: str
    last: str
    cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAlarm(Event):
    title: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSet(_OfAlarm):
    """A unit watches a sum of counts; `false_a_year` is what was measured and shown before."""

    method: str
    threshold: float
    false_a_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmChanged(_OfAlarm):
    method: str
    threshold: float
    false_a_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmStopped(_OfAlarm):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmStarted(_OfAlarm):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAlert(Event):
    title: str
    owner_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertOpened(_OfAlert):
    """A count is beyond what is usual."""

    alarm: str
    day: str
    number: int
    expected: float
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRose(_OfAlert):
    """The open alert saw another day above its limit."""

    day: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTaken(_OfAlert):
    """Its owner looks into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertShared(_OfAlert):
    """A unit is invited to the working group."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertJoined(_OfAlert):
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDeclined(_OfAlert):
    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCharged(_OfAlert):
    """A unit of the working group owes something by a day."""

    unit_id: int
    unit_name: str
    number: int
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNoted(_OfAlert):
    """A fact was written down; `document` is the paper of the register that shows it, if one does."""

    number: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertClosed(_OfAlert):
    outcome: str
    reason: str
