"""When a source is asked again. Figures are data of a territory (`ReadingRule`); these hold where none are set."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

EVERY_MINUTES = 15
KEEP_DAYS = 90  # of what matched nothing
LEAST_MINUTES, MOST_MINUTES = 5, 24 * 60
LEAST_DAYS, MOST_DAYS = 7, 3650
COPIES = timedelta(days=7)  # how far back copies of an article are sought
LONGEST_WAIT = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)  # of what a server says by Retry-After
BROKEN_AFTER = 3  # failures, one after the other
SOON = timedelta(minutes=1)  # more is waiting there than one reading may take


def again(*, code: str, failures: int, every: timedelta, at: datetime, asked: timedelta | None = None) -> datetime:
    """The next time: doubled with each failure up to a day, spread by up to a fifth so that sources do not come in
    step; never before a server has asked us to."""
    wait: timedelta = min(every * 2 ** min(failures, 10), max(LONGEST_WAIT, every))
    spread = int.from_bytes(hashlib.sha256(f"{code}/{failures}".encode()).digest()[:4], "big") / 2**32
    wait *= 1 + spread / 5
    if asked is not None:
        wait = max(wait, min(asked, LONGEST_ASKED))
    return at + wait
