"""What the clock does every morning: count, then look at what was counted. Once a day, however often it strikes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import change, command
from phoihop.ground.powers import ask
from phoihop.signals.commands.basics import unchanged
from phoihop.signals.commands.counting import take_counts
from phoihop.signals.commands.watching import open_alerts
from phoihop.signals.models import Alarm, Count, Morning
from phoihop.signals.rules import limits


def tick(*, by: Actor, at: datetime) -> int:
    """How many alerts opened."""
    if timezone.localtime(at).time() < limits.MORNING or Morning.rows.filter(day=local_date(at)).exists():
        return 0
    return run_morning(by=by, at=at)


@command("counts.take")
def run_morning(*, by: Actor, at: datetime) -> int:
    """Counts the last days (the first time: the last years), then looks at every day since the last run. Twice on one
    day is harmless."""
    ask(by, "counts.take")
    today = local_date(at)
    last = Morning.rows.filter(day__lt=today).order_by("-day").values_list("day", flat=True).first()
    row, is_new = Morning.rows.get_or_create(day=today, defaults={"at": at})
    if not is_new:
        return unchanged(0)
    yesterday = today - timedelta(days=1)
    took = take_counts(first=_first(today, last), last=yesterday, by=by, at=at)
    opened = open_alerts(tested=_tested(today, last), by=by, at=at)
    change(row, cells=took.cells, alarms=Alarm.rows.filter(state="ON").count(), opened=len(opened))
    return unchanged(len(opened))


def _first(today: date, last: date | None) -> date:
    """From where to count: a fortnight back, and all that was missed since the last run."""
    if last is None or not Count.rows.exists():
        return today - timedelta(days=366 * limits.YEARS_READ)
    return min(last, today) - timedelta(days=limits.RECOUNTED_DAYS)


def _tested(today: date, last: date | None) -> list[date]:
    """The days that no run has looked at, the last week's at most. The first run looks at yesterday alone."""
    since = today - timedelta(days=1) if last is None else last
    since = max(since, today - timedelta(days=limits.CATCH_UP_DAYS))
    return [since + timedelta(days=n) for n in range((today - since).days)]
