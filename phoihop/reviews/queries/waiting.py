"""What waits for units, for the notices of their people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from phoihop.ground.actor import DOERS
from phoihop.ground.clock import local_date
from phoihop.ground.sheet import Waiting
from phoihop.reviews import states
from phoihop.reviews.models import Lesson, Part, Signature
from phoihop.reviews.policy import APPROVERS, ARRANGERS

MOST = 200  # of each question


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Parts to write, texts to sign, parts to take, lessons to answer. Four queries."""
    asked, today = sorted(unit_ids), local_date(at)
    return [*_parts(asked, today, at), *_signing(asked, at), *_handed_in(asked, at), *_lessons(asked)]


def _parts(asked: list[int], today: date, at: datetime) -> list[Waiting]:
    """What is to be written by this Sunday, or was to be written before."""
    sunday = today + timedelta(days=6 - today.weekday())
    rows = Part.rows.filter(
        unit_id__in=asked, state__in=states.WRITABLE, review__state="GATHERING", review__parts_due__lte=sunday
    )
    named = rows.order_by("review__parts_due", "pk").values_list(
        "unit_id", "review__code", "review__title", "review__parts_due", "review__gathered_at"
    )
    return [
        Waiting(
            unit_id,
            DOERS,
            "late" if due < today else "today" if due == today else "week",
            code,
            title,
            reverse("reviews:part", args=[code, unit_id]),
            due,
            since or at,
        )
        for unit_id, code, title, due, since in named[:MOST]
        if due is not None
    ]


def unsigned_parts() -> QuerySet[Part]:
    """The parties whose word on the version that counts is still awaited."""
    word = Signature.rows.filter(
        review=OuterRef("review_id"), unit=OuterRef("unit_id"), number=OuterRef("review__number")
    )
    return Part.rows.filter(review__state="SIGNING").exclude(Exists(word))


def _signing(asked: list[int], at: datetime) -> list[Waiting]:
    rows = unsigned_parts().filter(unit_id__in=asked).order_by("review__presented_at", "pk")
    named = rows.values_list("unit_id", "review__code", "review__title", "review__presented_at")
    return [
        Waiting(unit_id, APPROVERS, "answer", code, title, reverse("reviews:review", args=[code]), None, since or at)
        for unit_id, code, title, since in named[:MOST]
    ]


def _handed_in(asked: list[int], at: datetime) -> list[Waiting]:
    rows = Part.rows.filter(state="HANDED_IN", review__state="GATHERING", review__lead_id__in=asked)
    named = rows.order_by("handed_in_at", "pk").values_list(
        "review__lead_id", "review__code", "unit_name", "unit_id", "handed_in_at"
    )
    return [
        Waiting(
            lead_id, ARRANGERS, "answer", code, name, reverse("reviews:part", args=[code, unit_id]), None, since or at
        )
        for lead_id, code, name, unit_id, since in named[:MOST]
    ]


def _lessons(asked: list[int]) -> list[Waiting]:
    rows = Lesson.rows.filter(state="PROPOSED", part__state="ACCEPTED", review__lead_id__in=asked)
    named = rows.exclude(review__state="RECALLED").order_by("proposed_at", "pk")
    values = named.values_list("review__lead_id", "review__code", "number", "text", "proposed_at")
    return [
        Waiting(
            lead_id,
            ARRANGERS,
            "answer",
            code,
            text[:200],
            reverse("reviews:answer-lesson", args=[code, number]),
            None,
            since,
        )
        for lead_id, code, number, text, since in values[:MOST]
    ]
