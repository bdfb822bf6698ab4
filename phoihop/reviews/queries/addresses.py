"""For the sheet, reactions and commands: rows of events, units of codes, what stands against a round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.reviews.models import Lesson, Part, Review
from phoihop.reviews.policy import ARRANGERS


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """A lesson that its lead has not answered."""

    review: str
    number: int
    text: str


def review_row(event: Event) -> Review:
    return Review.rows.get(code=event.code)


def parties_but_lead(review: Review) -> list[int]:
    units = Part.rows.filter(review=review).exclude(unit_id=review.lead_id)
    return sorted(units.values_list("unit_id", flat=True))


def parties(codes: Collection[str]) -> set[int]:
    """The lead and all who have a part. Two queries however many."""
    wanted = [code for code in codes if code.startswith("SK-")]
    if not wanted:
        return set()
    leads = Review.rows.filter(code__in=wanted).values_list("lead_id", flat=True)
    units = Part.rows.filter(review__code__in=wanted).values_list("unit_id", flat=True)
    return {*leads, *units}


def to_lead(event: Event) -> list[Circle]:
    return [Circle(ARRANGERS, unit_id=review_row(event).lead_id)]


def open_lessons(lead_id: int, before_year: int) -> list[OpenLesson]:
    """The lessons of accepted parts that the lead owes an answer, from reviews of the years before. One query."""
    rows = Lesson.rows.filter(
        state="PROPOSED", part__state="ACCEPTED", review__lead_id=lead_id, review__year__lt=before_year
    ).exclude(review__state="RECALLED")
    named = rows.order_by("review_id", "number").values_list("review__code", "number", "text")
    return [OpenLesson(*one) for one in named]
