"""What leaves the queries of early warning: frozen values, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.signals.rules.quality import Quality


@dataclass(frozen=True, slots=True)
class Measured:
    """How often an alarm goes off although nothing happens, by simulation."""

    mean: float
    dispersion: float
    counted: int  # days or weeks of the past it was taken from
    drawn: int
    above: int
    yearly: float
    cells: int  # places looked at apart
    is_weekly: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What an alarm watches, as it was chosen."""

    source: str
    topic: str
    category: str
    place: str
    is_each_place: bool


@dataclass(frozen=True, slots=True)
class AlarmLine:
    code: str
    title: str
    state: str
    source: str
    method: str
    threshold: float
    unit: str
    false_a_year: float
    quality: Quality
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class AlarmRights:
    change: bool = False
    stop: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True)
class AlarmValue:
    line: AlarmLine
    unit_id: int
    scope: Scope
    place: str
    least: int
    rest_days: int
    is_at_night: bool
    told: tuple[tuple[int, str], ...]
    measured: Measured
    measured_at: datetime
    set_at: datetime
    set_post: str
    reason: str
    alerts: tuple[AlertLine, ...]
    rights: AlarmRights
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class AlarmList:
    lines: tuple[AlarmLine, ...]
    next: str
    may_set: bool


@dataclass(frozen=True, slots=True)
class AlertLine:
    code: str
    title: str
    state: str
    outcome: str
    source: str
    method: str
    owner: str
    first_day: date
    last_day: date
    is_weekly: bool
    number: int
    expected: float
    is_mine: bool
    is_invited: bool  # the reader's unit has not answered yet
    opened_at: datetime
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class AlertList:
    lines: tuple[AlertLine, ...]
    next: str
    may_set: bool


@dataclass(frozen=True, slots=True)
class PointValue:
    """One day or week of the series; `limit` None where the method says nothing of it."""

    day: date
    number: int
    kind: str  # of rules.days; of weeks WORK or GAP
    limit: float | None
    is_above: bool


@dataclass(frozen=True, slots=True)
class SeriesValue:
    source: str
    is_weekly: bool
    points: tuple[PointValue, ...]


@dataclass(frozen=True, slots=True)
class PartValue:
    unit_id: int
    unit: str
    state: str
    invited_at: datetime
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DutyValue:
    number: int
    unit: str
    text: str
    due_date: date
    obligation: str


@dataclass(frozen=True, slots=True)
class NoteValue:
    number: int
    unit: str
    day: date
    text: str
    document: str
    is_document_visible: bool
    noted_at: datetime
    post: str


@dataclass(frozen=True, slots=True)
class AlertRights:
    take: bool = False
    share: bool = False
    join: bool = False
    decline: bool = False
    charge: bool = False
    note: bool = False
    close: bool = False


@dataclass(frozen=True, slots=True)
class AlertValue:
    line: AlertLine
    owner_id: int
    alarm: str
    is_alarm_visible: bool
    place: str
    topic: str
    peak: int
    limit: float
    reason: str
    known_day: date | None
    closed_at: datetime | None
    closed_post: str
    series: SeriesValue
    parts: tuple[PartValue, ...]
    duties: tuple[DutyValue, ...]
    notes: tuple[NoteValue, ...]
    measured: Measured
    record: Quality  # of its alarm
    rights: AlertRights
    version: int
    why: str


@dataclass(frozen=True, slots=True)
class MethodQuality:
    method: str
    quality: Quality


@dataclass(frozen=True, slots=True)
class AlarmQuality:
    code: str
    title: str
    method: str
    false_a_year: float
    quality: Quality


@dataclass(frozen=True, slots=True)
class YearQuality:
    year: int
    years: tuple[int, ...]
    total: Quality
    methods: tuple[MethodQuality, ...]
    alarms: tuple[AlarmQuality, ...]
