"""Taking a letter back: at once from who has not answered, by consent from who has taken it on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from phoihop.dispatches import states
from phoihop.dispatches.commands.answering import answering
from phoihop.dispatches.commands.basics import load, own_share, reason_of, words_of
from phoihop.dispatches.commands.mailing import ask_back, tell_recalled
from phoihop.dispatches.events import (
    DispatchRecallAgreed,
    DispatchRecallAsked,
    DispatchRecallDeclined,
    DispatchRecalled,
)
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell
from phoihop.mail.queries import addresses_of


@command("dispatch.recall")
def recall_dispatch(*, code: str, reason: str, by: Actor, at: datetime) -> DispatchRecalled | DispatchRecallAsked:
    """The sender takes the letter back from all who have not answered, and asks those who took it on to agree.

    Refused: without a reason, when it is taken back already, when all have refused it or keep it.
    """
    dispatch = load(code, "dispatch.recall", by)
    reason = reason_of(reason)
    if dispatch.state in ("RECALLED", "RECALLING") and dispatch.recall_reason == reason:
        nothing_changed()
        return _recalled(dispatch, [])
    if "recall" not in states.DISPATCH[dispatch.state] or dispatch.state == "RECALLING":
        _refuse_recall(dispatch)
    gone = take_back_waiting(dispatch)
    taken_on = list(Recipient.rows.filter(dispatch=dispatch, state="ACKNOWLEDGED", recall="").order_by("pk"))
    if not gone and not taken_on:
        raise Refused(
            _("Mọi cơ quan nhận đã từ chối, hoặc giữ lại, công văn %(code)s: không còn gì để thu hồi.") % {"code": code}
        )
    verb = "ask_recall" if taken_on else "recall"
    change(dispatch, state=states.DISPATCH[dispatch.state][verb], recalled_at=at, recall_reason=reason)
    event: DispatchRecalled | DispatchRecallAsked = _recalled(dispatch, [share.unit_id for share in gone])
    if gone:
        tell(event)
        had = [share for share in gone if share.channel == "mail"]
        to = addresses_of([share.unit_id for share in had]) if had else {}
        had = [share for share in had if share.unit_id in to]
        if had:
            tell_recalled(dispatch, had, to, by, at)
    if taken_on:
        event = _ask(dispatch, taken_on, by, at)
    return event


@command("dispatch.answer_recall")
def answer_recall(
    *, code: str, unit_id: int, is_agreed: bool, reason: str, version: int | None, by: Actor, at: datetime
) -> DispatchRecallAgreed | DispatchRecallDeclined:
    """An office that took the letter on gives it back, or keeps it and says why. Refused: not asked, or answered."""
    dispatch = load(code, "dispatch.answer_recall", by)
    share = own_share(dispatch, unit_id, by)
    reason = words_of(reason) if is_agreed else reason_of(reason)
    answer = states.RECALL["ASKED"]["agree" if is_agreed else "decline"]
    event = _answered(dispatch, share, is_agreed, reason)
    if share.recall == answer and share.recall_words == reason:
        nothing_changed()
        return event
    if share.recall != "ASKED":
        raise Refused(
            _("Cơ quan gửi không hỏi thu hồi công văn %(code)s, hoặc cơ quan bạn đã trả lời.") % {"code": code}
        )
    # The letter's row first: of two offices that answer at once, the later one sees what the earlier one said.
    Dispatch.rows.filter(pk=dispatch.pk).update(version=F("version") + 1)
    dispatch.refresh_from_db(from_queryset=Dispatch.rows.all())
    change(
        share,
        version=version,
        state=states.RECIPIENT[share.state]["recall"] if is_agreed else share.state,
        recall=answer,
        recall_words=reason,
        recall_answered_at=at,
        recall_post=answering(by),
    )
    tell(event)
    if is_agreed:
        tell(_recalled(dispatch, [unit_id]))
    _close(dispatch)
    return event


def _answered(
    dispatch: Dispatch, share: Recipient, is_agreed: bool, reason: str
) -> DispatchRecallAgreed | DispatchRecallDeclined:
    if is_agreed:
        return DispatchRecallAgreed(
            code=dispatch.code,
            dossier=dispatch.dossier,
            sender_id=dispatch.sender_id,
            unit_id=share.unit_id,
            unit_name=share.unit_name,
        )
    return DispatchRecallDeclined(
        code=dispatch.code,
        dossier=dispatch.dossier,
        sender_id=dispatch.sender_id,
        unit_id=share.unit_id,
        unit_name=share.unit_name,
        reason=reason,
    )


def take_back_waiting(dispatch: Dispatch) -> list[Recipient]:
    """Marks the shares nobody has answered as taken back; gives them."""
    waiting = Recipient.rows.filter(dispatch=dispatch, state__in=states.WAITING)
    found = list(waiting.order_by("pk"))
    if waiting.update(state="RECALLED", version=F("version") + 1) != len(found):
        raise SomebodyWasFaster(dispatch.code)
    return found


def _ask(dispatch: Dispatch, taken_on: list[Recipient], by: Actor, at: datetime) -> DispatchRecallAsked:
    rows = Recipient.rows.filter(pk__in=[share.pk for share in taken_on], state="ACKNOWLEDGED", recall="")
    if rows.update(recall=states.RECALL[""]["ask_recall"], version=F("version") + 1) != len(taken_on):
        raise SomebodyWasFaster(dispatch.code)
    event = DispatchRecallAsked(
        code=dispatch.code,
        dossier=dispatch.dossier,
        sender_id=dispatch.sender_id,
        unit_ids=tuple(share.unit_id for share in taken_on),
        reason=dispatch.recall_reason,
    )
    tell(event)
    outside = [share for share in taken_on if share.channel != "in_app"]
    to = addresses_of([share.unit_id for share in outside]) if outside else {}
    outside = [share for share in outside if share.unit_id in to]
    if outside:
        ask_back(dispatch, outside, to, by, at)
    return event


def _close(dispatch: Dispatch) -> None:
    """Once all have answered, the letter is taken back, or remains with those who keep it."""
    answers = set(Recipient.rows.filter(dispatch=dispatch, state="ACKNOWLEDGED").values_list("recall", flat=True))
    if "ASKED" not in answers:
        change(dispatch, state=states.DISPATCH[dispatch.state]["keep" if answers else "recall"])


def _refuse_recall(dispatch: Dispatch) -> None:
    code = {"code": dispatch.code}
    if dispatch.state == "REPLACED":
        raise Refused(_("Công văn %(code)s đã được thay bằng công văn khác.") % code)
    if dispatch.state == "RECALLING":
        raise Refused(_("Đã xin thu hồi công văn %(code)s; đang chờ các cơ quan đã tiếp nhận trả lời.") % code)
    raise Refused(_("Công văn %(code)s đã được thu hồi.") % code)


def _recalled(dispatch: Dispatch, unit_ids: Collection[int]) -> DispatchRecalled:
    return DispatchRecalled(
        code=dispatch.code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        sender_id=dispatch.sender_id,
        unit_ids=tuple(unit_ids),
        reason=dispatch.recall_reason,
    )
