"""The board: every obligation the reader may see, filtered, fifty at a time; counts open exactly their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from phoihop.ground.actor import Actor
from phoihop.ground.text import fold, nfc
from phoihop.obligations import states
from phoihop.obligations.models import Obligation, SavedFilter
from phoihop.obligations.queries.days import calendar
from phoihop.obligations.queries.rows import (
    MOST_COUNTED,
    ObligationRow,
    figure_filters,
    finished,
    mine_filters,
    shown_filters,
    soon_until,
)
from phoihop.organizations.queries import unit_by_key, unit_names

ON_A_PAGE = 50
FEW = 2000  # so many rows are counted one by one, more of them state by state


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the reader asked for. `status` is a shown state, a figure's name, or with `mine` a group of Today."""

    status: str = ""
    mine: str = ""  # "", "late", "week", "for_me", "for_others": the groups of Today
    unit: str = ""  # key of the unit that owes, in the reader's territory
    entitled: str = ""
    sources: tuple[str, ...] = ()
    dossier: str = ""
    duty: str = ""
    stage: str | None = None
    year: int | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: tuple[ObligationRow, ...]
    next: str  # keyset of the next page: "2021-08-02.417", empty at the end
    counts: Mapping[str, int]  # shown state -> rows under the other filters, each up to MOST_COUNTED
    capped: frozenset[str]  # those of which there are more

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DueLine:
    """One row of `phoihop due`."""

    row: ObligationRow
    unit_key: str
    unit: str
    entitled: str
    explanation: str  # JSON of ground.dates.Explanation


@dataclass(frozen=True, slots=True)
class Saved:
    id: int
    name: str
    query: str


def board(actor: Actor, asked: BoardFilter, today: date, after: str = "", limit: int = ON_A_PAGE) -> BoardPage:
    """A page of the board in the order of dates, those without a date last.

    A few rows are counted and put in order here, from their heads alone; of many each state is counted by itself.
    """
    rows = _filtered(actor, asked, today)
    days = calendar()
    soon = soon_until(days, today)
    key = read_key(after)
    heads = list(rows.order_by().values_list("board_date", "pk", "state")[: FEW + 1])
    if len(heads) > FEW:
        counted = _count(rows, shown_filters(today, soon), is_by_text=bool(asked.q))
        listed = rows.filter(_status(asked.status, today, soon)).order_by("board_date", "pk")
        if key is not None:
            listed = listed.filter(
                Q(board_date__gt=key[0]) | Q(board_date=key[0], pk__gt=key[1]), board_date__gte=key[0]
            )
        found = list(listed[: limit + 1])
    else:
        counted, chosen = _count_and_choose(heads, asked.status, today, soon)
        wanted = sorted(head for head in chosen if key is None or head > key)[: limit + 1]
        found = list(Obligation.rows.filter(pk__in=[pk for _day, pk in wanted]).order_by("board_date", "pk"))
    more = found[limit - 1] if len(found) > limit else None
    return BoardPage(
        rows=tuple(finished(actor, found[:limit], today, days=days)),
        next=f"{more.board_date.isoformat()}.{more.pk}" if more else "",
        counts={shown: min(counted[shown], MOST_COUNTED) for shown in states.SHOWN},
        capped=frozenset(shown for shown in states.SHOWN if counted[shown] > MOST_COUNTED),
    )


def _count(rows: QuerySet[Obligation], filters: Mapping[str, Q], *, is_by_text: bool) -> dict[str, int]:
    """How many stand in which shown state, of many rows: each state has its index and stops at the cap.

    Text has no index that leads to it: it is read through once for all states, in the index that holds the titles.
    """
    if is_by_text:
        return rows.aggregate(**{shown: Count("pk", filter=q) for shown, q in filters.items()})
    return {shown: rows.filter(q)[: MOST_COUNTED + 1].count() for shown, q in filters.items()}


