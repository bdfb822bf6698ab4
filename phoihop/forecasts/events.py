"""What happens to forecast questions. `dossier` is the topic. No probability is in any of them: whoever reads the
record must not learn what others gave before he gave his own."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfQuestion(Event):
    title: str
    desk_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDrafted(_OfQuestion):
    """A question is being worded."""

    question_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWritten(_OfQuestion):
    """Its words, rule, base rate or days were changed before it opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPresented(_OfQuestion):
    """It waits for an approver to open it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReturned(_OfQuestion):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOpened(_OfQuestion):
    """Seats of the desk give estimates until `closes`; the rule decides on `resolves`."""

    closes: str
    resolves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDropped(_OfQuestion):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateGiven(_OfQuestion):
    """A seat gave its estimate, or gave it anew (`turn`). What it gave stands in the room, not on the record."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosingSoon(_OfQuestion):
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed(_OfQuestion):
    """No further estimates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDue(_OfQuestion):
    """The day has come on which its rule decides."""

    resolves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionProposed(_OfQuestion):
    """An approver who gave no estimate says what came, with evidence; or that the rule cannot decide."""

    outcome: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRefused(_OfQuestion):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResolved(_OfQuestion):
    """A second person confirmed what came."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnnulled(_OfQuestion):
    """A second person confirmed that the rule cannot decide: no scores."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDisputed(_OfQuestion):
    """The result is looked at again, once."""

    reason: str
