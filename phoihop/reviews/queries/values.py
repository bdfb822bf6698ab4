"""What leaves the queries of reviews: frozen values, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from phoihop.reviews.rules import Compared


@dataclass(frozen=True, slots=True)
class ReviewLine:
    code: str
    title: str
    state: str
    scope: str
    source: str
    year: int
    period: str
    is_final: bool
    lead_id: int
    lead: str
    lead_code: str
    parts_due: date | None
    handed_in: int
    parts: int
    lessons: int  # accepted, not answered
    is_mine: bool  # the reader's unit has its part or its signature to give
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class ReviewList:
    lines: tuple[ReviewLine, ...]
    years: tuple[int, ...]
    year: int | None
    next: str
    may_open: bool
    own_code: str  # of the reader's unit


@dataclass(frozen=True, slots=True)
class CellValue:
    key: str
    text: str
    is_open: bool
    message: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """How far one party is; its words only where the reader may read them."""

    unit_id: int
    unit: str
    unit_code: str
    state: str
    is_lead: bool
    handed_in_at: datetime | None
    handed_in_post: str
    accepted_at: datetime | None
    version: int
    is_readable: bool
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class WordLine:
    """A party's word on a version: signed, or dissent with its text."""

    unit_id: int
    unit: str
    number: int
    is_dissent: bool
    text: str
    post: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class LessonLine:
    review: str
    number: int
    kind: str
    text: str
    state: str
    unit_id: int
    unit: str
    part_state: str
    into: str
    answer: str
    answered_at: datetime | None
    answered_post: str
    version: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    report: str
    sha256: str
    compiled_at: datetime
    compiled_post: str
    signed_report: str
    words: int  # given on it


@dataclass(frozen=True, slots=True)
class Rights:
    """What this reader may do as the review stands."""

    compile: bool = False
    gather: bool = False
    present: bool = False
    reopen: bool = False
    recall: bool = False
    sign: bool = False
    write: bool = False  # in his unit's part
    hand_in: bool = False
    check: bool = False  # take or return parts
    propose: bool = False
    answer: bool = False
    publish: bool = False
    withdraw: bool = False  # it is public


@dataclass(frozen=True, slots=True)
class ReviewValue:
    line: ReviewLine
    first: date
    last: date
    on_date: date
    number: int
    opened_at: datetime
    opened_post: str
    gathered_at: datetime | None
    presented_at: datetime | None
    settled_at: datetime | None
    recalled_at: datetime | None
    reason: str
    missing_reason: str
    version: int
    parts: tuple[PartLine, ...]
    words: tuple[WordLine, ...]  # on the version that counts
    lessons: tuple[LessonLine, ...]
    versions: tuple[VersionLine, ...]
    compared: tuple[Compared, ...]
    by_unit: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    rights: Rights
    why: str


class PartValue(NamedTuple):
    """One part as its page shows it."""

    line: ReviewLine
    part: PartLine
    lessons: tuple[LessonLine, ...]
    rights: Rights
    why: str
