"""Honest use without a third party: how often one address may ask. Counted outside any act, and no address is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import F

from phoihop.intake.models import Throttle
from phoihop.intake.queries import bucket_of, window_of
from phoihop.intake.rules.limits import LIMITS, network_of


def admit(*, door: str, address: str, at: datetime) -> bool:
    """Counts one asking of this network address at this door (rules.limits)."""
    limit = LIMITS[door]
    return allow(bucket=f"{door}:{network_of(address)}", most=limit.most, per=limit.per, at=at)


def allow(*, bucket: str, most: int, per: timedelta, at: datetime) -> bool:
    """Counts one asking and says whether it is still among the `most` of this stretch of time."""
    digest, window = bucket_of(bucket), window_of(per, at)
    rows = Throttle.rows.filter(bucket=digest, window=window)
    count = rows.values_list("count", flat=True).first()
    if count is not None and count >= most:
        return False  # no write: whoever floods costs a look
    if not rows.update(count=F("count") + 1):
        ends_at = datetime.fromtimestamp((window + 1) * per.total_seconds(), UTC)
        Throttle.rows.bulk_create([Throttle(bucket=digest, window=window, ends_at=ends_at)], ignore_conflicts=True)
        rows.update(count=F("count") + 1)
    return True


def clear_throttles(*, at: datetime) -> int:
    """Forgets stretches of time that are over."""
    return Throttle.rows.filter(ends_at__lt=at).delete()[0]
