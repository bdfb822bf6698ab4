"""What the portal itself must know, copied out: its names, and the working calendar for dates it promises."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalNote:
    """The portal's own words. `territory` is where concerns without a place go."""

    KEY: ClassVar[str] = "portal"
    territory: str = ""
    programme: str = ""  # "Chương trình phối hợp tỉnh Kiên Giang 2021–2025"
    headline: str = ""
    lede: str = ""
    publisher: str = ""  # the body that runs it
    contact: str = ""
    contact_days: int = 180  # how long after an answer a raiser's contact is kept: what the form says of it
    is_illustration: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNote:
    """Days off and days worked besides weekends and public holidays, as the house keeps them (ISO days)."""

    KEY: ClassVar[str] = "calendar"
    swaps: tuple[tuple[str, bool, str], ...] = ()  # day, whether it is worked, why


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDataNote:
    """On what terms open data may be used, and which programs may file requests at a rate of their own."""

    KEY: ClassVar[str] = "open-data"
    licence_name: str = ""
    licence_url: str = ""
    contact: str = ""  # whom developers write to
    keys: tuple[tuple[str, str, str], ...] = ()  # SHA-256 of an api_key, whose it is, how many requests an hour


NOTES: dict[str, type[PortalNote | CalendarNote | OpenDataNote]] = {
    "portal": PortalNote,
    "calendar": CalendarNote,
    "open-data": OpenDataNote,
}
Note = PortalNote | CalendarNote | OpenDataNote


def write_note(note: Note) -> str:
    return json.dumps(asdict(note), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_note(key: str, text: str) -> Any:
    cls = NOTES[key]
    raw = json.loads(text)
    values = {f.name: _shaped(raw[f.name]) for f in fields(cls) if f.name in raw}
    return cls(**values)


def _shaped(value: Any) -> Any:
    """Lists of JSON as the tuples they were."""
    return tuple(map(tuple, value)) if isinstance(value, list) else value
