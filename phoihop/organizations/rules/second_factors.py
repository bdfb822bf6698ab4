"""Codes of an app (RFC 6238), recovery codes, and how long to wait after wrong ones. No framework."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

KINDS = ("app", "passkey")
WAYS = ("password", "app", "passkey", "recovery")

STEP = 30  # seconds that a code of an app is good for
DRIFT = 1  # steps that a phone's clock may be wrong
DIGITS = 6

CODES = 10  # recovery codes made at once
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else on paper
_GROUPS = 4  # of four characters: 31^16, more than 79 bits, so that a plain digest is enough

MOST_PASSKEYS = 10
SURE_FOR = timedelta(minutes=10)  # after proving who one is, changes of what keeps the account safe need no new proof
HALF_FOR = timedelta(minutes=5)  # between the password and the second step


def new_key() -> str:
    """An app's key: 160 bits, as RFC 4226 recommends, in base 32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def key_in_groups(key: str) -> str:
    """The key as a person types it."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def key_url(key: str, issuer: str, username: str) -> str:
    """What a QR code says to an app (the otpauth form that apps agreed on)."""
    asked = {"secret": key, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(f'{issuer}:{username}', safe='')}?{urlencode(asked, quote_via=quote)}"


def code_at(key: str, step: int) -> str:
    """The code of a time step: RFC 4226, section 5.3, over RFC 6238's counter."""
    digest = hmac.digest(base64.b32decode(key), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(now: datetime) -> int:
    return int(now.timestamp()) // STEP


def matching_step(key: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The time step that `code` belongs to, if it is later than the one last used. All steps are compared, whichever
    matches, so that time tells nothing."""
    given = digits_of(code).encode()
    found = None
    for step in range(step_of(now) - DRIFT, step_of(now) + DRIFT + 1):
        if hmac.compare_digest(code_at(key, step).encode(), given) and step > after:
            found = step
    return found


def digits_of(code: str) -> str:
    """As typed, without the space that apps show in the middle."""
    return "".join(code.split())


def new_recovery_codes() -> tuple[str, ...]:
    return tuple(_recovery_code() for _ in range(CODES))


def recovery_digest(code: str, account_id: int) -> str:
    """What is kept of a recovery code; hyphens, spaces and capitals do not count."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(f"{account_id}:{plain}".encode()).hexdigest()


def _recovery_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_GROUPS))


# ── waiting ─────────────────────────────────────────────────────────────────────────────────────────────────

FREE_TRIES = {"name": 5, "device": 10, "network": 40, "step": 5, "passkey": 60}
LONGEST_WAIT = {"name": 300, "device": 60, "network": 30, "step": 300, "passkey": 30}  # seconds
FORGOTTEN_AFTER = timedelta(hours=1)  # of quiet
TOLD_AT = (10, 100, 1000)  # wrong tries in a row of which the ledger hears


def wait_after(what: str, count: int) -> timedelta:
    """How long nothing is looked at after the `count`th try: nothing at first, then 1 s, 2 s, 4 s … up to the longest.
    There is a longest so that nobody is shut out for good by a stranger who keeps trying."""
    over = count - FREE_TRIES[what]
    if over <= 0:
        return timedelta(0)
    return timedelta(seconds=min(2 ** min(over - 1, 20), LONGEST_WAIT[what]))


def tries_digest(what: str, whose: str) -> str:
    return hashlib.sha256(f"{what}:{whose}".encode()).hexdigest()
