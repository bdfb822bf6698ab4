"""What the clock does: says that a question closes soon, closes it, says that its day has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from phoihop.forecasts import events
from phoihop.forecasts.commands.basics import estimates_of, final_of, labels, next_state, unchanged
from phoihop.forecasts.models import Question
from phoihop.forecasts.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import SomebodyWasFaster, change, command, tell
from phoihop.ground.powers import NotVisible, ask


def tick(*, by: Actor, at: datetime) -> int:
    """Each question alone; twice is harmless. One that somebody is at just now waits for the next tick."""
    today = local_date(at)
    rows = Question.rows.order_by("pk")
    running = rows.filter(state="OPEN")
    soon = running.filter(soon_at=None, closes_date__gte=today, closes_date__lte=today + timedelta(limits.SOON_DAYS))
    over = running.filter(closes_date__lt=today)
    due = rows.filter(state__in=("OPEN", "CLOSED"), due_at=None, resolves_date__lte=today, closes_date__lt=today)
    count = _each(list(soon.values_list("code", flat=True)), say_soon, by, at)
    count += _each(list(over.values_list("code", flat=True)), close_question, by, at)
    return count + _each(list(due.values_list("code", flat=True)), say_due, by, at)


@command("question.close")
def say_soon(*, code: str, by: Actor, at: datetime) -> events.QuestionClosingSoon:
    """A few days before the last one, once."""
    row = _load(code, by)
    event = events.QuestionClosingSoon(**labels(row), closes=row.closes_date.isoformat())
    if row.state != "OPEN" or row.soon_at is not None:
        return unchanged(event)
    change(row, soon_at=at)
    return tell(event)


@command("question.close")
def close_question(*, code: str, by: Actor, at: datetime) -> events.QuestionClosed:
    """The last day is over: no further estimates, and everybody who sees the question sees those that were given."""
    row = _load(code, by)
    event = events.QuestionClosed(**labels(row))
    if row.state != "OPEN" or local_date(at) <= row.closes_date:
        return unchanged(event)
    change(row, state=next_state(row, "close"), closed_at=at, final=final_of(row, estimates_of(row)))
    return tell(event)


@command("question.close")
def say_due(*, code: str, by: Actor, at: datetime) -> events.QuestionDue:
    """Its day has come, once."""
    row = _load(code, by)
    event = events.QuestionDue(**labels(row), resolves=row.resolves_date.isoformat())
    if row.state != "CLOSED" or row.due_at is not None or local_date(at) < row.resolves_date:
        return unchanged(event)
    change(row, due_at=at)
    return tell(event)


def _load(code: str, by: Actor) -> Question:
    row = Question.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, "question.close", row)
    return row


def _each(codes: list[str], act: Callable[..., object], by: Actor, at: datetime) -> int:
    count = 0
    for code in codes:
        try:
            act(code=code, by=by, at=at)
        except SomebodyWasFaster:  # the next tick tries again
            continue
        count += 1
    return count
