from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSent(Event):
    """An office sent a letter; `about` is the code of what it is about."""

    about: str
    purpose: str
    subject: str
    sender_id: int
    unit_ids: tuple[int, ...]
    sent_on: str
    is_illustration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchDelivered(Event):
    """The machine laid the letter before a recipient's officers. Nobody there has answered yet."""

    subject: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchLinkSent(Event):
    """The sender mailed a recipient without accounts links to answer the letter with."""

    unit_id: int
    unit_name: str


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
class DispatchRecalled(Event):
    """The sender took the letter back from those who had not answered yet (`unit_ids`)."""

    about: str
    sender_id: int
    unit_ids: tuple[int, ...]
    reason: str
