"""The right of reply: whoever published it is asked, and its word is shown as it came."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.corrections import events, states
from phoihop.corrections.commands.basics import (
    future_day,
    labels,
    line_of,
    load,
    post_of,
    publisher_of,
    reason_of,
    text_of,
    unchanged,
)
from phoihop.corrections.commands.publishing import publish_again
from phoihop.corrections.models import Appearance, Claim, Reply
from phoihop.corrections.rules import limits
from phoihop.dispatches import commands as dispatches
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.intake import commands as intake
from phoihop.intake import queries as inputs
from phoihop.mail import commands as mail
from phoihop.organizations.queries import unit_names

SUBJECT = gettext_lazy("Đề nghị phản hồi về thông tin đang được kiểm chứng (%(code)s)")
BODY = gettext_lazy(
    "%(owner)s đang kiểm chứng một thông tin mà %(publisher)s đã đăng ngày %(day)s (%(address)s):\n\n“%(text)s”\n\n"
    "Đề nghị %(publisher)s phản hồi trước hết ngày %(until)s. Phản hồi được công bố nguyên văn bên kết luận. Không phản"
    " hồi không làm dừng việc kiểm chứng.\n\nGửi phản hồi bằng cách trả lời cơ quan này, hoặc tại %(url)s khi kết luận"
    " đã công bố. Mã: %(code)s."
)


@command("reply.ask")
def ask_reply(
    *,
    code: str,
    number: int,
    way: str,
    until: date,
    mail_to: str = "",
    unit_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.ReplyAsked:
    """Asks a publisher for its word until a day: by mail to its office, by a dispatch to a unit of the house, or
    recorded as asked by hand.

    Refused: a day that is over, no address for a mail, no unit for a dispatch, what was never opened or was dropped.
    """
    row = load(code, "reply.ask", by, version)
    if row.state in ("DROPPED", "WITHDRAWN"):
        raise Refused(_("%(code)s không còn được xử lý nên không hỏi ai nữa; chưa gửi gì.") % {"code": code})
    place = Appearance.rows.filter(claim=row, number=number).first()
    if place is None:
        raise NotVisible
    if way not in states.WAYS:
        raise Refused(_("Hãy chọn cách đề nghị: thư điện tử, công văn, hoặc ghi nhận đã đề nghị. Chưa gửi gì."))
    day = future_day(until, local_date(at)) or until
    event = events.ReplyAsked(**labels(row), publisher=place.publisher, way=way, until=day.isoformat())
    if (place.asked_way, place.reply_date) == (way, day):
        return unchanged(event)
    latest = max(filter(None, (row.reply_date, day)))
    change(row, reply_date=latest)
    Appearance.rows.filter(pk=place.pk).update(asked_at=at, asked_way=way, asked_post=post_of(by), reply_date=day)
    if way == "MAIL":
        _send_mail(row, place, day, mail_to, by, at)
    elif way == "DISPATCH":
        _send_dispatch(row, place, day, unit_id, by, at)
    return tell(event)


@command("reply.record")
def record_reply(
    *, code: str, publisher: str, text: str, proof: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.ReplyReceived:
    """A reply that came by letter, mail or telephone, word for word. Twice is harmless. Refused: nothing in it."""
    row = load(code, "reply.record", by, version)
    given = text_of(text, limits.LONGEST_REPLY)
    if not given:
        raise Refused(_("Cần chép nguyên văn phản hồi. Chưa ghi gì."))
    publisher = publisher_of(publisher)
    same = Reply.rows.filter(claim=row, publisher=publisher, text=given).first()
    if same is not None:
        return unchanged(_received(row, same))
    change(row)
    reply = _keep(
        row, publisher=publisher, text=given, proof=line_of(proof, limits.LONGEST_ADDRESS), came="HAND", at=at
    )
    return tell(_received(row, reply))


@command("reply.take_in")
def take_reply(*, code: str, by: Actor, at: datetime) -> events.ReplyReceived | None:
    """A reply that came by the portal, to be looked at. What belongs to no correction that is out is dropped. Twice is
    harmless: None."""
    ask(by, "reply.take_in")
    through = by.through("reply.take_in")
    known = inputs.input_line(code)
    if known is None or known.state != "WAITING":
        return unchanged(None)
    row = Claim.rows.filter(code=inputs.look_into(through, code).about, is_out=True).first()
    if row is None:
        intake.drop(code=code, reason="unknown-correction", by=through, at=at)
        return unchanged(None)
    taken = intake.take(code=code, by=through, at=at)
    if taken is None:
        return unchanged(None)
    publisher = " ".join(taken.payload.get("publisher", "").split())[: limits.LONGEST_NAME]
    text = taken.payload.get("text", "").strip()[: limits.LONGEST_REPLY]
    proof = taken.payload.get("proof", "").strip()[: limits.LONGEST_ADDRESS]
    reply = _keep(row, publisher=publisher or "–", text=text, proof=proof, came="PORTAL", input=code, at=at)
    return tell(_received(row, reply))


@command("reply.check")
def show_reply(
    *, code: str, number: int, publisher: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.ReplyShown:
    """It is the publisher's word: shown word for word with the correction. What is out goes out anew at once.

    `publisher` puts the name right. Refused: passed over before.
    """
    row = load(code, "reply.check", by)
    reply = _reply(row, number)
    event = events.ReplyShown(**labels(row), publisher=publisher or reply.publisher, number=number)
    if reply.state == "SHOWN":
        return unchanged(event)
    name = publisher_of(publisher or reply.publisher)
    _settle(reply, "show", version, by, at, publisher=name)
    told = tell(event)
    if row.state == "PUBLISHED":
        publish_again(
            row, note=on_record(gettext_lazy("Thêm phản hồi của %(publisher)s."), publisher=name), by=by, at=at
        )
    else:
        change(row)
    return told


@command("reply.check")
def pass_over_reply(
    *, code: str, number: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ReplyPassedOver:
    """It is not the publisher's word on this claim; the reason stays on record. Refused without one, or once shown."""
    row = load(code, "reply.check", by)
    reply = _reply(row, number)
    reason = reason_of(reason)
    event = events.ReplyPassedOver(**labels(row), publisher=reply.publisher, number=number, reason=reason)
    if reply.state == "PASSED_OVER":
        return unchanged(event)
    _settle(reply, "pass_over", version, by, at, reason=reason)
    return tell(event)


