"""What happens to letters between offices. `code` is the letter's."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSent(Event):
    """An office sent a letter; `about` is the code of what it is about, `replaces` the letter it stands in for."""

    about: str
    purpose: str
    subject: str
    sender_id: int
    unit_ids: tuple[int, ...]
    sent_on: str
    is_illustration: bool = False
    is_formal: bool = False
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchDelivered(Event):
    """The letter lies before the recipient: in the house, with its mail server, or in its hands as the sender says.
    Nobody there has answered yet."""

    subject: str
    unit_id: int
    unit_name: str
    channel: str = "in_app"


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchDelayed(Event):
    """The letter could not be handed over for now; the machine tries again."""

    subject: str
    sender_id: int
    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchFailed(Event):
    """The letter will not arrive by this way; the sender is to choose another."""

    subject: str
    sender_id: int
    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSentAgain(Event):
    """The sender chose another way to a recipient, or the same once more."""

    unit_id: int
    unit_name: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPrinted(Event):
    """The sender had a paper or a link made, with which an office without an account can answer."""

    unit_id: int
    unit_name: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAcknowledged(Event):
    """A recipient office took the letter on, with a reservation or without."""

    about: str
    sender_id: int
    unit_id: int
    unit_name: str
    reservation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRefused(Event):
    """A recipient office sent the letter back with a reason."""

    about: str
    sender_id: int
    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchHandled(Event):
    """A recipient office said how far it is: assigned, at work, done."""

    sender_id: int
    unit_id: int
    unit_name: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRecalled(Event):
    """The letter was taken back from these offices: they had not answered yet, or agreed to give it back."""

    about: str
    sender_id: int
    unit_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRecallAsked(Event):
    """The sender asks offices that took the letter on to give it back."""

    sender_id: int
    unit_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRecallAgreed(Event):
    """An office that took the letter on gives it back."""

    sender_id: int
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRecallDeclined(Event):
    """An office that took the letter on keeps it, and says why."""

    sender_id: int
    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchReplaced(Event):
    """A newer letter stands in for this one; `unit_ids` had not answered it yet."""

    sender_id: int
    replaced_by: str
    unit_ids: tuple[int, ...]
    reason: str


FromRecipient = DispatchAcknowledged | DispatchRefused | DispatchFailed | DispatchRecallAgreed | DispatchRecallDeclined
ToRecipients = DispatchRecalled | DispatchRecallAsked | DispatchReplaced
