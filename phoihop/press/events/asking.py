"""What happens to questions of the press and to corrections asked of it. No event names a person; what was asked and
answered stays in the row."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfQuery(Event):
    outlet: str
    owner_id: int
    answerer_id: int
    answerer_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryReceived(_OfQuery):
    """A question of the press is on record, to be answered by a day."""

    due: str  # ISO
    day: str  # as it is read
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryAssigned(_OfQuery):
    """Another unit answers, or another spokesperson."""

    spokesperson: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryWritten(_OfQuery):
    """The answer was drafted or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryPresented(_OfQuery):
    """The answer lies before an approver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryReturned(_OfQuery):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryAnswered(_OfQuery):
    """The approved answer went to the outlet."""

    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryRefused(_OfQuery):
    """Not answered, on one of the four grounds, with who can be asked instead."""

    ground: str
    referral: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryExtended(_OfQuery):
    due: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressQueryWithdrawn(_OfQuery):
    """The outlet asks no more, or it was put down twice."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingTermSet(Event):
    """How long a body gives itself, or waits."""

    unit_id: int
    unit_name: str
    key: str
    amount: int
    measure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAsked(Event):
    publisher: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionOpened(_OfAsked):
    """A body is about to ask a publisher to correct a fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionWritten(_OfAsked):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionEvidenced(_OfAsked):
    document: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionEvidenceDropped(_OfAsked):
    document: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionPresented(_OfAsked):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionReturned(_OfAsked):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionApproved(_OfAsked):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionSent(_OfAsked):
    """The publisher was asked, and is waited for until a day."""

    way: str
    due: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionSettled(_OfAsked):
    """What came of it: corrected, refused with the publisher's reason, or no answer."""

    outcome: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCorrectionDropped(_OfAsked):
    reason: str