def _settle(reply: Reply, act: str, version: int | None, by: Actor, at: datetime, **values: str) -> None:
    following = states.after(states.REPLY, reply.state, act)
    if following is None:
        raise Refused(_("Phản hồi này đã được xử lý; không có gì thay đổi."))
    change(reply, version=version, state=following, settled_at=at, settled_post=post_of(by), **values)


def _reply(row: Claim, number: int) -> Reply:
    reply = Reply.rows.filter(claim=row, number=number).first()
    if reply is None:
        raise NotVisible
    return reply


def _keep(row: Claim, *, publisher: str, text: str, proof: str, came: str, input: str = "", at: datetime) -> Reply:  # noqa: A002
    last = Reply.rows.filter(claim=row).order_by("-number").values_list("number", flat=True).first() or 0
    try:
        with transaction.atomic():
            return Reply.rows.create(
                claim=row,
                number=last + 1,
                publisher=publisher,
                text=text,
                proof=proof,
                came=came,
                input=input,
                received_at=at,
            )
    except IntegrityError as trouble:  # two came in at the same moment
        raise SomebodyWasFaster(row.code) from trouble


def _received(row: Claim, reply: Reply) -> events.ReplyReceived:
    return events.ReplyReceived(**labels(row), publisher=reply.publisher, number=reply.number, came=reply.came)


def _said(row: Claim, place: Appearance, until: date) -> dict[str, str]:
    return {
        "owner": unit_names([row.owner_id])[row.owner_id].name,
        "publisher": place.publisher,
        "day": words.day(place.day),
        "address": place.address,
        "text": row.text,
        "until": words.day(until),
        "url": f"{settings.PHOIHOP_SITE_URL}/dinh-chinh/{row.code}/",
        "code": row.code,
    }


def _send_mail(row: Claim, place: Appearance, until: date, mail_to: str, by: Actor, at: datetime) -> None:
    said = _said(row, place, until)
    try:
        mail.queue_mail(
            key=f"reply-ask/{row.code}/{place.number}/{until.isoformat()}",
            to_address=mail_to.strip(),
            subject=on_record(SUBJECT, **said),
            text=on_record(BODY, **said),
            about=row.code,
            by=by.through("reply.ask"),
            at=at,
        )
    except ValueError as wrong:
        raise Refused(
            _("Địa chỉ thư „%(mail)s“ không gửi được. Chưa gửi gì; hãy xem lại.") % {"mail": mail_to[:100]}
        ) from wrong


def _send_dispatch(row: Claim, place: Appearance, until: date, unit_id: int | None, by: Actor, at: datetime) -> None:
    if unit_id is None:
        raise Refused(_("Hãy chọn cơ quan nhận công văn. Chưa gửi gì."))
    said = _said(row, place, until)
    dispatches.send_dispatch(
        sender_id=row.owner_id,
        recipient_ids=[unit_id],
        purpose="OPINION",
        subject=on_record(SUBJECT, **said),
        body=on_record(BODY, **said),
        about=row.code,
        dossier=row.dossier,
        is_outside_confirmed=True,
        key=f"reply-ask/{row.code}/{place.number}/{until.isoformat()}",
        by=by,
        at=at,
    )
