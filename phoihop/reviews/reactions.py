"""A round that is called is scheduled to be looked back on, and held back while last year's lessons wait."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.plans.events import RoundCalled
from phoihop.reviews import queries
from phoihop.reviews.commands import schedule_review

MOST_NAMED = 3


def look_back_on(event: RoundCalled, *, by: Actor, at: datetime) -> None:
    """Refuses the first call of a round whose lead owes answers to lessons; else the round gets its yearly review.

    Partners that are called later join a round that is open: nothing holds them back.
    """
    if queries.is_first_call(event.code):
        waiting = queries.open_lessons(event.lead_id, event.year)
        if waiting:
            raise Refused(_held(waiting))
    schedule_review(
        source=event.code,
        lead_id=event.lead_id,
        plans=event.plans,
        year=event.year,
        period=str(event.year),
        by=by,
        at=at,
    )


def _held(waiting: list[queries.OpenLesson]) -> str:
    named = "; ".join(
        _("“%(text)s” (%(review)s, bài học %(number)s)")
        % {"text": one.text[:120], "review": one.review, "number": one.number}
        for one in waiting[:MOST_NAMED]
    )
    return _(
        "Chưa mở được đợt mới: còn %(count)s bài học chưa trả lời, gồm %(named)s. Các bài học và đợt cũ giữ nguyên. Hãy"
        " trả lời từng bài học ở %(url)s rồi mở đợt."
    ) % {
        "count": len(waiting),
        "named": named + ("…" if len(waiting) > MOST_NAMED else ""),
        "url": reverse("reviews:lessons", args=[waiting[0].review]),
    }
