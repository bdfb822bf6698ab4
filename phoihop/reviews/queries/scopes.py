"""What a review may look back on: a plan or a whole round, its units, and the law they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from phoihop.agreements import queries as agreements
from phoihop.ground.actor import Actor
from phoihop.ground.figures import Period, Scope
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.reporting import queries as reporting
from phoihop.reviews.rules import Basis


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """A scope with what a review needs to know of it besides."""

    scope: Scope
    territory: str


def scope_facts(actor: Actor, source: str) -> ScopeFacts:
    """The plan or round of this code, as far as the reader sees it. Not visible: there is none for him."""
    scope = plans.report_scope(actor, source)
    return ScopeFacts(scope, unit_names([scope.lead_id])[scope.lead_id].territory)


def period_in(actor: Actor, facts: ScopeFacts, key: str) -> Period:
    """A period by its key; the phases are those that the scope's topics ran through.

    Refused (ValueError, with a sentence): no such period, or one of other years than the scope's own.
    """
    scope = facts.scope
    found = reporting.period_of(key, phases=phases_in(actor, scope), unit_id=scope.lead_id)
    years = [int(year) for year in found.key.split("-")[:2] if len(year) == 4 and year.isdigit()]
    if found.kind != "phase" and not (years[0] <= scope.year <= years[-1]):
        raise ValueError(
            _("Kỳ %(period)s không thuộc năm %(year)s của kế hoạch; chưa lập gì. Hãy chọn một kỳ của năm %(year)s.")
            % {"period": found.key, "year": scope.year}
        )
    return found


def phases_in(actor: Actor, scope: Scope) -> tuple[Period, ...]:
    """The phases that every topic of the scope which entered them has left: from the first entry to the last end."""
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for plan in plans.recorded_plans(actor, scope.lead_id, scope.year):
        for topic in plan.topics if plan.code in scope.plans else ():
            for phase in topic.phases:
                if phase.entered is not None:
                    spans.setdefault(phase.key, []).append((phase.entered, phase.closed))
    found = []
    for key, days in spans.items():
        ends = [last for _first, last in days if last is not None]
        if len(ends) == len(days):
            found.append(Period(key, "phase", min(first for first, _last in days), max(ends)))
    return tuple(sorted(found, key=lambda period: (period.first, period.key)))


def basis_of(actor: Actor, scope: Scope) -> Basis:
    """The mandates that the agreements of the scope's partners cite, and its units."""
    partners = set(scope.unit_ids[1:])
    cited = {
        value.mandate
        for value in agreements.agreements_of(actor, scope.lead_id)
        if value.mandate and partners & set(value.partner_ids) and _touches(value, scope.year)
    }
    return Basis(tuple(sorted(cited)), tuple(sorted(scope.unit_ids)))


def _touches(value: agreements.AgreementValue, year: int) -> bool:
    begins = value.from_date is None or value.from_date <= date(year, 12, 31)
    return begins and (value.to_date is None or value.to_date >= date(year, 1, 1))
