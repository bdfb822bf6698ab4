"""In from the public."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import fold, nfc
from phoihop.intake.commands.throttling import allow
from phoihop.intake.events import InputReceived
from phoihop.intake.models import Input, InputPhoto, Series
from phoihop.intake.outside.sealing import seal
from phoihop.intake.queries import digest_of
from phoihop.intake.rules.limits import LIMITS
from phoihop.intake.rules.texts import signs_of
from phoihop.intake.states import BY_OFFICERS, PREFIXES

_KEY_BYTES = 10  # of the sender's key: 80 bits, 16 letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the sender is told: the code everybody may know, and the key that is his alone."""

    code: str
    key: str
    is_repeat: bool = False  # the same form was received before
    is_same: bool = True  # with the very same words; else what is new in them was not received


@command("input.receive")
def receive(
    *,
    what: str,
    channel: str,
    territory: str,
    payload: Mapping[str, str],
    photos: Sequence[bytes] = (),
    about: str = "",
    service: str = "",
    place: str = "",
    promised_unit: str = "",
    promised_date: date | None = None,
    nonce: str = "",
    flags: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Receipt:
    """Keeps it, sealed, under a new code. The same `nonce` once more gives the same receipt and keeps nothing."""
    ask(by, "input.receive")
    nonce = nonce or secrets.token_hex(16)
    words = json.dumps({name: nfc(text) for name, text in payload.items()}, ensure_ascii=False, sort_keys=True)
    digest = _digest(nonce, words, photos)
    if (before := _before(nonce, digest)) is not None:
        return before
    prefix = PREFIXES.get(what, "TN")
    series = f"{prefix}-{territory}-{local_date(at).year}"
    code = f"{series}-{_number(series):06d}"
    row = Input(
        code=code,
        what=what,
        channel=channel,
        territory=territory,
        about=about,
        service=service,
        place=place,
        promised_unit=promised_unit,
        promised_date=promised_date,
        received_at=at,
        nonce=nonce,
        key_digest=digest_of(key_of(nonce)),
        digest=digest,
        sealed=seal(words.encode()),
        flags=",".join(dict.fromkeys((*flags, *_signs(what, channel, payload, at))))[:200],
    )
    try:
        with transaction.atomic():  # two posts of one form at once: the second finds the first
            Input.rows.bulk_create([row])
    except IntegrityError:
        before = _before(nonce, digest)
        if before is None:
            raise
        return before
    InputPhoto.rows.bulk_create(
        InputPhoto(input=row, number=number, sealed=seal(photo)) for number, photo in enumerate(photos, start=1)
    )
    tell(InputReceived(code=code, what=what, channel=channel, about=about))
    return Receipt(code=code, key=key_of(nonce))


def _before(nonce: str, digest: str) -> Receipt | None:
    """The receipt that this form got before. What has been taken is gone from here and cannot be compared: it counts as
    the same."""
    known = Input.rows.filter(nonce=nonce).values_list("code", "digest").first()
    if known is None:
        return None
    nothing_changed()
    return Receipt(code=known[0], key=key_of(nonce), is_repeat=True, is_same=known[1] in ("", digest))


def _signs(what: str, channel: str, payload: Mapping[str, str], at: datetime) -> tuple[str, ...]:
    """What a new concern's own words say against taking it in unseen; an officer who wrote it down has seen it."""
    text = payload.get("text", "")
    if what != "CONCERN" or channel in BY_OFFICERS or not text:
        return ()
    same = LIMITS["same-text"]
    is_new = allow(bucket=f"same-text:{fold(text)}", most=same.most, per=same.per, at=at)
    return (*signs_of(text), *(() if is_new else ("repeats",)))


def _digest(nonce: str, words: str, photos: Sequence[bytes]) -> str:
    mac = hmac.new(settings.PHOIHOP_PUBLIC_SECRET.encode(), f"intake-same:{nonce}:{words}".encode(), "sha256")
    for photo in photos:
        mac.update(hashlib.sha256(photo).digest())
    return mac.hexdigest()


def key_of(nonce: str) -> str:
    """The key of whoever sent the form of this nonce: worked out, never kept."""
    digest = hmac.digest(settings.PHOIHOP_PUBLIC_SECRET.encode(), f"intake-key:{nonce}".encode(), "sha256")
    return base64.b32encode(digest[:_KEY_BYTES]).decode().lower()


def _number(series: str) -> int:
    """The next number of a series, never given twice. Belongs into the caller's transaction."""
    rows = Series.rows.filter(key=series)
    while True:
        last = rows.values_list("last", flat=True).first()
        if last is None:
            Series.rows.bulk_create([Series(key=series)], ignore_conflicts=True)
        elif rows.filter(last=last).update(last=F("last") + 1) == 1:
            return int(last) + 1