def _count_and_choose(
    heads: list[tuple[date, int, str]], status: str, today: date, soon: date
) -> tuple[dict[str, int], list[tuple[date, int]]]:
    """How many stand in which shown state, and date and number of those with the status asked for."""
    shown = {like: states.shown_state(*like, today, soon) for like in {(state, day) for day, _pk, state in heads}}
    counted = dict.fromkeys(states.SHOWN, 0)
    for day, _pk, state in heads:
        counted[shown[state, day]] += 1
    if status in states.SHOWN:
        return counted, [(day, pk) for day, pk, state in heads if shown[state, day] == status]
    if status:
        rows = Obligation.rows.filter(_status(status, today, soon), pk__in=[pk for _day, pk, _state in heads])
        return counted, list(rows.values_list("board_date", "pk"))
    return counted, [(day, pk) for day, pk, _state in heads]


def _status(status: str, today: date, soon: date) -> Q:
    """The rows of a shown state or of a figure."""
    return (shown_filters(today, soon) | figure_filters(today))[status] if status else Q()


def statuses(today: date) -> list[str]:
    return [*states.SHOWN, *figure_filters(today)]


def _filtered(actor: Actor, asked: BoardFilter, today: date) -> QuerySet[Obligation]:
    rows = Obligation.objects.visible_to(actor)
    if asked.mine:
        rows = rows.filter(mine_filters(actor, today)[asked.mine])
    if asked.unit:
        rows = rows.filter(lead_id=_unit_id(actor, asked.unit))
    if asked.entitled:
        rows = rows.filter(entitled_id=_unit_id(actor, asked.entitled))
    labels = {"dossier": asked.dossier, "duty": asked.duty, "year": asked.year}
    rows = rows.filter(**{name: value for name, value in labels.items() if value})
    if asked.sources:
        rows = rows.filter(source__in=asked.sources)
    if asked.stage is not None:
        rows = rows.filter(stage=asked.stage)
    for word in fold(nfc(asked.q)).split()[:8]:
        met = Q(title_fold__contains=word)
        if any(char.isdigit() for char in word):
            met |= Q(code__icontains=word)
        rows = rows.filter(met)
    return rows


def _unit_id(actor: Actor, code: str) -> int:
    """A unit by its code (DV-kg-so-yte). Not visible: no such unit."""
    _dv, _dash, rest = code.partition("-")
    territory, _dash, key = rest.partition("-")
    return unit_by_key(actor, territory, key).id


def read_key(text: str) -> tuple[date, int] | None:
    """The keyset of a page; anything else starts from the beginning."""
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def due_list(actor: Actor, on: date, *, unit_id: int | None = None, within_days: int = 0) -> list[DueLine]:
    """What was late or due on that day (or is within so many days after), as far as it was not closed by then.

    What was handed in by then waits for the other side and is not listed.
    """
    rows = Obligation.objects.visible_to(actor).filter(due_date__lte=on + timedelta(days=within_days))
    # Instants of the following day and later had not come yet.
    later = on + timedelta(days=1)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__date__gte=later))
    rows = rows.exclude(state__in=("HANDED_IN", "ACCEPTED"), handed_in_at__date__lt=later)
    if unit_id is not None:
        rows = rows.filter(lead_id=unit_id)
    found = list(rows.order_by("due_date", "pk"))
    names = unit_names({unit for row in found for unit in (row.lead_id, row.entitled_id)})
    return [
        DueLine(line, names[row.lead_id].key, names[row.lead_id].name, names[row.entitled_id].name, row.explanation)
        for row, line in zip(found, finished(actor, found, on), strict=True)
    ]


def saved_filters(actor: Actor) -> list[Saved]:
    """The reader's own views of the board."""
    rows = SavedFilter.rows.filter(account_id=actor.account_id or 0).order_by("name", "pk")
    return [Saved(row.pk, row.name, row.query) for row in rows]
