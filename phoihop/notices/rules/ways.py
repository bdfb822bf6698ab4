"""By which way what a room tells reaches a reader."""

from __future__ import annotations

import json
from collections.abc import Mapping

MAIL, DIGEST, INBOX, NEVER = "mail", "digest", "inbox", "never"
WAYS = (MAIL, DIGEST, INBOX, NEVER)


def read_ways(text: str) -> dict[str, str]:
    """What is kept of a reader's choices; a way that is none any more counts as not chosen."""
    return {room: way for room, way in json.loads(text).items() if way in WAYS}


def write_ways(ways: Mapping[str, str]) -> str:
    """Only what differs from the digest, which everybody has."""
    return json.dumps({room: way for room, way in sorted(ways.items()) if way != DIGEST})


def way_of(ways: Mapping[str, str], room: str, how: str, *, is_duty: bool) -> str:
    """The way a notice goes. A duty is never left out; what can wait for the morning does; what is urgent goes out at
    once unless its room was switched off."""
    way = ways.get(room, DIGEST)
    if way == NEVER and not is_duty:
        return NEVER
    if how == "urgent":
        return MAIL
    if way == NEVER:
        return INBOX
    return DIGEST if how == "digest" and way == MAIL else way
