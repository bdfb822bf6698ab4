"""What happens to assessments. `code` is the assessment's, `dossier` the topic it is about. No words of a group, no
view of anybody is in them: only which part of the file changed."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAssessment(Event):
    title: str
    owner_id: int
    assessor_id: int
    evaluator_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAsked(_OfAssessment):
    """A party of the topic asks a unit to assess it by a day."""

    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAccepted(_OfAssessment):
    """The unit asked takes it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDeclined(_OfAssessment):
    """The unit asked gives it back."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentWithdrawn(_OfAssessment):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentScoped(_OfAssessment):
    """The list of questions was answered."""

    is_needed: bool
    reason: str  # where the office departs from what the list asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentWritten(_OfAssessment):
    """A part of the file was written: a group, an impact, a measure, …"""

    part: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPartDropped(_OfAssessment):
    part: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTakenOver(_OfAssessment):
    """An earlier assessment became the beginning of this one."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPresented(_OfAssessment):
    """A version was frozen and goes to the evaluator."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRemarked(_OfAssessment):
    """The evaluator has a remark that must be answered."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAnswered(_OfAssessment):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRemarkSettled(_OfAssessment):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentReturned(_OfAssessment):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPassed(_OfAssessment):
    """The evaluator says that it may go before the head."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentDissented(_OfAssessment):
    """A party does not agree; its words stay with the file as they are."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentValidated(_OfAssessment):
    """The head says that this version holds; its conditions are owed from now on."""

    number: int
    sha256: str
    conditions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRevised(_OfAssessment):
    """What was validated is opened again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRescored(_OfAssessment):
    """What came of one impact was written down."""

    number: int
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentClosed(_OfAssessment):
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPublished(_OfAssessment):
    """Its summary went out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTakenBack(_OfAssessment):
    """Its summary is no longer public."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestGroupSet(Event):
    """`code` is the unit's: how many a group must count at least."""

    unit_id: int
    unit_name: str
    size: int
