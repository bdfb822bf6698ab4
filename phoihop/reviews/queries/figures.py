"""The signed review of the year before, and the figures of many years."""

from __future__ import annotations

from phoihop.reviews import states
from phoihop.reviews.models import Part, Review, Version


def before_of(row: Review) -> Version | None:
    """The version that counts of the signed review of the same scope and period, a year earlier. Three queries.

    A plan's code changes with the year: the same plan is that of the same lead and partner.
    """
    period = f"{row.year - 1}{row.period[4:]}" if row.period[:4] == str(row.year) else row.period
    if row.period_kind == "term":
        return None
    rows = Review.rows.filter(
        scope=row.scope, lead_id=row.lead_id, year=row.year - 1, period=period, state__in=states.FINISHED
    )
    if row.scope == "plan":
        partners = Part.rows.filter(review=row).exclude(unit_id=row.lead_id).values("unit_id")
        rows = rows.filter(pk__in=Part.rows.filter(unit__in=partners).values("review_id"))
    found = rows.order_by("-pk").first()
    if found is None:
        return None
    return Version.rows.filter(review=found, number=found.number).defer("counted").first()
