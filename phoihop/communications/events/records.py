"""What happens to plans and topics that are shown to the public. `code` is theirs."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRecord(Event):
    title: str
    lead_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPublished(_OfRecord):
    """A plan or topic is shown to the public, as it stood on a day."""

    as_of: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHeldBack(_OfRecord):
    """The clock could not copy it anew, and why; the copy of before stays."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWithdrawn(_OfRecord):
    reason: str
