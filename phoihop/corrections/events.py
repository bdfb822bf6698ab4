"""What happens to claims. `code` is the claim's; `dossier` the topic or plan it is about. No words of a publisher's
reply, nor of somebody's wish, are in them."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfClaim(Event):
    title: str
    owner_id: int
    agency_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOpened(_OfClaim):
    """A statement of fact is to be checked by its agency until `due`."""

    due: str
    is_own_error: bool
    unit_ids: tuple[int, ...]  # who helps


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAppeared(_OfClaim):
    """Where it was published; `sha256` is of the archived copy, if there is one."""

    publisher: str
    address: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEvidenced(_OfClaim):
    """A document of the register speaks to it. It is named by its number here, never by its title."""

    document: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEvidenceDropped(_OfClaim):
    document: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWritten(_OfClaim):
    """What the check found so far."""

    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPresented(_OfClaim):
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReturned(_OfClaim):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimApproved(_OfClaim):
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDropped(_OfClaim):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRechecked(_OfClaim):
    """It is looked at again: on the day that was set, or because somebody has a reason."""

    reason: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPublished(_OfClaim):
    verdict: str
    number: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionWithdrawn(_OfClaim):
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAsked(_OfClaim):
    """Whoever published it was asked for its word until a day."""

    publisher: str
    way: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReceived(_OfClaim):
    publisher: str
    number: int
    came: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyShown(_OfClaim):
    """Word for word with the correction, from its next version on."""

    publisher: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPassedOver(_OfClaim):
    """It is not a publisher's word on this claim."""

    publisher: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsDeskSet(Event):
    """`code` is the unit's: it takes what the public of its territory asks to be checked."""

    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReceived(Event):
    """Somebody asks that a claim be checked; `code` is that of the input."""

    desk_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDeclined(Event):
    desk_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOpened(Event):
    """It became a claim, or was one already."""

    desk_id: int
    claim: str
