"""What pages know of concerns: finished values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.ground.dates import Explanation
from phoihop.organizations.queries import UnitName


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """One concern in a list. `title` is the public title, else service and place; never what was written."""

    code: str
    title: str
    service: str  # in words
    place: str  # in words
    state: str
    state_words: str
    lead: UnitName | None
    received_at: datetime
    forward_date: date
    promised_date: date
    answered_at: datetime | None
    is_late: bool  # still open after its date, or answered after it
    is_flagged: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    lines: tuple[ConcernLine, ...]
    next_key: str  # of the next page; empty: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class PartValue:
    unit: UnitName
    role: str
    about: str
    state: str
    text: str
    evidence: str
    written_at: datetime | None
    written_post: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerValue:
    number: int
    unit: UnitName
    state: str
    text: str
    evidence: tuple[tuple[str, str], ...]
    written_at: datetime
    written_post: str
    writer_id: int | None
    reason: str
    approved_at: datetime | None
    approved_post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeValue:
    unit: UnitName
    decider: UnitName
    state: str
    reason: str
    raised_at: datetime
    raised_post: str
    decision: str
    decided_at: datetime | None
    decided_post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferValue:
    from_unit: UnitName
    to_unit: UnitName
    reason: str
    at: datetime
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepValue:
    at: datetime
    state: str
    act: str
    words: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionValue:
    at: datetime
    text: str  # empty once erased


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedLine:
    """A concern that was merged into this one."""

    code: str
    received_at: datetime
    rating: int | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may do now: his rights and the state together."""

    acts: frozenset[str]  # names of powers

    def __contains__(self, power: object) -> bool:
        return power in self.acts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernValue:
    code: str
    version: int
    territory: str
    title: str  # public title, else service and place
    service_key: str
    service: str
    place_key: str
    place: str
    channel: str
    channel_words: str
    state: str
    state_words: str
    resumes: str
    text: str  # as written; empty where the reader may not read it, or once it is gone
    may_read: bool
    is_text_gone: bool
    public_title: str
    public_text: str
    flags: tuple[tuple[str, str], ...]  # key and words
    photos: tuple[int, ...]  # numbers
    photos_left_out: int
    latitude: float | None
    longitude: float | None
    reception: UnitName
    lead: UnitName | None
    decider: UnitName | None
    dossier: str
    received_at: datetime
    forward_date: date
    promised_date: date
    explanation: Explanation
    question: str
    assigned_at: datetime | None
    answered_at: datetime | None
    answer_number: int
    is_late: bool
    reopen_until: date | None
    reopened_at: datetime | None
    published_at: datetime | None
    refusal: str
    refusal_words: str
    refused_to: str
    merged_into: str
    merged: tuple[MergedLine, ...]
    rating: int | None
    has_contact: bool
    has_mail: bool
    delete_on: date
    erased_at: datetime | None
    parts: tuple[PartValue, ...]
    answers: tuple[AnswerValue, ...]  # the latest last
    draft: AnswerValue | None  # that is being written or waits for approval
    dispute: DisputeValue | None  # the open one
    disputes: tuple[DisputeValue, ...]
    transfers: tuple[TransferValue, ...]
    steps: tuple[StepValue, ...]
    additions: tuple[AdditionValue, ...]
    obligation: str  # code of the obligation in force; empty: none
    route_unit: UnitName | None  # whom the routing names
    own_part: PartValue | None  # of the reader's unit
    rights: Rights
    is_illustration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A concern that may say the same. `score` is 0 to 100; `metres` where both have a place on the map."""

    code: str
    title: str
    text: str  # as written, for whoever may read it
    place: str
    received_at: datetime
    state: str
    state_words: str
    score: int
    metres: int | None
    merged_into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValue:
    name: str
    phone: str
    mail: str
    address: str
    delete_on: date

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.mail or self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A text with what looks personal taken out, and what that was."""

    text: str
    found: tuple[tuple[str, str], ...]  # kind, string


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    code: str
    concern: str
    wish: str
    wish_words: str
    state: str
    received_at: datetime
    due_date: date
    settled_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestValue:
    line: RequestLine
    words: str  # what was asked, as written
    explanation: Explanation
    outcome: str
    settled_post: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Everything that is kept about whoever raised this concern."""

    code: str
    title: str
    received_at: datetime
    channel: str
    text: str
    additions: tuple[AdditionValue, ...]
    contact: ContactValue | None
    photos: int
    latitude: float | None
    longitude: float | None
    rating: int | None
    told: tuple[tuple[datetime, str, bool], ...]  # moment, words, by mail
    is_public: bool
    public_title: str
    public_text: str
    delete_on: date
    erased_at: datetime | None
    requests: tuple[RequestValue, ...]
    version: int
    contact_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceValue:
    key: str
    name: str
    english: str
    description: str
    keywords: str
    group: str
    order: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteValue:
    service: str
    place: str
    unit: UnitName
    answer_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpotValue:
    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockValue:
    key: str
    words: str
    days: int
    is_working: bool
    is_default: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    territory: str
    desk: UnitName | None
    services: tuple[ServiceValue, ...]
    routes: tuple[RouteValue, ...]
    places: tuple[SpotValue, ...]
    clocks: tuple[ClockValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One row of the figures."""

    key: str
    words: str
    received: int
    answered: int
    on_time: int
    open: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFigures:
    first: date
    last: date
    by_state: tuple[tuple[str, str, int], ...]  # key, words, how many
    by_service: tuple[Share, ...]
    by_place: tuple[Share, ...]
    by_unit: tuple[Share, ...]
    total: Share
    rating: float | None  # mean of what raisers gave; None: nobody has
    ratings: int
