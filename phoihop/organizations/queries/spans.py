"""What is in force on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows whose span holds the day; an open end reaches as far as one likes."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    not_over = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & not_over


def seated_on(day: date) -> Q:
    """Seats in force: the seat, its post and its unit all hold that day."""
    return valid_on(day) & valid_on(day, "post__") & valid_on(day, "post__unit__")


def granted_on(day: date, prefix: str = "") -> Q:
    """Deputies within their dates and not withdrawn."""
    return Q(**{f"{prefix}from_date__lte": day, f"{prefix}to_date__gte": day, f"{prefix}withdrawn_at__isnull": True})
