"""Hours in which only what is urgent may disturb. Times are local; the zone of the house has no summer time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

DIGEST_TIME = time(7, 0)
QUIET_FROM = time(18, 0)
QUIET_TO = time(6, 30)


def is_quiet(quiet_from: time, quiet_to: time, now: time) -> bool:
    """Whether `now` lies in the span; it may go over midnight, and is empty when both ends are the same."""
    if quiet_from <= quiet_to:
        return quiet_from <= now < quiet_to
    return now >= quiet_from or now < quiet_to


def quiet_until(quiet_from: time, quiet_to: time, local: datetime) -> datetime:
    """`local` itself, or the end of the quiet hours it lies in."""
    if not is_quiet(quiet_from, quiet_to, local.time()):
        return local
    end = local.replace(hour=quiet_to.hour, minute=quiet_to.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
