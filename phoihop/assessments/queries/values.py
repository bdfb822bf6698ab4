"""What leaves the queries of assessments: frozen values, finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.assessments.rules.scoring import Score


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    code: str
    title: str
    state: str
    dossier: str
    owner: str
    assessor: str
    evaluator: str
    due_date: date
    rescore_date: date | None
    is_needed: bool | None
    is_out: bool
    is_mine: bool  # the reader's unit has the next step
    asked_at: datetime
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class AssessmentList:
    lines: tuple[AssessmentLine, ...]
    next: str
    may_ask: bool
    smallest_group: int
    may_set: bool


@dataclass(frozen=True, slots=True)
class AnswerValue:
    key: str
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class GroupValue:
    number: int
    name: str
    place: str
    size: int
    source: str
    is_vulnerable: bool


@dataclass(frozen=True, slots=True)
class EvidenceValue:
    number: int
    grade: str
    document: str
    citation: str
    page: str
    statement: str
    link: str
    is_of_outcome: bool
    is_visible: bool  # this reader may open the document


@dataclass(frozen=True, slots=True)
class ImpactValue:
    number: int
    group: int
    theme: str
    text: str
    is_positive: bool
    is_foreseen: bool
    first: Score
    level: int
    grade: str  # the best evidence there is
    span: tuple[int, int]  # between which levels it may lie
    left: Score | None
    left_level: int | None
    left_reason: str
    came: str
    actual: Score | None  # as it came; its likelihood is 5, for it came
    came_text: str
    outcome: str  # empty until it is scored anew
    deviation: int | None
    evidence: tuple[EvidenceValue, ...]

    @property
    def expected(self) -> Score | None:
        """What was expected in the end: after the measures, where there are any; None of what nobody foresaw."""
        return (self.left or self.first) if self.is_foreseen else None

    @property
    def last_level(self) -> int:
        return self.level if self.left_level is None else self.left_level


@dataclass(frozen=True, slots=True)
class MeasureValue:
    number: int
    impact: int | None
    text: str
    unit_id: int
    unit: str
    due_date: date
    cost: int | None
    is_condition: bool
    is_owed: bool
    obligation: str  # code, where the reader sees it
    stands: str  # how that obligation is shown


@dataclass(frozen=True, slots=True)
class QuestionValue:
    number: int
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class ConsultationValue:
    number: int
    groups: str
    way: str
    day: date
    people: int
    outcome: str
    document: str
    citation: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class DissentValue:
    number: int
    unit: str
    text: str
    because: str
    post: str
    at: datetime
    frozen: int


@dataclass(frozen=True, slots=True)
class RemarkValue:
    number: int
    text: str
    answer: str
    state: str
    frozen: int
    made_at: datetime
    made_post: str
    answered_post: str


@dataclass(frozen=True, slots=True)
class VersionValue:
    number: int
    why: str
    sha256: str
    at: datetime
    post: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What this reader may do as the file stands."""

    accept: bool = False
    decline: bool = False
    ask_again: bool = False
    withdraw: bool = False
    write: bool = False
    present: bool = False
    evaluate: bool = False
    answer: bool = False
    give_back: bool = False
    dissent: bool = False
    validate: bool = False
    revise: bool = False
    rescore: bool = False
    close: bool = False
    publish: bool = False
    take_back: bool = False


@dataclass(frozen=True, slots=True)
class AssessmentValue:
    line: AssessmentLine
    topic: str
    topic_url: str
    task: str
    owner_id: int
    assessor_id: int
    evaluator_id: int
    is_apart: bool
    stage: str
    smallest_group: int
    scope_reason: str
    before: str
    after: str
    findings: str
    summary: str
    evaluation: str
    validation: str
    closing: str
    reason: str
    taken_from: str
    number: int
    asked_post: str
    presented_at: datetime | None
    presented_post: str
    passed_at: datetime | None
    passed_post: str
    validated_at: datetime | None
    validated_post: str
    closed_at: datetime | None
    closed_post: str
    version: int
    answers: tuple[AnswerValue, ...]
    groups: tuple[GroupValue, ...]
    impacts: tuple[ImpactValue, ...]
    measures: tuple[MeasureValue, ...]
    questions: tuple[QuestionValue, ...]
    consultations: tuple[ConsultationValue, ...]
    dissents: tuple[DissentValue, ...]
    remarks: tuple[RemarkValue, ...]
    versions: tuple[VersionValue, ...]
    rights: Rights
    why: str
