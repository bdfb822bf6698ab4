from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRead(Event):
    """A person put one notice away as read."""

    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesRead(Event):
    """A person put all notices up to an entry away as read."""

    up_to: int
    count: int
