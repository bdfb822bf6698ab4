"""Mail addresses as they are written, compared and recognised; addresses with a token for replies."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

LONGEST = 254
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOKEN = re.compile(r"[a-z2-7]{26}")


class WrongAddress(ValueError):
    """Not an address that mail can be sent to."""


def read(text: str) -> str:
    """The address as it goes into an envelope: ASCII, the domain in lower case, an international one as IDNA."""
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > 64 or not _LOCAL.fullmatch(local):
        raise WrongAddress(text)
    try:
        domain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise WrongAddress(text) from None
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or len(f"{local}@{domain}") > LONGEST:
        raise WrongAddress(text)
    if len(labels) < 2 and domain != "localhost":
        raise WrongAddress(text)
    return f"{local}@{domain}"


def fold(text: str) -> str:
    """What two spellings of one address have in common; "" for what is no address."""
    try:
        return read(text).lower()
    except WrongAddress:
        return ""


def token_of(secret: str, purpose: str, key: str) -> str:
    """130 bits that only this house can have made for this key."""
    mac = hmac.new(secret.encode(), f"mail/{purpose}/{key}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac).decode("ascii").lower()[:26]


def with_token(address: str, token: str) -> str:
    """traloi@so.gov.vn → traloi+<token>@so.gov.vn"""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(address: str, reply_address: str) -> str | None:
    """The token of an address of ours; "" when it is ours but carries none that could be one; None: not ours."""
    local, at, domain = address.strip().lower().rpartition("@")
    own, _, own_domain = reply_address.lower().rpartition("@")
    name, _, token = local.partition("+")
    if not at or name != own or domain != own_domain:
        return None
    return token if _TOKEN.fullmatch(token) else ""
