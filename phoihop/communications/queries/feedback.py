"""Readers' words as their editors see them. Opened only here, for one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.communications.models import Feedback
from phoihop.communications.outside.sealing import unseal
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotVisible, may, why

PAGE = 50


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    code: str
    about: str
    title: str
    state: str
    received_at: datetime
    has_address: bool
    is_erased: bool


@dataclass(frozen=True, slots=True)
class FeedbackList:
    lines: tuple[FeedbackLine, ...]
    next: int | None
    waiting: int
    total: int


@dataclass(frozen=True, slots=True)
class FeedbackValue:
    line: FeedbackLine
    text: str
    answer: str
    answered_post: str
    settled_at: datetime | None
    delete_on: date
    may_answer: bool
    may_erase: bool
    version: int
    why: str


def feedback(actor: Actor, *, after: int | None = None) -> FeedbackList:
    """Readers' words to the reader's unit, the newest first; without the words themselves."""
    rows = Feedback.objects.visible_to(actor)
    asked = rows if after is None else rows.filter(pk__lt=after)
    found = list(asked.defer("sealed", "answer").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return FeedbackList(
        lines=tuple(_line(row) for row in shown),
        next=shown[-1].pk if len(found) > PAGE else None,
        waiting=rows.filter(state="WAITING").count(),
        total=rows.count(),
    )


def feedback_value(actor: Actor, code: str) -> FeedbackValue:
    """One reader's word, opened. The mail address is shown to nobody: only the answer goes there."""
    row = Feedback.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    words = unseal(row.sealed) if row.erased_at is None else {}
    is_open = row.state == "WAITING" and row.erased_at is None
    return FeedbackValue(
        line=_line(row),
        text=words.get("text", ""),
        answer=row.answer,
        answered_post=row.answered_post,
        settled_at=row.settled_at,
        delete_on=row.delete_on,
        may_answer=is_open and may(actor, "feedback.answer", row),
        may_erase=row.erased_at is None and may(actor, "feedback.erase", row),
        version=row.version,
        why=why(actor, row),
    )


def _line(row: Feedback) -> FeedbackLine:
    return FeedbackLine(
        code=row.code,
        about=row.about,
        title=row.title,
        state=row.state,
        received_at=row.received_at,
        has_address=row.has_address,
        is_erased=row.erased_at is not None,
    )
