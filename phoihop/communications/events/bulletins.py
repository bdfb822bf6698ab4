"""What happens to the internal bulletin. `code` is the issue's; nothing of it ever goes to the public."""

from dataclasses import dataclass

from phoihop.ground.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfBulletin(Event):
    title: str
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinBegun(_OfBulletin):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinWritten(_OfBulletin):
    """Title, items or audience changed while it is a draft."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinIssued(_OfBulletin):
    """Went to the units of its audience, which acknowledge it by a day."""

    unit_ids: tuple[int, ...]
    acknowledge_by: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRead(_OfBulletin):
    """Opened for the first time in a unit."""

    reader_id: int
    reader_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinAcknowledged(_OfBulletin):
    reader_id: int
    reader_name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinReminded(_OfBulletin):
    """The clock reminded units that have not acknowledged: SOON, or LATE."""

    which: str
    unit_ids: tuple[int, ...]
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRecalled(_OfBulletin):
    reason: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinDropped(_OfBulletin):
    pass
