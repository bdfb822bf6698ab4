"""What reading questions gives: finished values. Nothing here is a score of a seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.forecasts.rules.calibration import Bin, Parts
from phoihop.forecasts.rules.together import Stretch

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list. `together` is the desk's aggregate; None: too few seats, or not to be shown yet."""

    code: str
    text: str
    kind: str
    state: str
    desk: str
    desk_code: str
    dossier: str
    outcomes: tuple[str, ...]
    base: Shares
    closes_date: date
    resolves_date: date
    seats: int
    together: Shares | None
    median: Shares | None
    is_hidden: bool  # others' estimates are, until the reader has given his own
    is_mine: bool  # something for the reader's unit to do
    outcome: int | None
    decided_date: date | None
    brier: float | None
    base_brier: float | None
    log_loss: float | None
    base_log_loss: float | None
    opened_at: datetime | None
    settled_at: datetime | None
    version: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class QuestionList:
    lines: tuple[QuestionLine, ...]
    next: str
    may_draft: bool


@dataclass(frozen=True, slots=True)
class EstimateValue:
    """One turn of one seat: post and unit, never a name."""

    seat: int
    turn: int
    post: str
    unit: str
    shares: Shares
    reason: str
    given_at: datetime
    is_own: bool
    is_latest: bool


@dataclass(frozen=True, slots=True)
class ResolutionValue:
    number: int
    state: str
    outcome: int | None
    decided_date: date | None
    reason: str
    document: str
    citation: str
    page: str
    link: str
    is_visible: bool  # the reader may see the document
    proposed_at: datetime
    proposed_post: str
    settled_at: datetime | None
    settled_post: str
    note: str


@dataclass(frozen=True, slots=True)
class Rights:
    write: bool
    present: bool
    give_back: bool
    open: bool
    drop: bool
    estimate: bool
    resolve: bool
    confirm: bool
    dispute: bool


@dataclass(frozen=True, slots=True)
class QuestionValue:
    """One question with everything its page shows."""

    line: QuestionLine
    rule: str
    source: str
    counts: tuple[int, ...]
    base_class: str
    base_source: str
    drafted_at: datetime
    drafted_post: str
    presented_at: datetime | None
    presented_post: str
    opened_post: str
    parties: tuple[str, ...]
    disputes: int
    reason: str
    estimates: tuple[EstimateValue, ...]  # empty while hidden; one's own always
    own: EstimateValue | None  # the reader's latest
    history: tuple[Stretch, ...]  # empty while hidden
    resolutions: tuple[ResolutionValue, ...]
    rights: Rights
    why: str


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A desk's resolved questions, as far as the reader sees them. A desk is a unit."""

    unit_id: int
    code: str
    name: str
    resolved: int
    scored: int
    brier: float | None
    base_brier: float | None
    skill: float | None
    log_loss: float | None
    base_log_loss: float | None


@dataclass(frozen=True, slots=True)
class DeskScores:
    """One desk's figures: means over its scored questions, and its calibration."""

    line: DeskLine
    annulled: int
    bins: tuple[Bin, ...]
    parts: Parts | None
    pairs: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class ScoresValue:
    desks: tuple[DeskLine, ...]
    desk: DeskScores | None
