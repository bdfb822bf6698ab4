"""The programme of a year or of the whole period, put together from plans, obligations, agreements and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from phoihop.agreements import queries as agreements
from phoihop.agreements.queries import MandateLine
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.obligations import queries as obligations
from phoihop.obligations.queries import Figures
from phoihop.plans import queries as plans
from phoihop.plans.queries import AxisLine, PlanLine, Programme

PLANS_ON_A_PAGE = 20
MOST_YEARS = 10
MOST_LINKS = 8  # of the chain of mandates


@dataclass(frozen=True, slots=True)
class RoundDates:
    """A round on the time axis."""

    code: str
    year: int
    called: date
    answer_by: date | None
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Horizon:
    """What surrounds the plans in time: the period, topics per year, rounds, and when agreements end."""

    year: int
    first_year: int
    last_year: int
    topics: Mapping[int, int]
    phases: tuple[str, ...]  # names, in their order
    lines: tuple[AxisLine, ...]
    rounds: tuple[RoundDates, ...]
    expiries: tuple[tuple[date, str], ...]  # the last day of an agreement, and its code


@dataclass(frozen=True, slots=True)
class YearView:
    programme: Programme
    horizon: Horizon
    blocker: tuple[str, int] | None  # the office whose late work holds up the most, and how much
    mandates: tuple[MandateLine, ...]


@dataclass(frozen=True, slots=True)
class PeriodView:
    """Plans by year, the partners in the order they first came, and the figures of all of them."""

    years: tuple[int, ...]  # the oldest first
    partners: tuple[str, ...]
    plans: Mapping[tuple[str, int], PlanLine]
    figures: Figures
    horizon: Horizon
    mandates: tuple[MandateLine, ...]


def year_view(actor: Actor, today: date, *, year: int | None, after: str = "") -> YearView:
    """The plans of one year that the reader may see, twenty at a time."""
    found = plans.programme(actor, today, year=year, after=after, limit=PLANS_ON_A_PAGE)
    return YearView(
        programme=found,
        horizon=_horizon(actor, today, _names(found), year=found.year, after=after),
        blocker=obligations.worst_blocker(actor, sources=[line.code for line in found.plans], today=today),
        mandates=_mandates(actor),
    )


def period_view(actor: Actor, today: date) -> PeriodView:
    """Every year the reader has plans in, the newest ten; of each year the first twenty plans."""
    newest = plans.plans(actor, today, limit=1)
    years = sorted(newest.years)[-MOST_YEARS:]
    found = {year: plans.plans(actor, today, year=year, limit=PLANS_ON_A_PAGE).lines for year in years}
    lines = [line for year in years for line in found[year]]
    return PeriodView(
        years=tuple(years),
        partners=tuple(dict.fromkeys(line.partner for line in lines)),
        plans={(line.partner, line.year): line for line in lines},
        figures=obligations.figures(actor, sources=tuple(line.code for line in lines), today=today),
        horizon=_horizon(actor, today, _names(plans.programme(actor, today, limit=1))),
        mandates=_mandates(actor),
    )


def _names(found: Programme) -> tuple[str, ...]:
    return tuple(name for _key, name in found.phases)


def _horizon(
    actor: Actor, today: date, phases: tuple[str, ...], *, year: int | None = None, after: str = ""
) -> Horizon:
    axis = plans.axis(actor, today, year=year, after=after, limit=PLANS_ON_A_PAGE)
    inside = range(axis.first_year, axis.last_year + 1)
    ends = ((one.to_date, one.code) for one in agreements.in_force(actor, on=today) if one.to_date is not None)
    return Horizon(
        year=axis.year,
        first_year=axis.first_year,
        last_year=axis.last_year,
        topics=axis.topics,
        phases=phases,
        lines=axis.lines,
        rounds=tuple(
            RoundDates(line.code, line.year, local_date(line.called_at), line.answer_by, line.answered >= line.called)
            for line in plans.rounds(actor).lines
            if line.year in inside
        ),
        expiries=tuple(sorted((day, code) for day, code in ends if day.year in inside)),
    )


def _mandates(actor: Actor) -> tuple[MandateLine, ...]:
    """The instruments in force, those that stand at the head of the chain before those that carry them out."""
    in_force = [line for line in agreements.mandate_chain(actor) if line.state == "IN_FORCE"]
    return tuple(in_force[:MOST_LINKS])
