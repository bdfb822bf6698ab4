from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalErased(Event):
    """A personal value beside an entry was erased on request."""

    entry_id: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRestored(Event):
    """All that stands before this was restored from a backup; what happened between the two is lost."""

    backup: str
    backup_at: str  # real time, ISO 8601
    head: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(Event):
    """A dead letter was put back into the queue."""

    delivery_id: int
    listener: str
