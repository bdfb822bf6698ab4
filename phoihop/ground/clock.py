"""The one place that reads the wall clock. Commands and queries get their time as an argument.

A data folder may carry a demonstration clock (file `clock`: simulated start, real start) so that the sample
programme of 2021 is alive; pages say so.
"""

from __future__ import annotations

import functools
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The time acts are recorded with: real time, or real time shifted by the demonstration clock."""
    return timezone.localtime(datetime.now(UTC) + _shift(_stamp()))


def is_demonstration() -> bool:
    return _clock_file().exists()


def start_demonstration(at: datetime) -> None:
    """From now on this data folder lives at `at` and goes on from there."""
    _clock_file().write_text(f"{at.isoformat()}\n{datetime.now(UTC).isoformat()}\n", encoding="ascii")


def local_date(at: datetime) -> date:
    return timezone.localtime(at).date()


def _clock_file() -> Path:
    return Path(settings.PHOIHOP_DATA) / "clock"


def _stamp() -> float:
    try:
        return _clock_file().stat().st_mtime
    except FileNotFoundError:
        return 0.0


@functools.lru_cache(maxsize=4)
def _shift(stamp: float) -> timedelta:
    if not stamp:
        return timedelta()
    simulated, real = _clock_file().read_text(encoding="ascii").split()
    return datetime.fromisoformat(simulated) - datetime.fromisoformat(real)
