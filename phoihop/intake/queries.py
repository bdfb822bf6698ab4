"""What is known of an input without opening it; and, for the room that it is for, what is in it."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may
from phoihop.ground.text import nfc
from phoihop.intake import states
from phoihop.intake.models import Input, InputPhoto, Key, Throttle
from phoihop.intake.outside.sealing import unseal
from phoihop.intake.rules.channels import CHANNELS, Channel, kind_of
from phoihop.intake.rules.limits import LIMITS, network_of
from phoihop.intake.rules.texts import signs_of

__all__ = [
    "Channel",
    "InputLine",
    "IntakeWatch",
    "Taken",
    "channel_for",
    "digest_of",
    "holds_key",
    "input_line",
    "is_spent",
    "look_into",
    "signs_of",
    "waiting",
    "watched",
]


@dataclass(frozen=True, slots=True)
class InputLine:
    code: str
    what: str
    channel: str
    service: str
    place: str
    promised_unit: str
    promised_date: date | None
    received_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came in, opened. Whoever holds it answers for it."""

    code: str
    what: str
    channel: str
    territory: str
    about: str
    service: str
    place: str
    promised_unit: str
    promised_date: date | None
    received_at: datetime
    key_digest: str
    flags: tuple[str, ...]
    payload: dict[str, str]
    photos: tuple[bytes, ...]


def opened(row: Input) -> Taken:
    """The words and photos of an input that still waits."""
    photos = InputPhoto.rows.filter(input=row).order_by("number").values_list("sealed", flat=True)
    return Taken(
        code=row.code,
        what=row.what,
        channel=row.channel,
        territory=row.territory,
        about=row.about,
        service=row.service,
        place=row.place,
        promised_unit=row.promised_unit,
        promised_date=row.promised_date,
        received_at=row.received_at,
        key_digest=row.key_digest,
        flags=tuple(flag for flag in row.flags.split(",") if flag),
        payload=json.loads(unseal(bytes(row.sealed))),
        photos=tuple(unseal(bytes(sealed)) for sealed in photos),
    )


def digest_of(key: str) -> str:
    """What is kept of a sender's key."""
    return hashlib.sha256(f"intake:{key}".encode()).hexdigest()


def holds_key(code: str, key: str) -> bool:
    """Whether this is the key of whoever sent the input of this code, or one that was minted for a mail to him."""
    mine = digest_of(key.strip().lower())
    digest = Input.rows.filter(code=code).values_list("key_digest", flat=True).first()
    if digest is not None and hmac.compare_digest(digest, mine):
        return True
    return Key.rows.filter(code=code, digest=mine).exists()


def channel_for(text: str) -> Channel | None:
    """Where a text belongs that is worded like a complaint or a denunciation; None for everything else."""
    kind = kind_of(nfc(text))
    if not kind:
        return None
    found = CHANNELS[kind]
    return Channel(found.kind, gettext(found.name), gettext(found.words))


def bucket_of(name: str) -> str:
    """What is kept of whoever is counted: a keyed digest."""
    return hmac.digest(settings.PHOIHOP_PUBLIC_SECRET.encode(), f"throttle:{name}".encode(), "sha256").hex()


def window_of(per: timedelta, at: datetime) -> int:
    return int(at.timestamp() // per.total_seconds())


def is_spent(door: str, address: str, at: datetime) -> bool:
    """Whether this network address has asked as often as it may; asking this counts nothing."""
    limit = LIMITS[door]
    rows = Throttle.rows.filter(bucket=bucket_of(f"{door}:{network_of(address)}"), window=window_of(limit.per, at))
    return rows.filter(count__gte=limit.most).exists()


def input_line(code: str) -> InputLine | None:
    """What its sender may know before its room has taken it."""
    fields = ("code", "what", "channel", "service", "place", "promised_unit", "promised_date", "received_at", "state")
    row = Input.rows.filter(code=code).values_list(*fields).first()
    return None if row is None else InputLine(*row)


def waiting(what: str, limit: int = 200) -> list[str]:
    """Codes that wait for the room they are for, the oldest first."""
    rows = Input.rows.filter(what=what, state="WAITING").order_by("pk")
    return list(rows.values_list("code", flat=True)[:limit])


def look_into(actor: Actor, code: str) -> Taken:
    """What is in it, without taking it: files are judged before the act that takes them. Refused: not your room."""
    row = Input.rows.filter(code=code, state="WAITING").first()
    if row is None or not may(actor, "input.take"):
        raise NotVisible
    return opened(row)


MOST_COUNTED = 5000


@dataclass(frozen=True, slots=True)
class IntakeWatch:
    """What the public sent and no room has taken yet. `oldest_seconds`: how long the first of it waits."""

    waiting: dict[str, int]
    oldest_seconds: float


def watched(at: datetime) -> IntakeWatch:
    """Inputs that wait, by what they are, at most MOST_COUNTED of each: for whoever watches the house."""
    waiting, oldest = {}, at
    for what in states.WHATS:
        rows = Input.rows.filter(what=what, state="WAITING").order_by("pk")[:MOST_COUNTED]
        times = list(rows.values_list("received_at", flat=True))
        waiting[what] = len(times)
        oldest = min([oldest, *times[:1]])
    return IntakeWatch(waiting, (at - oldest).total_seconds())
