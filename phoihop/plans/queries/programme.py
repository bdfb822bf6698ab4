"""The programme of a year: which plan owes which duty in which phase, how it stands, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, QuerySet

from phoihop.agreements import queries as agreements
from phoihop.ground.actor import Actor
from phoihop.ground.reading import once_a_reading
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names
from phoihop.plans import states
from phoihop.plans.models import Happening, Plan, PlanPhase, Topic, TopicPhase
from phoihop.plans.queries.plans import MOST_SHOWN, Counts, PlanLine, lines_of


@dataclass(frozen=True, slots=True)
class DutyColumn:
    key: str
    text: str
    obliged: str


@dataclass(frozen=True, slots=True)
class Programme:
    """`cells` maps (plan, duty) to phase -> counts by shown state; the phase "" is the year as a whole."""

    year: int
    years: tuple[int, ...]
    plans: tuple[PlanLine, ...]
    duties: tuple[DutyColumn, ...]
    phases: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], Mapping[str, Counts]]
    figures: obligations.Figures
    next: str  # `after` for the following plans


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase of a plan over the days of all its topics; no end: it runs."""

    name: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Notable:
    shown: str
    day: date


@dataclass(frozen=True, slots=True)
class AxisLine:
    plan: str
    partner: str
    partner_short: str
    phases: tuple[Stretch, ...]
    meetings: tuple[date, ...]
    due: tuple[Notable, ...]


@dataclass(frozen=True, slots=True)
class AxisValue:
    """The year's lines, inside the period that the agreements of these plans span; `topics` counts those per year."""

    year: int
    first_year: int
    last_year: int
    topics: Mapping[int, int]
    lines: tuple[AxisLine, ...]


def programme(
    actor: Actor, today: date, *, year: int | None = None, after: str = "", limit: int = MOST_SHOWN
) -> Programme:
    """All plans the reader may see of a year (the running one if he has it, else his newest), fifty at a time."""
    years = _years(actor)
    chosen = _chosen(years, year, today)
    rows = list(_rows(actor, chosen, after)[: limit + 1])
    shown = rows[:limit]
    codes = tuple(row.code for row in shown)
    cells: dict[tuple[str, str], dict[str, Counts]] = {}
    for cell in obligations.cells(actor, sources=codes, today=today) if codes else ():
        cells.setdefault((cell.source, cell.duty), {})[cell.stage] = cell.counts
    return Programme(
        year=chosen,
        years=years,
        plans=tuple(lines_of(actor, shown, today)),
        duties=_duties(actor, shown, cells, today),
        phases=_phases([row.pk for row in shown]),
        cells=cells,
        figures=obligations.figures(actor, sources=codes, today=today),
        next=shown[-1].code if len(rows) > limit else "",
    )


def axis(actor: Actor, today: date, *, year: int | None = None, after: str = "", limit: int = MOST_SHOWN) -> AxisValue:
    """Phases, meetings and notable dates of the same plans over their year, and the period around it."""
    chosen = _chosen(_years(actor), year, today)
    shown = list(_rows(actor, chosen, after)[:limit])
    ids = [row.pk for row in shown]
    names = unit_names(row.partner_id for row in shown)
    stretches = _stretches(ids)
    meetings = _meetings(ids)
    due = _notable(actor, tuple(row.code for row in shown), today)
    first, last = _period(actor, shown, chosen)
    topics = Topic.objects.visible_to(actor).filter(state__in=states.CHOSEN).values_list("year")
    return AxisValue(
        year=chosen,
        first_year=first,
        last_year=last,
        topics=dict(topics.annotate(Count("pk"))),
        lines=tuple(
            AxisLine(
                plan=row.code,
                partner=names[row.partner_id].name,
                partner_short=names[row.partner_id].short,
                phases=tuple(stretches.get(row.pk, ())),
                meetings=tuple(meetings.get(row.pk, ())),
                due=tuple(due.get(row.code, ())),
            )
            for row in shown
        ),
    )


@once_a_reading
def _years(actor: Actor) -> tuple[int, ...]:
    return tuple(sorted(Plan.objects.visible_to(actor).values_list("year", flat=True).distinct(), reverse=True))


