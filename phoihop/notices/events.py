"""What happened to notices. `code` is the thing a notice is about, the unit whose inbox it is, or else TB."""

from dataclasses import dataclass

from phoihop.ground.events import Event

NO_ONE_THING = "TB"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRead(Event):
    """A person put one notice away as read."""

    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesRead(Event):
    """A person put all notices up to an entry away as read."""

    up_to: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesArranged(Event):
    """A person chose how to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAddressAsked(Event):
    """A code went to the address at which a person wants to be told."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAddressConfirmed(Event):
    """The person reads this address; empty: back to that of the account."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAddressBounced(Event):
    """A notice or digest came back: until an address is confirmed, this reader is told in the inbox only."""

    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxArranged(Event):
    """How the inbox of a unit is told was chosen."""

    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxHandedOver(Event):
    """Another post owns the inbox of the unit."""

    unit_id: int
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxNoticesRead(Event):
    """The keeper of a unit's inbox put notices away as read."""

    unit_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestsCompiled(Event):
    """The clock compiled the morning's digests of some readers."""

    day: str
    readers: int
    mails: int
