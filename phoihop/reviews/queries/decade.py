"""A programme year by year: figures of its yearly reviews, and where they stop being comparable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Count, Q
from django.urls import reverse

from phoihop.agreements import queries as agreements
from phoihop.ground.actor import Actor
from phoihop.organizations import queries as organizations
from phoihop.organizations.queries import unit_names
from phoihop.reviews import rules, states
from phoihop.reviews.models import Lesson, Review, Version
from phoihop.reviews.queries.items import basis_in, kept_figures
from phoihop.reviews.rules import YearFigure

MOST_YEARS = 10
TAKEN_UP = Q(state="TAKEN_UP")
MOST_LEADS = 6  # predecessors of a lead that are followed back


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: its review, if there is one the reader sees, and its indicators in the order of rules.INDICATORS."""

    year: int
    review: str
    state: str
    lead: str
    figures: tuple[YearFigure, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Between two years figures stop being comparable. `kind`: "law", "units" or "lead"."""

    year: int  # the first year of the new kind
    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    day: date | None  # where it is on record


@dataclass(frozen=True, slots=True)
class Decade:
    unit_id: int
    unit: str
    code: str
    years: tuple[YearLine, ...]
    breaks: tuple[Break, ...]


def decade(actor: Actor, code: str, at: datetime) -> Decade:
    """A lead's programme with those of the units it follows. Not visible: no such unit. Constant queries."""
    view = organizations.unit(actor, code, at)
    leads, days = _line_of(actor, view, at)
    rows = Review.objects.visible_to(actor).filter(lead_id__in=leads, scope="programme", period_kind="year")
    latest: dict[int, Review] = {}
    for row in rows.exclude(state="RECALLED").order_by("pk"):
        latest[row.year] = row
    versions = {
        version.review_id: version
        for version in Version.rows.filter(review__in=[row.pk for row in latest.values()])
        .defer("counted")
        .order_by("number")
    }
    names = unit_names(row.lead_id for row in latest.values())
    accepted = Lesson.rows.filter(review__in=[row.pk for row in latest.values()], part__state="ACCEPTED")
    counts = accepted.exclude(state="WITHDRAWN").values_list("review_id")
    lessons = {
        pk: (taken, total)
        for pk, taken, total in counts.annotate(taken=Count("pk", filter=TAKEN_UP), total=Count("pk"))
    }
    first = min(latest, default=at.year)
    last = max(latest, default=at.year)
    programme = agreements.programme_of(actor, view.line.territory)
    if programme is not None and programme.lead_id in leads:
        first, last = min(first, programme.first_year), max(last, programme.last_year)
    years = tuple(
        _year(year, latest.get(year), versions, names, lessons)
        for year in range(max(first, last - MOST_YEARS + 1), last + 1)
    )
    return Decade(view.line.id, view.line.name, view.line.code, years, _breaks(actor, latest, versions, days))


def _line_of(actor: Actor, view: organizations.UnitView, at: datetime) -> tuple[list[int], dict[tuple[int, int], date]]:
    """The unit and those it came from, with the days on which one followed the other."""
    leads, days = [view.line.id], {}
    waiting = [view]
    while waiting and len(leads) < MOST_LEADS:
        here = waiting.pop()
        for step in here.successions:
            if step.went_to is None or step.went_to.id != here.line.id or step.came_from.id in leads:
                continue
            leads.append(step.came_from.id)
            days[step.came_from.id, here.line.id] = step.on_date
            waiting.append(organizations.unit(actor, step.came_from.code, at))
    return leads, days


def _year(
    year: int,
    row: Review | None,
    versions: dict[int, Version],
    names: dict[int, organizations.UnitName],
    lessons: dict[int, tuple[int, int]],
) -> YearLine:
    version = versions.get(row.pk) if row is not None else None
    figures = kept_figures(version) if version is not None else ()
    return YearLine(
        year=year,
        review=row.code if row else "",
        state=row.state if row else "",
        lead=names[row.lead_id].short if row else "",
        figures=(
            *(rules.indicator(figures, counted, of, rows) for _key, counted, of, rows in rules.INDICATORS),
            _lessons(row, lessons),
        ),
    )


def _lessons(row: Review | None, lessons: dict[int, tuple[int, int]]) -> YearFigure:
    """How many of the lessons of accepted parts were taken up, as it stands now."""
    if row is None:
        return YearFigure(None, None)
    taken, all_of_them = lessons.get(row.pk, (0, 0))
    url = reverse("reviews:lessons", args=[row.code])
    return YearFigure(taken, all_of_them, url, url)


def _breaks(
    actor: Actor, latest: dict[int, Review], versions: dict[int, Version], days: dict[tuple[int, int], date]
) -> tuple[Break, ...]:
    """Each year that was looked back on, against the one before it that was."""
    found: list[Break] = []
    known = [(year, latest[year], versions[latest[year].pk]) for year in sorted(latest) if latest[year].pk in versions]
    issued = {line.number: line.issued_date for line in agreements.mandate_chain(actor)} if len(known) > 1 else {}
    bases = {year: basis_in(version) for year, _row, version in known}
    names = unit_names(unit for basis in bases.values() for unit in basis.units)
    for (before, old_row, _v), (year, new_row, _w) in pairwise(known):
        old, new = bases[before], bases[year]
        if old.mandates != new.mandates:
            fresh = [number for number in new.mandates if number not in old.mandates]
            day = next((issued[number] for number in fresh if issued.get(number)), None)
            found.append(Break(year, "law", old.mandates, new.mandates, day))
        if old_row.lead_id != new_row.lead_id:
            day = days.get((old_row.lead_id, new_row.lead_id))
            found.append(Break(year, "lead", _short(names, [old_row.lead_id]), _short(names, [new_row.lead_id]), day))
        gone = sorted(set(old.units) - set(new.units) - {old_row.lead_id})
        come = sorted(set(new.units) - set(old.units) - {new_row.lead_id})
        if gone or come:
            found.append(Break(year, "units", _short(names, gone), _short(names, come), None))
    return tuple(found)


def _short(names: dict[int, organizations.UnitName], ids: list[int]) -> tuple[str, ...]:
    return tuple(names[pk].short for pk in ids if pk in names)


def is_signed(line: YearLine) -> bool:
    return line.state in states.FINISHED
