"""What readers say about what they read: to its editors, answered by mail, erased on its day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.communications import events, states
from phoihop.communications.commands.basics import load, needed, next_state, post_of
from phoihop.communications.models import Feedback
from phoihop.communications.outside.sealing import seal, unseal
from phoihop.communications.queries.sources import owner_of
from phoihop.communications.rules import texts
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import ask
from phoihop.ground.text import nfc
from phoihop.intake import commands as intake
from phoihop.intake import queries as waiting_room
from phoihop.intake.events import InputReceived
from phoihop.mail import commands as mail

DESK = "front-desk"
LONGEST_WORD = 4_000
NO_ANSWER = gettext_lazy("Cần viết câu trả lời. Chưa gửi gì; hãy viết rồi gửi lại.")
MOST_AT_ONCE = 500


def take_feedback(event: InputReceived, at: datetime) -> None:
    """The listener: of all that comes in, readers' words are for this room."""
    if event.what == "FEEDBACK":
        take_in_feedback(code=event.code, by=Actor.system(DESK), at=at)


@command("feedback.take_in")
def take_in_feedback(*, code: str, by: Actor, at: datetime) -> events.FeedbackTakenIn | None:
    """Takes one reader's word to the unit that wrote what he read. Taken already: harmless. About nothing of ours, or
    without a word: dropped."""
    ask(by, "feedback.take_in")
    line = waiting_room.input_line(code)
    if line is None or line.what != "FEEDBACK" or line.state != "WAITING":
        nothing_changed()
        return None
    through = by.through("feedback.take_in")
    taken = intake.take(code=code, by=through, at=at)
    if taken is None:
        nothing_changed()
        return None
    words = nfc(taken.payload.get("text", "")).strip()[:LONGEST_WORD]
    address = nfc(taken.payload.get("mail", "")).strip()
    subject = owner_of(taken.about)
    if subject is None or not words:
        nothing_changed()  # the hatch has told that it was taken; nothing of it stays anywhere
        return None
    unit_id, title = subject
    row = Feedback.rows.create(
        code=code,
        about=taken.about,
        title=title[:500],
        unit_id=unit_id,
        sealed=seal({"text": words, "mail": address}),
        has_address=bool(address),
        received_at=taken.received_at,
        delete_on=local_date(taken.received_at) + timedelta(days=texts.FEEDBACK_DAYS),
    )
    return tell(events.FeedbackTakenIn(**_named(row)))


@command("feedback.answer")
def answer_feedback(
    *, code: str, answer: str, version: int | None = None, by: Actor, at: datetime
) -> events.FeedbackAnswered:
    """The editors' answer; mailed if the reader left an address, else kept with the question. Refused: no answer;
    answered before; the words are erased already."""
    row = load(Feedback, code, "feedback.answer", by)
    following = next_state(states.FEEDBACK, row, "answer")
    said = needed(answer, LONGEST_WORD, NO_ANSWER)
    if row.erased_at is not None:
        raise Refused(_("Lời góp ý %(code)s đã xóa theo hạn lưu; không còn ai để trả lời.") % {"code": code})
    address = unseal(row.sealed).get("mail", "") if row.has_address else ""
    change(row, version=version, state=following, answer=said, answered_post=post_of(by), settled_at=at)
    is_mailed = bool(address) and _mail(row, address, said, by=by.through("feedback.answer"), at=at)
    return tell(events.FeedbackAnswered(**_named(row), is_mailed=is_mailed))


@command("feedback.answer")
def close_feedback(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.FeedbackClosed:
    """Read, and nothing to answer."""
    row = load(Feedback, code, "feedback.answer", by)
    change(row, version=version, state=next_state(states.FEEDBACK, row, "close"), settled_at=at)
    return tell(events.FeedbackClosed(**_named(row)))


@command("feedback.erase")
def erase_feedback(*, code: str, by: Actor, at: datetime) -> events.FeedbackErased | None:
    """The reader's words and address, and our answer, go for good; that there was one is still counted. Twice is
    harmless."""
    row = load(Feedback, code, "feedback.erase", by)
    if row.erased_at is not None:
        nothing_changed()
        return None
    state = "CLOSED" if row.state == "WAITING" else row.state
    change(row, state=state, sealed=b"", answer="", has_address=False, erased_at=at, settled_at=row.settled_at or at)
    return tell(events.FeedbackErased(**_named(row)))


def erase_old(*, by: Actor, at: datetime) -> int:
    """What the clock does: whatever has reached its day."""
    over = Feedback.rows.filter(erased_at=None, delete_on__lte=local_date(at)).order_by("delete_on", "pk")
    done = 0
    for code in list(over.values_list("code", flat=True)[:MOST_AT_ONCE]):
        try:
            done += erase_feedback(code=code, by=by, at=at) is not None
        except SomebodyWasFaster:
            continue  # the next stroke takes it
    return done


def _mail(row: Feedback, address: str, said: str, *, by: Actor, at: datetime) -> bool:
    text = on_record(
        gettext_lazy(
            "Bạn đã góp ý về: %(title)s\n\n%(answer)s\n\nThư này chỉ để trả lời góp ý; địa chỉ của bạn được xóa "
            "ngày %(day)s."
        ),
        title=row.title,
        answer=said,
        day=f"{row.delete_on.day}/{row.delete_on.month}/{row.delete_on.year}",
    )
    try:
        mail.queue_mail(
            key=f"feedback/{row.code}",
            to_address=address,
            subject=on_record(gettext_lazy("Trả lời góp ý %(code)s"), code=row.code),
            text=text,
            about=row.code,
            is_private=True,
            by=by,
            at=at,
        )
    except mail.WrongAddress:
        return False
    return True


def _named(row: Feedback) -> dict[str, Any]:
    return {"code": row.code, "about": row.about, "unit_id": row.unit_id}
