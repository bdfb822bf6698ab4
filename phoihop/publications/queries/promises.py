"""What a sender is promised at once: which body answers, and until which day, with the computation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from phoihop.ground.clock import local_date
from phoihop.ground.dates import WORKING_DAY, Explanation, Swap, WorkCalendar, explain_count, in_words
from phoihop.publications.models import Service
from phoihop.publications.queries.reading import calendar_note


@dataclass(frozen=True, slots=True)
class Promise:
    """`why` are the rows of the explained date, in the reader's language; `explanation` the same as a value."""

    unit_name: str
    due_date: date
    why: tuple[tuple[str, str], ...]
    explanation: Explanation


def promise(territory: str, service: str, place: str, at: datetime) -> Promise | None:
    """Who takes a concern of this service first, and when it is answered. A place with a service of its own goes before
    the territory's. None: there is no such service, or it is closed."""
    wanted = [one for one in (place, territory) if one]
    rows = Service.rows.filter(territory__in=wanted, key=service, is_open=True)
    by_territory = {row.territory: row for row in rows}
    row = next((by_territory[one] for one in wanted if one in by_territory), None)
    if row is None:
        return None
    explanation = explain_count(
        _calendar(),
        rule="after",
        amount=row.answer_days,
        unit=WORKING_DAY,
        anchor_date=local_date(at),
        anchor_name=_RECEIVED,
    )
    said = in_words(explanation, _, language=get_language() or "vi")
    return Promise(row.unit_name, explanation.due, said, explanation)


_RECEIVED = gettext_noop("ngày tiếp nhận")


def _calendar() -> WorkCalendar:
    days = ((date.fromisoformat(day), is_worked, why) for day, is_worked, why in calendar_note().swaps)
    swaps = tuple(Swap(None, day, why) if is_worked else Swap(day, None, why) for day, is_worked, why in days)
    return WorkCalendar(swaps=swaps)
