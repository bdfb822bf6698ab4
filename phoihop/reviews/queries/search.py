"""What search and the calendar know of reviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import DatedRow, FoundRow
from phoihop.organizations.queries import search_names
from phoihop.reviews import states
from phoihop.reviews.models import Cell, Lesson, Part, Review


def found_reviews(codes: Collection[str]) -> list[FoundRow]:
    """The rows that search keeps of reviews: with accepted parts and lessons, never what is being written."""
    rows = list(Review.rows.filter(code__in=codes))
    tokens = tokens_of("review.see", rows)
    texts: dict[int, list[str]] = {row.pk: [] for row in rows}
    units: dict[int, list[int]] = {row.pk: [row.lead_id] for row in rows}
    for review_id, unit_id in Part.rows.filter(review__in=rows).order_by("pk").values_list("review_id", "unit_id"):
        if unit_id not in units[review_id]:
            units[review_id].append(unit_id)
    accepted = {"part__review__in": rows, "part__state": "ACCEPTED"}
    cells = Cell.rows.filter(**accepted).exclude(text="").order_by("pk")
    for review_id, text in cells.values_list("part__review_id", "text"):
        texts[review_id].append(text)
    lessons = Lesson.rows.filter(review__in=rows, part__state="ACCEPTED").exclude(state="WITHDRAWN").order_by("pk")
    for review_id, text, answer in lessons.values_list("review_id", "text", "answer"):
        texts[review_id] += [text, answer]
    return [
        FoundRow(
            code=row.code,
            kind="review",
            title=row.title,
            url=reverse("reviews:review", args=[row.code]),
            tokens=tokens[row.pk],
            text="\n".join(filter(None, texts[row.pk])),
            numbers=(row.source,),
            unit_ids=tuple(units[row.pk]),
            unit_names=search_names(units[row.pk]),
            date=local_date(row.settled_at or row.opened_at).isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def review_codes(after: str, limit: int) -> list[str]:
    return list(Review.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_reviews(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Review.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def parts_due_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The days by which parts are to be handed in, of reviews the reader may see. Two queries."""
    rows = Review.objects.visible_to(actor).filter(parts_due__gte=first, parts_due__lte=last)
    found = list(rows.exclude(state="RECALLED").order_by("parts_due", "pk")[:most])
    parts: dict[int, list[tuple[int, str]]] = {row.pk: [] for row in found}
    for review_id, unit_id, state in (
        Part.rows.filter(review__in=parts).order_by("pk").values_list("review_id", "unit_id", "state") if found else ()
    ):
        parts[review_id].append((unit_id, state))
    return [_dated(row, parts[row.pk], local_date(at)) for row in found]


def _dated(row: Review, parts: list[tuple[int, str]], today: date) -> DatedRow:
    waiting = [unit_id for unit_id, state in parts if state in states.WRITABLE]
    is_open = row.state == "GATHERING" and bool(waiting)
    by = row.parts_due or today
    state = State.DONE if not is_open else State.LATE if by < today else State.PLAN
    return DatedRow(
        kind="review",
        code=row.code,
        title=_("Hạn nộp phần: %(review)s") % {"review": row.title},
        url=reverse("reviews:review", args=[row.code]),
        first=by,
        last=by,
        state=state.value,
        stamp=row.gathered_at or row.opened_at,
        word=_("Đã nộp đủ") if not is_open else "" if state is State.LATE else _("Chờ các bên nộp phần"),
        doer_ids=tuple(waiting),
        other_ids=tuple(unit_id for unit_id, _state in parts if unit_id not in waiting),
        dossier=row.source,
        sequence=row.version,
        is_open=is_open,
        is_illustration=row.is_illustration,
    )
