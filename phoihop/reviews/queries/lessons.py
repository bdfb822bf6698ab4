"""Lessons: those of a review, those a round must answer, those that were taken up."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why
from phoihop.reviews.models import Lesson, Review, Schedule
from phoihop.reviews.queries.items import lesson_lines, lines_of, visible_review
from phoihop.reviews.queries.values import LessonLine, ReviewLine


@dataclass(frozen=True, slots=True)
class LessonList:
    line: ReviewLine
    lessons: tuple[LessonLine, ...]
    may_answer: bool
    why: str


def lessons_of(actor: Actor, code: str) -> LessonList:
    """The lessons of a review: those of accepted parts, and one's own before. Not visible to outsiders."""
    row = visible_review(actor, code)
    found = lesson_lines(Lesson.rows.filter(review=row))
    return LessonList(
        line=lines_of(actor, [row])[0],
        lessons=tuple(one for one in found if one.part_state == "ACCEPTED" or one.unit_id == actor.unit_id),
        may_answer=row.state != "RECALLED" and may(actor, "lesson.answer", row),
        why=why(actor, row),
    )


def lesson_line(actor: Actor, code: str, number: int) -> tuple[LessonLine, ReviewLine, str]:
    """One lesson of an accepted part, to be answered. Not visible: there is none."""
    row = visible_review(actor, code)
    found = [one for one in lesson_lines(Lesson.rows.filter(review=row, number=number)) if one.part_state == "ACCEPTED"]
    if not found:
        raise NotVisible
    return found[0], lines_of(actor, [row])[0], why(actor, row)


def lessons_before(lead_id: int, year: int) -> list[LessonLine]:
    """All lessons of accepted parts from the reviews of the year before, however answered. One query."""
    rows = Lesson.rows.filter(review__lead_id=lead_id, review__year=year - 1, part__state="ACCEPTED")
    return lesson_lines(rows.exclude(review__state="RECALLED"))


def lessons_for_round(actor: Actor, code: str) -> list[LessonLine]:
    """Of the lessons of the year before a round those from reviews that the reader may see. Two queries."""
    called = Schedule.rows.filter(source=code).values_list("lead_id", "year").first()
    if called is None:
        return []
    seen = Review.objects.visible_to(actor).filter(lead_id=called[0], year=called[1] - 1).exclude(state="RECALLED")
    return lesson_lines(Lesson.rows.filter(review__in=seen.values("pk"), part__state="ACCEPTED"))


def open_lessons_of(actor: Actor) -> list[LessonLine]:
    """What the reader's own unit has to answer as lead."""
    rows = Lesson.rows.filter(
        review__in=Review.objects.visible_to(actor).filter(lead_id=actor.unit_id or 0).exclude(state="RECALLED"),
        part__state="ACCEPTED",
        state="PROPOSED",
    )
    return lesson_lines(rows)