def _chosen(years: tuple[int, ...], year: int | None, today: date) -> int:
    for wanted in (year, today.year):
        if wanted is not None and wanted in years:
            return wanted
    return years[0] if years else today.year


def _rows(actor: Actor, year: int, after: str) -> QuerySet[Plan]:
    rows = Plan.objects.visible_to(actor).filter(year=year).order_by("pk")
    if after:
        rows = rows.filter(pk__gt=Plan.rows.filter(code=after).values_list("pk", flat=True).first() or 0)
    return rows


def _duties(
    actor: Actor, plans: Iterable[Plan], cells: Mapping[tuple[str, str], object], today: date
) -> tuple[DutyColumn, ...]:
    """The duties of the agreements behind these plans, the partner's first; then those that only left obligations."""
    plans = list(plans)
    found: dict[str, DutyColumn] = {}
    if plans:
        year = plans[0].year
        on = min(max(today, date(year, 1, 1)), date(year, 12, 31))
        ids = {plan.agreement_id for plan in plans}
        # The same agreements that the plans were compiled from: their duties' names stand in every obligation.
        for duties in agreements.duties_by_agreement(actor.through("plan.compile"), ids, on).values():
            for duty in duties:
                found.setdefault(duty.key, DutyColumn(duty.key, duty.text, duty.obliged))
    for _plan, key in sorted(cells):
        found.setdefault(key, DutyColumn(key, "", key.partition(".")[0]))
    return tuple(sorted(found.values(), key=lambda duty: duty.obliged != "partner"))


def _phases(plan_ids: list[int]) -> tuple[tuple[str, str], ...]:
    rows = PlanPhase.rows.filter(plan__in=plan_ids).order_by("position", "pk").values_list("key", "name")
    return tuple(dict(rows).items())


def _stretches(plan_ids: list[int]) -> dict[int, list[Stretch]]:
    rows = (
        TopicPhase.rows.filter(topic__plan__in=plan_ids, topic__state__in=states.CHOSEN, entered_date__isnull=False)
        .values_list("topic__plan_id", "key", "name", "position")
        .annotate(Min("entered_date"), Max("closed_date"), Max("planned_end"), Count("pk"), Count("closed_date"))
        .order_by("position")
    )
    found: dict[int, list[Stretch]] = {}
    for plan_id, _key, name, _position, start, closed, planned, count, ended in rows:
        found.setdefault(plan_id, []).append(Stretch(name, start, closed if ended == count else planned))
    return found


def _meetings(plan_ids: list[int]) -> dict[int, list[date]]:
    rows = Happening.rows.filter(topic__plan__in=plan_ids, kind="meeting.start").order_by("on_date")
    found: dict[int, list[date]] = {}
    for plan_id, day in rows.values_list("topic__plan_id", "on_date"):
        found.setdefault(plan_id, []).append(day)
    return found


def _notable(actor: Actor, sources: tuple[str, ...], today: date) -> dict[str, list[Notable]]:
    """Of each plan the oldest late date, what is due soon, and the next date after that."""
    found: dict[str, list[Notable]] = {}
    dates = obligations.notable_dates(actor, sources=sources, today=today) if sources else {}
    for (source, kind), day in sorted(dates.items(), key=lambda pair: pair[1]):
        found.setdefault(source, []).append(Notable(kind, day))
    return found


def _period(actor: Actor, plans: list[Plan], year: int) -> tuple[int, int]:
    """From the first to the last year of the agreements behind these plans, at most ten around the year shown."""
    values = agreements.agreements_by_ids(actor.through("plan.compile"), {plan.agreement_id for plan in plans})
    first = min((v.from_date.year for v in values.values() if v.from_date), default=year)
    last = max((v.to_date.year for v in values.values() if v.to_date), default=year)
    return max(min(first, year), year - 5), min(max(last, year), year + 5)


def totals(cells: Iterable[Counts]) -> Counter[str]:
    """Counts added up."""
    total: Counter[str] = Counter()
    for counts in cells:
        total.update(counts)
    return total
