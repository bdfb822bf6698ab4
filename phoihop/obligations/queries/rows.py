"""Lists of obligations as finished values: rows of a dossier or plan, counts by state, and what upper rooms ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, Count, Min, Q, QuerySet, Value, When

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.powers import NotVisible
from phoihop.ground.prepared import prepared
from phoihop.ground.reading import once_a_reading
from phoihop.obligations import states
from phoihop.obligations.models import Lane, Obligation, Wait
from phoihop.obligations.queries.days import calendar
from phoihop.organizations.queries import unit_names

CHUNK = 500
MOST_COUNTED = 999  # beyond it a count is shown as "999+"


@dataclass(frozen=True, slots=True)
class LaneName:
    unit_id: int
    unit: str
    role: str
    state: str


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """One obligation in a list. `blocks` are codes of obligations that wait for it while it is open."""

    id: int
    code: str
    title: str
    duty: str
    clause: str
    source: str
    dossier: str
    stage: str
    year: int
    state: str
    shown: str
    due_date: date | None
    distance: int | None  # working days to the due date, negative when it has passed; None once it no longer runs
    waits_for: str
    handed_in_at: datetime | None
    is_late: bool
    lead_id: int
    lead: str
    entitled_id: int
    entitled: str
    lanes: tuple[LaneName, ...]
    blocks: tuple[str, ...]
    version: int
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class CellCount:
    """How many obligations of a duty in a stage stand in which shown state."""

    source: str
    duty: str
    stage: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was promised and what came of it. Kept in time and kept late add up to kept; the rest is open or waived."""

    promised: int = 0
    kept: int = 0
    kept_late: int = 0
    late: int = 0
    waiting: int = 0
    open: int = 0
    waived: int = 0


def rows_of(
    actor: Actor, *, source: str | Iterable[str] | None = None, dossier: str | None = None, today: date
) -> list[ObligationRow]:
    """The obligations filed under a source (or several) or a dossier that the reader may see, in the order of dates."""
    rows = Obligation.objects.visible_to(actor)
    if dossier is not None:
        rows = rows.filter(dossier=dossier)
    if source is not None:
        rows = rows.filter(source__in=[source] if isinstance(source, str) else list(source))
    return finished(actor, rows.order_by("board_date", "pk"), today, with_lanes=True)


def finished(
    actor: Actor,
    rows: Iterable[Obligation],
    today: date,
    *,
    days: WorkCalendar | None = None,
    with_lanes: bool = False,
) -> list[ObligationRow]:
    """Rows with names, shown state, distance and what each blocks, as far as the reader may see that.

    Three queries however many rows, two more for lanes; whoever has looked at the calendar hands it over.
    """
    found = list(rows)
    if not found:
        return []
    days = days or calendar()
    soon = soon_until(days, today)
    names = unit_names({unit for row in found for unit in (row.lead_id, row.entitled_id)})
    lanes = _lanes([row.pk for row in found]) if with_lanes else {}
    held = blocked_by(actor, [row.pk for row in found if row.state not in states.CLOSED])
    distances: dict[date, int] = {}
    answer = []
    for row in found:
        runs = row.due_date if row.state in states.OWED else None
        if runs is not None and runs not in distances:
            distances[runs] = _distance(days, today, runs)
        answer.append(
            ObligationRow(
                id=row.pk,
                code=row.code,
                title=row.title,
                duty=row.duty,
                clause=row.clause,
                source=row.source,
                dossier=row.dossier,
                stage=row.stage,
                year=row.year,
                state=row.state,
                shown=states.shown_state(row.state, row.due_date, today, soon),
                due_date=row.due_date,
                distance=distances[runs] if runs is not None else None,
                waits_for=row.waits_for,
                handed_in_at=row.handed_in_at,
                is_late=row.is_late,
                lead_id=row.lead_id,
                lead=names[row.lead_id].short,
                entitled_id=row.entitled_id,
                entitled=names[row.entitled_id].short,
                lanes=tuple(lanes.get(row.pk, ())),
                blocks=tuple(held.get(row.pk, ())),
                version=row.version,
                is_illustration=row.is_illustration,
            )
        )
    return answer


