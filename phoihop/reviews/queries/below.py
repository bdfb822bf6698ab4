"""Lower units under an upper lead: who reported, who is missing and how late, and the sum of what was signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import unit_names, upper_units
from phoihop.reviews import rules, states
from phoihop.reviews.models import Review, Schedule, Version
from phoihop.reviews.queries.items import kept_figures, visible_review
from phoihop.reviews.rules import Reported, Summed

DEEPEST = 12  # levels of offices above one another
MOST_CLIMBED = 20  # missing reporters whose ladder is looked up, one by one
LADDER = Actor.system("deadline-clock")  # whoever sums up may know what it has told: codes and days, never a text


@dataclass(frozen=True, slots=True)
class LowerLine:
    """One unit that is to report. Counted only when its review is signed; late when that came after this one opened."""

    unit_id: int
    unit: str
    review: str
    state: str  # "" where none is open
    settled_at: datetime | None
    is_counted: bool
    is_late: bool
    has_dissent: bool
    duty: str  # its review obligation that is late and known here, the latest one
    days_late: int
    rung: str  # the last rung of that obligation's ladder that was told


@dataclass(frozen=True, slots=True)
class Below:
    lines: tuple[LowerLine, ...]
    summed: tuple[Summed, ...]

    @property
    def sent(self) -> int:
        return sum(line.is_counted for line in self.lines)


def leads_of(period: str) -> dict[int, tuple[str, list[str]]]:
    """Who is to report for a period: the lead with its round and that round's plans. One query."""
    rows = Schedule.rows.filter(period=period, dropped_at=None).order_by("pk")
    return {lead: (source, list(plans)) for lead, source, plans in rows.values_list("lead_id", "source", "plans")}


def parents_of(unit_ids: Iterable[int]) -> dict[int, int]:
    """The unit above each of these and above those, up to the top: one query for each level, not for each unit."""
    found: dict[int, int] = {}
    asked = set(unit_ids)
    for _level in range(DEEPEST):
        if not asked:
            break
        above = upper_units(asked)
        found |= above
        asked = set(above.values()) - found.keys()
    return found


def upper_lead(lead_id: int, period: str) -> int | None:
    """The lead above this one that sums up the same period."""
    leads = set(leads_of(period)) | {lead_id}
    return rules.upper_of(lead_id, leads, parents_of(leads))


def below(actor: Actor, code: str, at: datetime) -> Below:
    """The units that report to a round's lead for the same period. Not visible to outsiders."""
    return below_of(actor, visible_review(actor, code), at)


def below_of(actor: Actor, row: Review, at: datetime, *, climbs: bool = False) -> Below:
    """Signed reviews only are counted. Constant queries, but for `climbs`: the ladders of a few that are missing."""
    if row.scope != "programme":
        return Below((), ())
    leads = leads_of(row.period)
    parents = parents_of({*leads, row.lead_id})
    everybody = {*leads, row.lead_id}
    mine = sorted(lead for lead in leads if rules.upper_of(lead, everybody, parents) == row.lead_id)
    if not mine:
        return Below((), ())
    lower = Review.rows.filter(scope="programme", period=row.period, lead_id__in=mine).exclude(state="RECALLED")
    by_lead = {review.lead_id: review for review in lower.order_by("pk")}
    signed = {review.pk: review for review in by_lead.values() if review.state in states.FINISHED}
    versions = {
        version.review_id: version
        for version in Version.rows.filter(review__in=signed)
        if version.number == signed[version.review_id].number
    }
    names = unit_names(mine)
    missing = [lead for lead in mine if lead not in by_lead or by_lead[lead].pk not in versions]
    owed = _late_reviews([plan for lead in missing for plan in leads[lead][1]], local_date(at))
    lines = []
    left = MOST_CLIMBED if climbs else 0
    for lead in mine:
        review = by_lead.get(lead)
        is_counted = review is not None and review.pk in versions
        late = None if is_counted else next((owed[plan] for plan in leads[lead][1] if plan in owed), None)
        rung = ""
        if late is not None and left:
            left -= 1
            rung = _last_rung(late[0], at)
        lines.append(
            LowerLine(
                unit_id=lead,
                unit=names[lead].name,
                review=review.code if review else "",
                state=review.state if review else "",
                settled_at=review.settled_at if review else None,
                is_counted=is_counted,
                is_late=is_counted and _is_after(review, row),
                has_dissent=review is not None and review.state == "SIGNED_WITH_DISSENT",
                duty=late[0] if late else "",
                days_late=late[1] if late else 0,
                rung=rung,
            )
        )
    reports = [Reported(review.lead_id, review.code, _with_rows(versions[pk])) for pk, review in sorted(signed.items())]
    return Below(tuple(lines), rules.roll_up(reports))


def _is_after(review: Review | None, upper: Review) -> bool:
    return review is not None and review.settled_at is not None and review.settled_at > upper.opened_at


def _with_rows(version: Version) -> tuple[rules.KeptFigure, ...]:
    counted = version.counted
    return tuple(replace(one, rows=tuple(counted.get(one.key, ()))) for one in kept_figures(version))


def _late_reviews(plans: Collection[str], today: date) -> dict[str, tuple[str, int]]:
    """By plan the latest review obligation that is open and late: its code and how many working days."""
    found: dict[str, tuple[str, int]] = {}
    if not plans:
        return found
    for row in obligations.rows_of(LADDER, source=list(plans), today=today):
        if row.shown == "late" and row.duty.endswith(".review") and row.distance is not None:
            known = found.get(row.source)
            if known is None or known[1] < -row.distance:
                found[row.source] = (row.code, -row.distance)
    return found


def _last_rung(code: str, at: datetime) -> str:
    climbed = obligations.climb(LADDER, code, at)
    told = [step for step in climbed.steps if step.state == "told"] if climbed else []
    return told[-1].rung.to if told else ""
