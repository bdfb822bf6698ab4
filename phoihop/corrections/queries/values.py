"""What leaves the queries of corrections: frozen values, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ClaimLine:
    code: str
    text: str
    state: str
    verdict: str
    owner: str
    agency: str
    due_date: date
    is_own_error: bool
    is_out: bool
    is_mine: bool  # the reader's unit has the next step
    replies: int  # that wait to be looked at
    opened_at: datetime
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class ClaimList:
    lines: tuple[ClaimLine, ...]
    next: str
    may_open: bool
    checks: int  # wishes that wait at the reader's unit


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """An earlier claim that says nearly the same. `url` is empty where the reader may not open it."""

    code: str
    text: str
    verdict: str
    likeness: int
    is_out: bool
    is_visible: bool


@dataclass(frozen=True, slots=True)
class AppearanceValue:
    number: int
    publisher: str
    address: str
    day: date
    document: str
    sha256: str
    asked_at: datetime | None
    asked_way: str
    reply_date: date | None


@dataclass(frozen=True, slots=True)
class EvidenceValue:
    number: int
    document: str
    citation: str
    title: str
    page: str
    is_public: bool
    is_visible: bool  # this reader may open the document


@dataclass(frozen=True, slots=True)
class ReplyValue:
    number: int
    publisher: str
    text: str
    proof: str
    came: str
    state: str
    received_at: datetime
    reason: str
    version: int


@dataclass(frozen=True, slots=True)
class Rights:
    """What this reader may do as the claim stands."""

    evidence: bool = False
    archive: bool = False
    write: bool = False
    present: bool = False
    give_back: bool = False
    approve: bool = False
    publish: bool = False
    drop: bool = False
    recheck: bool = False
    withdraw: bool = False
    ask: bool = False
    record: bool = False
    check: bool = False


@dataclass(frozen=True, slots=True)
class ClaimValue:
    line: ClaimLine
    owner_id: int
    agency_id: int
    supports: tuple[str, ...]
    dossier: str
    corrected: str
    fact: str
    explanation: str
    recheck_date: date | None
    reply_date: date | None
    times: int
    opened_post: str
    presented_at: datetime | None
    presented_post: str
    approved_at: datetime | None
    approved_post: str
    published_at: datetime | None
    number: int
    reason: str
    version: int
    appearances: tuple[AppearanceValue, ...]
    evidence: tuple[EvidenceValue, ...]
    replies: tuple[ReplyValue, ...]
    rights: Rights
    why: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What somebody asks to be checked."""

    code: str
    text: str
    publisher: str
    address: str
    state: str
    claim: str
    reason: str
    received_at: datetime
    version: int
    may_settle: bool


@dataclass(frozen=True, slots=True)
class CheckList:
    lines: tuple[CheckLine, ...]
    next: str
    desk: str  # the unit that takes what comes in the reader's territory; empty: nobody yet
    may_set: bool
