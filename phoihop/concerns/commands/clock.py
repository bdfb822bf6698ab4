"""What time does by itself: what is over is erased, what may no longer be reopened is closed, who waits goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from phoihop.concerns.commands.asking import resume_concern
from phoihop.concerns.commands.basics import labels
from phoihop.concerns.commands.following import close_concern
from phoihop.concerns.commands.keeping import erase
from phoihop.concerns.commands.subjects import show_own
from phoihop.concerns.events import PersonalErased
from phoihop.concerns.models import Concern
from phoihop.concerns.queries import routing
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, command, nothing_changed, tell
from phoihop.ground.powers import ask

AT_ONCE = 500  # of one kind in one round of the clock


def tick(*, by: Actor, at: datetime) -> int:
    """One act each, so that one that fails holds up no other. Returns how many things happened."""
    today = local_date(at)
    count = _each(_over(today), erase_over, by=by, at=at)
    count += _each(_unanswered(at), resume_concern, by=by, at=at)
    return count + _each(_past_reopening(today), close_concern, by=by, at=at)


def _each(codes: Iterable[str], act: Callable[..., object], *, by: Actor, at: datetime) -> int:
    """Each concern alone. One that somebody has just taken up holds up neither the others nor the clock."""
    count = 0
    for code in codes:
        try:
            count += act(code=code, by=by, at=at) is not None
        except (Refused, SomebodyWasFaster):  # its page says why; the next tick tries again
            continue
    return count


@command("concern.expire")
def erase_over(*, code: str, by: Actor, at: datetime) -> PersonalErased | None:
    """What is personal about it goes on its day; nobody is asked. What was let stand for the public stays."""
    ask(by, "concern.expire")
    row = Concern.rows.filter(code=code, erased_at=None, delete_on__lte=local_date(at)).first()
    if row is None:
        nothing_changed()
        return None
    erase(row, at)
    show_own(row, by=by, at=at)
    return tell(PersonalErased(**labels(row), why="over"))


def _over(today: date) -> list[str]:
    rows = Concern.rows.filter(erased_at=None, delete_on__lte=today).order_by("delete_on", "pk")
    return list(rows.values_list("code", flat=True)[:AT_ONCE])


def _unanswered(at: datetime) -> list[str]:
    """Raisers were asked and have been waited for as long as the clock of the territory says."""
    rows = Concern.rows.filter(state="NEEDS_INFO", asked_at__isnull=False).order_by("asked_at", "pk")
    terms: dict[str, object] = {}
    found = []
    for code, territory, asked_at in rows.values_list("code", "territory", "asked_at")[:AT_ONCE]:
        term = terms.setdefault(territory, routing.term(territory, "feedback_more"))
        if routing.counted(term, local_date(asked_at)).due < local_date(at):  # type: ignore[arg-type]
            found.append(code)
    return found


def _past_reopening(today: date) -> list[str]:
    """Answered, and the term is over; a second answer is closed a term after it."""
    rows = Concern.rows.filter(state="ANSWERED").order_by("answered_at", "pk")
    over = list(rows.filter(reopen_until__lt=today).values_list("code", flat=True)[:AT_ONCE])
    again = rows.filter(reopen_until=None).values_list("code", "territory", "answered_at")[:AT_ONCE]
    for code, territory, answered_at in again:
        days = routing.term(territory, "feedback_reopen").days
        if answered_at is not None and local_date(answered_at) + timedelta(days=days) < today:
            over.append(code)
    return over
