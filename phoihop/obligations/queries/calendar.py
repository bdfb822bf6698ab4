"""Due dates as the calendar shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import DatedRow
from phoihop.obligations import states
from phoihop.obligations.models import Lane, Obligation
from phoihop.obligations.queries.days import calendar
from phoihop.obligations.queries.rows import CHUNK, soon_until

LONG = ("explanation", "rule", "anchors", "reason", "title_fold")  # not needed here


def due_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The due dates from `first` to `last` that the reader may see. Three queries, one more for each 500 rows."""
    rows = Obligation.objects.visible_to(actor).filter(board_date__gte=first, board_date__lte=last)
    found = list(rows.defer(*LONG).order_by("board_date", "pk")[:most])
    if not found:
        return []
    today = local_date(at)
    soon = soon_until(calendar(), today)
    supporting = _supporting([row.pk for row in found])
    return [
        DatedRow(
            kind="due",
            code=row.code,
            title=row.title,
            url=_url(row.code),
            first=row.board_date,
            last=row.board_date,
            state=states.shown_state(row.state, row.due_date, today, soon),
            stamp=max(filter(None, (row.opened_at, row.handed_in_at, row.closed_at))),
            doer_ids=_doers(row, supporting.get(row.pk, [])),
            other_ids=(row.entitled_id,) if row.entitled_id != row.lead_id else (),
            dossier=row.dossier,
            sequence=row.version,
            is_open=row.state not in states.CLOSED,
            is_illustration=row.is_illustration,
        )
        for row in found
    ]


@lru_cache(maxsize=4096)
def _url(code: str) -> str:
    return reverse("obligations:item", args=[code])


def _doers(row: Obligation, supporting: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys([row.lead_id, *supporting]))


def _supporting(ids: list[int]) -> dict[int, list[int]]:
    """The units that give their share, by the obligation's number."""
    found: dict[int, list[int]] = {}
    for start in range(0, len(ids), CHUNK):
        lanes = Lane.rows.filter(obligation__in=ids[start : start + CHUNK], role="SUPPORTING").order_by("pk")
        for obligation_id, unit_id in lanes.values_list("obligation_id", "unit_id"):
            found.setdefault(obligation_id, []).append(unit_id)
    return found
