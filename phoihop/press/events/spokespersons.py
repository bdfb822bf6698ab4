"""What happens to the register of spokespersons. Names and ways to reach stay in the register, out of the ledger."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfSpokesperson(Event):
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokespersonNamed(_OfSpokesperson):
    """A unit announced who speaks for it, by a document."""

    announced_by: str
    from_date: str
    day: str  # the same, as it is read


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokespersonAmended(_OfSpokesperson):
    """Post or ways to reach changed."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokespersonEnded(_OfSpokesperson):
    """Speaks for the unit no more after this day."""

    reason: str
    to_date: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokespersonsShown(Event):
    """The clock brought the public list of a territory up to the day."""

    came: int
    went: int
