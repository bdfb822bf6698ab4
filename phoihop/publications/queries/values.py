"""What the public side reads: finished values, the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.publications.rules.copies import Details


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A photo with the widths it comes in, smallest first: (width, height), and the digest of each one's bytes."""

    code: str
    alt: str
    caption: str
    credit: str
    taken_date: date | None
    sizes: tuple[tuple[int, int], ...]
    is_illustration: bool
    published_at: datetime
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicationLine:
    code: str
    kind: str
    path: str
    title: str
    summary: str
    unit_name: str
    byline: str
    category: str
    dossier: str
    picture: PictureLine | None
    published_at: datetime
    changed_at: datetime
    version: int
    is_illustration: bool
    details: Details


@dataclass(frozen=True, slots=True)
class PublicationValue:
    line: PublicationLine
    territory: str
    body: str
    place: str
    is_withdrawn: bool
    withdrawn_note: str


@dataclass(frozen=True, slots=True)
class VersionValue:
    number: int
    title: str
    summary: str
    body: str
    note: str
    at: datetime
    details: Details


@dataclass(frozen=True, slots=True)
class CategoryLine:
    key: str
    name: str
    english: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    territory: str
    key: str
    name: str
    english: str
    description: str
    keywords: str
    group: str
    unit_name: str
    answer_days: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class PlaceLine:
    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class StepLine:
    at: datetime
    state: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class TrackingValue:
    """`answer` is for whoever holds the raiser's key; the rest for whoever has the code."""

    code: str
    territory: str
    service: str
    place: str
    state: str
    state_words: str
    title: str
    unit_name: str
    other_units: tuple[str, ...]
    received_at: datetime
    due_date: date | None
    due_why: tuple[tuple[str, str], ...]
    answered_at: datetime | None
    changed_at: datetime
    steps: tuple[StepLine, ...]
    answer: str
    answer_number: int
    reopen_until: date | None
    asks: str
    rating: int | None
    merged_into: str
    latitude: float | None
    longitude: float | None
    is_public: bool
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Tile:
    """Concerns of one service at one place. `count` is None where there are too few to tell."""

    service: str
    place: str
    count: int | None
    answered: int | None


@dataclass(frozen=True, slots=True)
class SpokespersonLine:
    key: str
    unit_name: str
    name: str
    post: str
    phone: str
    email: str
    since_date: date | None
    until_date: date | None
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class PublicFile:
    key: str
    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    published_at: datetime
