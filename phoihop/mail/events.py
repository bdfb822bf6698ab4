"""What happened to mails, addresses and links. `code` is the thing the mail or link is about, or else the unit's."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQueued(Event):
    """A mail waits to be sent."""

    key: str
    about: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent(Event):
    """The next mail server took the mail."""

    key: str
    about: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDelayed(Event):
    """The mail could not be handed over for now; it is tried again."""

    key: str
    about: str
    reason: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFailed(Event):
    """The mail will not arrive: refused for good, given up after days, or reported back as undeliverable."""

    key: str
    about: str
    reason: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsReleased(Event):
    """After a restore the operator let mails leave again; `dropped` of them not, since they may have left before."""

    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReceived(Event):
    """A mail came in and was acted on."""

    key: str  # of the mail it answers; empty for an invitation's answer that names none
    about: str
    what: str  # reply, bounce, calendar
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIgnored(Event):
    """A mail came in and nothing was done: a stranger, a forgery, a machine's answer, a copy."""

    key: str
    about: str
    reason: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAdded(Event):
    """A unit has a new mail address; it is not used before it is confirmed."""

    unit_id: int
    unit_name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed(Event):
    """Somebody who reads the address confirmed it."""

    unit_id: int
    unit_name: str
    address: str
    is_main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressMadeMain(Event):
    """Mails to the unit go to this address from now on."""

    unit_id: int
    unit_name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAsksLinks(Event):
    """Links of duties are wanted at this address, or are not any more."""

    unit_id: int
    unit_name: str
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressHandedOver(Event):
    """Another post of the unit answers for what arrives there."""

    unit_id: int
    unit_name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRetired(Event):
    """The address is not used any more."""

    unit_id: int
    unit_name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIssued(Event):
    """A signed link for one act on one thing was made for an office."""

    link_id: int
    about: str
    act: str
    unit_id: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOpened(Event):
    """The link's page was opened, told once a day; a scanner of mails may have done so."""

    link_id: int
    about: str
    act: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCodeSent(Event):
    """A code for the second factor went to the address that the link is bound to."""

    link_id: int
    about: str
    act: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUsed(Event):
    """The act was done through the link."""

    link_id: int
    about: str
    act: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRevoked(Event):
    """The link cannot be used any more."""

    link_id: int
    about: str
    act: str
    unit_id: int
    reason: str
