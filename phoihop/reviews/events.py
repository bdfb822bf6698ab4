"""What happens to reviews and lessons. `code` is the review's; `dossier` the plan or round it looks back on."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfReview(Event):
    title: str
    lead_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfUnit(_OfReview):
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewScheduled(Event):
    """A round will be looked back on after this period; `day` is its first day after, as it is read."""

    period: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewUnscheduled(Event):
    """The lead does not want a review of this period."""

    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(_OfReview):
    """A review of a period that is over; its text has been compiled."""

    period: str
    is_final: bool
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCompiled(_OfReview):
    """The text was compiled anew as version `number`; earlier ones are kept, signatures under them count no more."""

    number: int
    report: str
    sha256: str
    unit_ids: tuple[int, ...]  # whose signature is asked for again


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewGathered(_OfReview):
    """The parties are asked for their parts."""

    parts_due: str
    day: str  # the same, as it is read
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPresented(_OfReview):
    """The parties are asked to sign version `number`; `missing_reason` says why a part is not in it."""

    number: int
    missing_reason: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReopened(_OfReview):
    """The lead takes the text back from signing to let parts be changed."""

    reason: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSigned(_OfUnit):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDissented(_OfUnit):
    """A party does not agree; its words are printed in the review."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSettled(_OfReview):
    """All parties have answered: the review stands, with the words of those who dissent."""

    number: int
    has_dissent: bool
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecalled(_OfReview):
    reason: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPublished(_OfReview):
    """The signed version `number` is shown to the public."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWithdrawn(_OfReview):
    """Taken back from the public."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWritten(_OfUnit):
    """A party wrote in these cells of its part."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHandedIn(_OfUnit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReturned(_OfUnit):
    """The lead gave a part back with a message and opened one cell of it."""

    cell: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAccepted(_OfUnit):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProposed(_OfUnit):
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWithdrawn(_OfUnit):
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTakenUp(_OfUnit):
    """The lead took the lesson up in `into`: the code of an agreement, plan, topic or of a rule of an agreement."""

    number: int
    text: str
    into: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRefused(_OfUnit):
    number: int
    text: str
    reason: str
