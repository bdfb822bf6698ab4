"""What waits for units. A desk asks itself: its days are no duty that another is owed, so they wait here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.urls import reverse

from phoihop.forecasts.models import Question
from phoihop.forecasts.policy import APPROVERS, FORECASTERS
from phoihop.forecasts.rules import limits
from phoihop.ground.actor import Role
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import Waiting

MOST = 200  # of each question
WEEK = timedelta(days=7)


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Questions to open, results to give or confirm, questions that close with too few seats. Four queries."""
    asked, today = sorted(unit_ids), local_date(at)
    rows = Question.rows.filter(desk_id__in=asked)
    named = ("desk_id", "code", "text", "closes_date", "resolves_date", "presented_at", "closed_at", "opened_at")
    found: list[Waiting] = []
    for unit, code, text, _closes, _resolves, since, *_rest in rows.filter(state="WAITING").values_list(*named)[:MOST]:
        found.append(_waiting(unit, APPROVERS, "answer", code, text, None, since or at))
    for unit, code, text, _c, _r, _p, closed, since in rows.filter(state="RESOLVING").values_list(*named)[:MOST]:
        found.append(_waiting(unit, FORECASTERS, "answer", code, text, None, closed or since or at))
    closed_rows = rows.filter(state="CLOSED", resolves_date__lte=today + WEEK).order_by("resolves_date", "pk")
    for unit, code, text, _c, resolves, _p, closed, _o in closed_rows.values_list(*named)[:MOST]:
        found.append(_waiting(unit, APPROVERS, _group(resolves, today), code, text, resolves, closed or at))
    thin = rows.filter(state="OPEN", seats__lt=limits.FEWEST_SEATS, closes_date__lte=today + WEEK)
    for unit, code, text, closes, _r, _p, _c, opened in thin.order_by("closes_date", "pk").values_list(*named)[:MOST]:
        found.append(_waiting(unit, FORECASTERS, _group(closes, today), code, text, closes, opened or at))
    return found


def _waiting(
    unit: int, roles: frozenset[Role], group: str, code: str, text: str, day: date | None, since: datetime
) -> Waiting:
    url = reverse("forecasts:question", args=[code])
    return Waiting(unit, roles, group, code, text[:200], url, day, since)


def _group(day: date, today: date) -> str:
    return "late" if day < today else "today" if day == today else "week"
