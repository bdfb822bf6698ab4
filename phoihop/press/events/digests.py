"""What happens to press digests and to how a unit makes them."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfDigest(Event):
    unit_id: int
    unit_name: str
    on_day: str
    day: str  # the same, as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestMade(_OfDigest):
    """A draft of the day was compiled."""

    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestEdited(_OfDigest):
    """Something was reordered, left out, taken back in or noted; `what` says which."""

    what: str
    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestApproved(_OfDigest):
    """It may go out as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestReturned(_OfDigest):
    """It is a draft again."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestIssued(_OfDigest):
    """It went to the units that get it."""

    stories: int
    unit_ids: tuple[int, ...]
    mails: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PressDigestDropped(_OfDigest):
    """The draft was given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettingChanged(Event):
    """How a unit makes its digest, and who gets it. `code` is the unit's."""

    unit_id: int
    unit_name: str
    hour: str
    is_on: bool
    readers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestReaderLeft(Event):
    """A unit does not want another unit's digest any more. `code` is the publishing unit's."""

    unit_id: int
    unit_name: str
    reader_id: int
    reader_name: str
