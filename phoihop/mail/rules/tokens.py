"""The token of a signed link, the code of its second factor, and how often either may be tried. No framework."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

CODE_HOLDS = timedelta(minutes=10)
CODE_TRIES = 5
POSTS_WITHIN = timedelta(hours=1)
MOST_POSTS = 20  # of one link within that time


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(secret: str, link_id: int, code: str) -> str:
    """Keyed: six digits are guessed at once by whoever holds a bare digest of them."""
    return hmac.new(secret.encode(), f"link-code:{link_id}:{code}".encode(), hashlib.sha256).hexdigest()