@once_a_reading
def cells(actor: Actor, *, sources: Collection[str], today: date, year: int | None = None) -> list[CellCount]:
    """Counts per source, duty, stage and shown state, in one GROUP BY."""
    rows = Obligation.objects.visible_to(actor).filter(source__in=list(sources))
    if year is not None:
        rows = rows.filter(year=year)
    shown_as = shown_case(today, soon_until(calendar(), today))
    grouped = rows.annotate(shown=shown_as).values_list("source", "duty", "stage", "shown")
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for source, duty, stage, shown, number in grouped.annotate(Count("pk")).order_by():
        counts.setdefault((source, duty, stage), Counter())[shown] += number
    return [CellCount(*key, counts=count) for key, count in sorted(counts.items())]


def notable_dates(actor: Actor, *, sources: Collection[str], today: date) -> dict[tuple[str, str], date]:
    """Of each source the oldest late date, the first that is soon, and the next after that (plan), in one GROUP BY."""
    rows = Obligation.objects.visible_to(actor).filter(source__in=list(sources), due_date__isnull=False)
    soon = soon_until(calendar(), today)
    dates = {
        "late": Q(state__in=states.OWED, board_date__lt=today),
        "soon": shown_filters(today, soon)["soon"],
        "plan": Q(state__in=["OPEN", *states.WORKED_ON], board_date__gt=soon),
    }
    first = rows.values_list("source").annotate(**{name: Min("board_date", filter=q) for name, q in dates.items()})
    return {
        (source, name): day
        for source, *days in first.order_by()
        for name, day in zip(dates, days, strict=True)
        if day is not None
    }


def figures(actor: Actor, *, sources: Collection[str], today: date, year: int | None = None) -> Figures:
    """Promised, kept, late: each the number of rows that the board shows under the filter of the same name."""
    if not sources:
        return Figures()
    rows = Obligation.objects.visible_to(actor).filter(source__in=list(sources))
    if year is not None:
        rows = rows.filter(year=year)
    return Figures(**rows.aggregate(**{name: Count("pk", filter=q) for name, q in figure_filters(today).items()}))


def figure_filters(today: date) -> dict[str, Q]:
    """The one definition of each figure; the board's `status` takes the same names."""
    return {
        "promised": Q(),
        "kept": Q(state="ACCEPTED"),
        "kept_late": Q(state="ACCEPTED", is_late=True),
        "late": Q(state__in=states.OWED, board_date__lt=today),
        "waiting": Q(state="HANDED_IN"),
        "open": Q(state__in=states.OWED, board_date__gte=today),
        "waived": Q(state="WAIVED"),
    }


def shown_filters(today: date, soon: date) -> dict[str, Q]:
    """For each shown state its rows; the same rule as states.shown_state, as filters."""
    in_time = Q(board_date__gte=today)
    return {
        "done": Q(state="ACCEPTED"),
        "held": Q(state="WAIVED"),
        "wait": Q(state="HANDED_IN"),
        "late": Q(state__in=states.OWED, board_date__lt=today),
        "block": Q(state="BLOCKED") & in_time,
        "soon": Q(state__in=["OPEN", *states.WORKED_ON], board_date__lte=soon) & in_time,
        "plan": Q(state="OPEN", board_date__gt=soon),
        "doing": Q(state__in=states.WORKED_ON, board_date__gt=soon),
    }


def shown_case(today: date, soon: date) -> Case:
    filters = shown_filters(today, soon)
    return Case(
        *(When(filters[shown], then=Value(shown)) for shown in states.SHOWN),
        output_field=CharField(),
    )


def soon_until(days: WorkCalendar, today: date) -> date:
    return days.add_working_days(today, states.SOON_DAYS)


# ── what upper rooms ask while they act ─────────────────────────────────────────────────────────────────────


def states_of_stage(actor: Actor, dossier: str, stage: str, *, but_after: str = "") -> dict[str, str]:
    """Code to state of a dossier's obligations in a stage, leaving out those whose rule counts from that event."""
    rows = Obligation.objects.visible_to(actor).filter(dossier=dossier, stage=stage)
    if but_after:
        rows = rows.exclude(rule__contains=f'"after":"{but_after}"')  # as the compact JSON of a rule has it
    return dict(rows.order_by("pk").values_list("code", "state"))


def open_origins(actor: Actor, *, source: str) -> dict[str, str]:
    """Origin to dossier of what is still open under a source."""
    rows = Obligation.objects.visible_to(actor).filter(source=source, closed_at__isnull=True)
    return dict(rows.order_by("pk").values_list("origin", "dossier"))


def open_codes(actor: Actor, *, dossier: str) -> list[str]:
    rows = Obligation.objects.visible_to(actor).filter(dossier=dossier, closed_at__isnull=True)
    return list(rows.order_by("pk").values_list("code", flat=True))


