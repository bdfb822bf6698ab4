"""Signed tokens of public forms: no cookie, no third party, no row before something is sent.

A token is given out with the form and comes back with it. It says when the form was opened and carries a nonce, which
the intake takes once: the same form sent twice is one input. What is too quick, or came without the quiet work of a
browser with script, is never lost; it waits for a person first (`signs`).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

LEAST_SECONDS = 4  # whoever writes a concern needs longer
MOST = timedelta(hours=12)
WORK_BITS = 13  # about 8,000 hashes: under a second on a phone, while its owner types
EARLY = timedelta(minutes=2)  # clocks of two machines differ

QUICK, NO_WORK = "quick", "no-work"  # flags of the intake

_SHAPE = re.compile(r"([0-9a-f]{1,12})-([0-9a-f]{32})-([0-9a-f]{32})")
_PROOF = re.compile(r"[0-9a-z]{1,20}")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of ours that came back. `is_old`: what was typed is shown again with a fresh one."""

    text: str
    nonce: str
    seconds: int  # since the form was opened
    is_old: bool


def new_token(purpose: str, at: datetime) -> str:
    """A token for one form; `purpose` names the form and what it is about ("concern", "feedback:TT-kg-2021-0001")."""
    opened, nonce = f"{int(at.timestamp()):x}", secrets.token_hex(16)
    return f"{opened}-{nonce}-{_mark(purpose, opened, nonce)}"


def read_token(text: str, purpose: str, at: datetime) -> Token | None:
    """The token, or None: not ours, of another form, or from the future."""
    shape = _SHAPE.fullmatch(text)
    if shape is None or not hmac.compare_digest(shape[3], _mark(purpose, shape[1], shape[2])):
        return None
    seconds = int(at.timestamp()) - int(shape[1], 16)
    if seconds < -EARLY.total_seconds():
        return None
    return Token(text, shape[2], max(0, seconds), seconds > MOST.total_seconds())


def has_work(token: Token, proof: str) -> bool:
    """Whether SHA-256 of "<nonce>:<proof>" begins with WORK_BITS zeros."""
    if not _PROOF.fullmatch(proof):
        return False
    digest = hashlib.sha256(f"{token.nonce}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0


def signs(token: Token, proof: str) -> tuple[str, ...]:
    """Why a person should look first, as far as the token tells."""
    found = (QUICK if token.seconds < LEAST_SECONDS else "", "" if has_work(token, proof) else NO_WORK)
    return tuple(flag for flag in found if flag)


@dataclass(frozen=True, slots=True)
class Shield:
    """What a form's template needs: `<form data-work="{{ bits }}" data-nonce="{{ nonce }}">`, the two hidden inputs
    `token` and `proof`, and the script `portal/work.js`."""

    token: str
    nonce: str
    bits: int = WORK_BITS


def shield(purpose: str, at: datetime, token: Token | None = None) -> Shield:
    """A fresh token; or the one that came back, as long as it may still be used."""
    text = new_token(purpose, at) if token is None or token.is_old else token.text
    return Shield(text, text.split("-")[1])


def came_back(values: Any, purpose: str, at: datetime) -> tuple[Token | None, tuple[str, ...]]:
    """The token in a form's own fields and its flags: for forms without files, whose address names no token."""
    token = read_token(values.get("token", ""), purpose, at)
    return token, () if token is None else signs(token, values.get("proof", ""))


def _mark(purpose: str, opened: str, nonce: str) -> str:
    words = f"form-token:{purpose}:{opened}:{nonce}"
    return hmac.digest(settings.PHOIHOP_PUBLIC_SECRET.encode(), words.encode(), "sha256").hex()[:32]
