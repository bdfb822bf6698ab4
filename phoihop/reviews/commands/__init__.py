"""Writes of the room: scheduling and opening, parts, signing, lessons; printing what may be read."""

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.reviews.commands.lessons import answer_lesson, propose_lesson, withdraw_lesson
from phoihop.reviews.commands.opening import (
    compile_review,
    open_due,
    open_review,
    recall_review,
    schedule_review,
    unschedule_review,
)
from phoihop.reviews.commands.parts import accept_part, gather_parts, hand_in_part, return_part, write_part
from phoihop.reviews.commands.publishing import publish_review, withdraw_review
from phoihop.reviews.commands.signing import dissent_from_review, present_review, reopen_review, sign_review
from phoihop.reviews.commands.writing import WrittenOut, render_review, write_out

__all__ = [
    "WrittenOut",
    "accept_part",
    "answer_lesson",
    "compile_review",
    "dissent_from_review",
    "gather_parts",
    "hand_in_part",
    "open_due",
    "open_review",
    "present_review",
    "propose_lesson",
    "publish_review",
    "recall_review",
    "render_review",
    "reopen_review",
    "return_part",
    "schedule_review",
    "sign_review",
    "tick",
    "unschedule_review",
    "withdraw_lesson",
    "withdraw_review",
    "write_out",
    "write_part",
]


def tick(*, by: Actor, at: datetime) -> int:
    """What the clock does in this room."""
    return open_due(by=by, at=at)
