"""What waits for units, for the notices of their people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from phoihop.ground.actor import DOERS
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import Waiting
from phoihop.obligations import states
from phoihop.obligations.models import Lane, Obligation

ANSWERED = "dispatch.acknowledge"  # the duty that is done by answering the very thing it comes from
MOST = 50  # of each unit and question, the latest dates first


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """What these units owe by this Sunday or owed before, and what was handed in to them. Three queries."""
    today = local_date(at)
    sunday = today + timedelta(days=6 - today.weekday())
    asked = sorted(unit_ids)
    owed = Obligation.rows.filter(state__in=states.OWED, board_date__lte=sunday, lead_id__in=asked)
    shares = Lane.rows.filter(
        unit_id__in=asked,
        role="SUPPORTING",
        state__in=states.LANE_OPEN,
        obligation__state__in=states.OWED,
        obligation__board_date__lte=sunday,
    )
    offered = Obligation.rows.filter(state="HANDED_IN", entitled_id__in=asked)
    fields = ("code", "title", "board_date", "opened_at", "duty", "source")
    found = [_owed(row, today) for row in _first(owed, "lead_id", "board_date").values_list("lead_id", *fields)]
    through = [f"obligation__{name}" for name in fields]
    found += [_owed(row, today) for row in _first(shares, "unit_id", through[2]).values_list("unit_id", *through)]
    given = _first(offered, "entitled_id", "handed_in_at")
    for unit_id, code, title, since in given.values_list("entitled_id", "code", "title", "handed_in_at"):
        found.append(Waiting(unit_id, DOERS, "answer", code, title, _url(code), None, since or at))
    return found


def _first(rows: QuerySet[Any], unit: str, newest: str) -> QuerySet[Any]:
    place = Window(RowNumber(), partition_by=[F(unit)], order_by=[F(newest).desc(), F("pk").desc()])
    first: QuerySet[Any] = rows.annotate(place=place).filter(place__lte=MOST).order_by(unit, "place")
    return first


def _owed(row: tuple[int, str, str, date, datetime, str, str], today: date) -> Waiting:
    unit_id, code, title, day, since, duty, source = row
    group = "late" if day < today else "today" if day == today else "week"
    about = source if duty == ANSWERED else ""
    return Waiting(unit_id, DOERS, group, code, title, _url(code), day, since, about)


def _url(code: str) -> str:
    return reverse("obligations:item", args=[code])