def accepted_duties(actor: Actor, *, dossier: str) -> dict[str, date]:
    """The duties of a dossier of which everything is closed and something was accepted, with the last day of that."""
    left: set[str] = set()
    accepted: dict[str, datetime] = {}
    rows = Obligation.objects.visible_to(actor).filter(dossier=dossier)
    for duty, state, closed_at in rows.values_list("duty", "state", "closed_at"):
        if closed_at is None:
            left.add(duty)
        elif state == "ACCEPTED":
            accepted[duty] = max(accepted.get(duty, closed_at), closed_at)
    return {duty: local_date(moment) for duty, moment in accepted.items() if duty not in left}


def is_waited_for(actor: Actor, *, dossier: str, event: str) -> bool:
    """Whether something open in the dossier has no date because this event has not come."""
    rows = Obligation.objects.visible_to(actor).filter(dossier=dossier, waits_for=event, closed_at__isnull=True)
    return rows.exists()


def is_blocked(actor: Actor, code: str) -> bool:
    """Whether a unit has said that it cannot go on with this one."""
    return Obligation.objects.visible_to(actor).filter(code=code, state="BLOCKED").exists()


def blocks(actor: Actor, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Of these obligations, which open ones wait for them."""
    rows = Obligation.objects.visible_to(actor).filter(code__in=list(codes)).exclude(state__in=states.CLOSED)
    by_id = dict(rows.values_list("pk", "code"))
    return {by_id[pk]: tuple(held) for pk, held in blocked_by(actor, list(by_id)).items()}


def worst_blocker(actor: Actor, *, sources: Collection[str], today: date) -> tuple[str, int] | None:
    """The office whose late obligations under these sources hold up the most others, and how many; None: nobody."""
    late = Obligation.objects.visible_to(actor).filter(source__in=list(sources)).filter(figure_filters(today)["late"])
    held = Wait.rows.filter(on__in=late.values("pk"), obligation__closed_at__isnull=True)
    most = held.values_list("on__lead_id").annotate(number=Count("obligation_id", distinct=True))
    first = most.order_by("-number", "on__lead_id").first()
    if first is None:
        return None
    return unit_names([first[0]])[first[0]].name, first[1]


def blocked_by(actor: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of open obligations that wait on these, of those the reader may see."""
    waits: list[tuple[int, int]] = []
    for start in range(0, len(ids), CHUNK):
        rows = Wait.rows.filter(on_id__in=ids[start : start + CHUNK]).order_by("obligation_id")
        waits += rows.values_list("on_id", "obligation_id")
    waiting = Obligation.objects.visible_to(actor).filter(closed_at__isnull=True)
    codes: dict[int, str] = {}
    wanted = sorted({obligation_id for _on_id, obligation_id in waits})
    for start in range(0, len(wanted), CHUNK):
        codes |= dict(waiting.filter(pk__in=wanted[start : start + CHUNK]).values_list("pk", "code"))
    held: dict[int, list[str]] = {}
    for on_id, obligation_id in waits:
        if obligation_id in codes:
            held.setdefault(on_id, []).append(codes[obligation_id])
    return held


def _lanes(ids: Sequence[int]) -> dict[int, list[LaneName]]:
    found: dict[int, list[tuple[int, str, str]]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Lane.rows.filter(obligation_id__in=ids[start : start + CHUNK]).order_by("role", "pk")
        for obligation_id, unit_id, role, state in rows.values_list("obligation_id", "unit_id", "role", "state"):
            found.setdefault(obligation_id, []).append((unit_id, role, state))
    names = unit_names({unit_id for lanes in found.values() for unit_id, _role, _state in lanes})
    return {
        obligation_id: [LaneName(unit_id, names[unit_id].short, role, state) for unit_id, role, state in lanes]
        for obligation_id, lanes in found.items()
    }


@lru_cache(maxsize=8192)
def _distance(days: WorkCalendar, today: date, due: date) -> int:
    """Working days between; far ones by calendar days, as nobody counts working days over years."""
    if abs((due - today).days) > 1000:
        return (due - today).days
    return days.count_working_days(today, due)


# ── Today ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Listing:
    """The first rows of a group and how many it has, counted up to MOST_COUNTED."""

    rows: tuple[ObligationRow, ...]
    count: int
    is_capped: bool


@dataclass(frozen=True, slots=True)
class TodayLists:
    """What concerns the reader's own office: late, due until Sunday, waiting for it, waiting for others."""

    late: Listing
    week: Listing
    for_me: Listing
    for_others: Listing
    load: Mapping[date, tuple[int, bool]]  # the coming seven days: how many are due, and whether offices work


def today_lists(actor: Actor, today: date, limit: int = 10) -> TodayLists:
    """Four groups of the reader's own office, as the board shows them with `mine`.

    Whoever sits in an office sees what it owes and what it is owed, so nothing is asked about rights here.
    """
    shares = _shares(actor)
    groups = {name: Obligation.rows.filter(q) for name, q in mine_filters(actor, today, shares).items()}
    heads = {
        name: list(rows.order_by("board_date", "pk").values_list("board_date", "pk")[: MOST_COUNTED + 1])
        for name, rows in groups.items()
    }
    days = calendar()
    first = {pk for found in heads.values() for _day, pk in found[:limit]}
    rows = Obligation.rows.filter(pk__in=first).order_by("pk") if first else ()
    done = {row.id: row for row in finished(actor, rows, today, days=days)}
    coming = [today + timedelta(days=n) for n in range(7)]
    due = Obligation.rows.filter(_owed_by(actor, shares, board_date__range=(coming[0], coming[-1])))
    counted = dict(due.values_list("board_date").annotate(Count("pk")).order_by())
    listed = {
        name: Listing(
            tuple(done[pk] for _day, pk in found[:limit]), min(len(found), MOST_COUNTED), len(found) > MOST_COUNTED
        )
        for name, found in heads.items()
    }
    return TodayLists(**listed, load={day: (counted.get(day, 0), days.is_working(day)) for day in coming})


def mine_filters(actor: Actor, today: date, shares: Collection[int] | None = None) -> dict[str, Q]:
    """Late and week: owed by us. For me: handed in to us. For others: owed to us, or handed in by us."""
    shares = _shares(actor) if shares is None else shares
    ours, owed_to_us = Q(lead_id=actor.unit_id), Q(entitled_id=actor.unit_id)
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "late": _owed_by(actor, shares, board_date__lt=today),
        "week": _owed_by(actor, shares, board_date__range=(today, sunday)),
        "for_me": owed_to_us & Q(state="HANDED_IN"),
        "for_others": (ours & Q(state="HANDED_IN")) | (owed_to_us & Q(state__in=states.OWED, board_date__lte=sunday)),
    }


def visible_row(actor: Actor, code: str) -> Obligation:
    """The obligation itself. Not visible to outsiders."""
    found = visible_rows(actor, code)
    if not found:
        raise NotVisible
    return found[0]


@once_a_reading
@prepared
def visible_rows(actor: Actor, code: str) -> QuerySet[Obligation]:
    """It alone, or none for an outsider."""
    return Obligation.objects.visible_to(actor).filter(code=code)


@once_a_reading
def _shares(actor: Actor) -> list[int]:
    """The obligations in which the reader's office still has to hand in its share beside another."""
    rows = Lane.rows.filter(unit_id=actor.unit_id or 0, role="SUPPORTING", state__in=states.LANE_OPEN)
    return list(rows.values_list("obligation_id", flat=True))


def _owed_by(actor: Actor, shares: Collection[int], **due: Any) -> Q:
    """What the reader's office still has to hand in, with these dates; each branch has its own index."""
    owed = Q(state__in=states.OWED, **due)
    lead = Q(owed, lead_id=actor.unit_id)
    return lead | Q(owed, pk__in=shares) if shares else lead


def in_menu(actor: Actor, today: date) -> QuerySet[Obligation, Any]:
    """For the menu: what my office owes and is late with, as lead or beside another."""
    if actor.unit_id is None:
        return Obligation.rows.none()
    led = Obligation.rows.filter(lead_id=actor.unit_id, state__in=states.OWED, board_date__lt=today)
    shared = Lane.rows.filter(unit_id=actor.unit_id, role="SUPPORTING", state__in=states.LANE_OPEN)
    shared = shared.filter(obligation__state__in=states.OWED, obligation__board_date__lt=today)
    return led.values("pk").union(shared.values("obligation_id"))[: MOST_COUNTED + 1]


@once_a_reading
def late_count(actor: Actor, today: date) -> int:
    """How many of my office's are late, counted up to one more than MOST_COUNTED."""
    return in_menu(actor, today).count()
