"""Letters that leave the house: as mails with two links, or as links that the sender hands over himself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from phoihop.dispatches import rules
from phoihop.dispatches.models import Attachment, Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.mail import commands as mail

LINK_HOLDS = timedelta(days=30)
ACTS = ("dispatch.acknowledge", "dispatch.refuse")

_SUBJECT = gettext_lazy("Công văn %(code)s của %(sender)s: %(subject)s")
_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(sender)s trân trọng gửi công văn %(code)s: %(subject)s\n\n%(body)s\n\n"
    "Để tiếp nhận, mời mở liên kết sau và bấm „Tiếp nhận công văn“, hoặc trả lời thư này: trả lời là tiếp nhận, lời "
    "viết là ý kiến bảo lưu.\n%(acknowledge)s\n\n"
    "Để từ chối và nêu lý do:\n%(refuse)s\n\n"
    "Không cần tài khoản. Mỗi liên kết dùng một lần, trong ba mươi ngày. Nếu có tài khoản, công văn ở %(url)s\n\n"
    "Trân trọng.\n%(sender)s"
)
_ENGLISH = (
    "\n\nThis is an official letter of a Vietnamese public body; the links above acknowledge or refuse it, no account "
    "needed."
)
_INSTEAD = gettext_lazy("Công văn này thay công văn %(old)s; mời trả lời công văn này.")
_ATTACHED = gettext_lazy("Văn bản kèm theo (mở khi đăng nhập):")
_RECALLED_SUBJECT = gettext_lazy("Thu hồi công văn %(code)s của %(sender)s")
_RECALLED = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(sender)s thu hồi công văn %(code)s: %(subject)s\n\nLý do: %(reason)s\n\n"
    "Quý cơ quan không phải trả lời công văn này.\n\nTrân trọng.\n%(sender)s"
)
_ASKED_SUBJECT = gettext_lazy("Xin thu hồi công văn %(code)s của %(sender)s")
_ASKED = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(sender)s xin thu hồi công văn %(code)s mà Quý cơ quan đã tiếp nhận: %(subject)s\n\n"
    "Lý do: %(reason)s\n\nĐể đồng ý hoặc không đồng ý, mời mở liên kết sau; không cần tài khoản, dùng một lần trong ba "
    "mươi ngày:\n%(answer)s\n\nTrân trọng.\n%(sender)s"
)
_AGAIN = gettext_lazy("Đã gửi hoặc in lại với liên kết mới.")


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes to one office on paper or by hand: the addresses of its two links, which cannot be had again."""

    unit_id: int
    unit_name: str
    acknowledge_url: str
    refuse_url: str


def links_for(
    found: Sequence[tuple[Dispatch, Recipient]], to: Mapping[int, str], by: Actor, at: datetime
) -> list[Paper]:
    """Two links for each of these shares; `to` holds the addresses they are mailed to, if any. Constant queries."""
    issued = mail.issue_links(
        links=[
            mail.Wanted(act=act, code=dispatch.code, unit_id=share.unit_id, address=to.get(share.unit_id, ""))
            for dispatch, share in found
            for act in ACTS
        ],
        until=at + LINK_HOLDS,
        by=by,
        at=at,
    )
    urls = iter(f"{settings.PHOIHOP_SITE_URL}{link.url_path}" for link in issued)
    return [Paper(share.unit_id, share.unit_name, next(urls), next(urls)) for _dispatch, share in found]


def mail_out(found: Sequence[tuple[Dispatch, Recipient]], to: Mapping[int, str], by: Actor, at: datetime) -> None:
    """Queues the mails that carry letters to offices. Constant queries for any number."""
    if not found:
        return
    wrapped = _wrapped({dispatch.pk: dispatch for dispatch, _share in found})
    papers = links_for(found, to, by, at)
    text = on_record(_TEXT)
    mail.queue_mails(
        mails=[
            mail.Outgoing(
                key=rules.mail_key(dispatch.code, share.unit_id, share.tries),
                to_address=to[share.unit_id],
                subject=wrapped[dispatch.pk]["title"],
                text=text
                % {
                    **wrapped[dispatch.pk],
                    "unit": share.unit_name,
                    "acknowledge": paper.acknowledge_url,
                    "refuse": paper.refuse_url,
                }
                + _ENGLISH,
                about=dispatch.code,
                unit_id=share.unit_id,
                reply_act="dispatch.acknowledge",
            )
            for (dispatch, share), paper in zip(found, papers, strict=True)
        ],
        by=by,
        at=at,
    )


def _wrapped(dispatches: Mapping[int, Dispatch]) -> dict[int, dict[str, str]]:
    """What is the same in all mails of a letter. One query for any number of letters."""
    attached: dict[int, list[str]] = {}
    rows = Attachment.rows.filter(dispatch__in=list(dispatches)).order_by("pk")
    for pk, code, title in rows.values_list("dispatch_id", "document", "title"):
        url = settings.PHOIHOP_SITE_URL + reverse("documents:document", args=[code])
        attached.setdefault(pk, []).append(f"- {title}: {url}")
    return {
        pk: {
            "title": on_record(_SUBJECT, code=one.code, sender=one.sender_name, subject=one.subject),
            "sender": one.sender_name,
            "code": one.code,
            "subject": one.subject,
            "body": _body(one, attached.get(pk, [])),
            "url": settings.PHOIHOP_SITE_URL + reverse("dispatches:letter", args=[one.code]),
        }
        for pk, one in dispatches.items()
    }


def take_back_links(dispatch: Dispatch, unit_id: int, by: Actor, at: datetime) -> None:
    """One pair of links for each office at a time."""
    mail.revoke_links(code=dispatch.code, unit_id=unit_id, reason=on_record(_AGAIN), by=by, at=at)


def tell_recalled(
    dispatch: Dispatch, found: Sequence[Recipient], to: Mapping[int, str], by: Actor, at: datetime
) -> None:
    """A short mail to offices that had the letter by mail."""
    _short(dispatch, found, to, "recall", _RECALLED_SUBJECT, on_record(_RECALLED), {}, by, at)


def ask_back(dispatch: Dispatch, found: Sequence[Recipient], to: Mapping[int, str], by: Actor, at: datetime) -> None:
    """A mail with the link to agree or not, to offices that took the letter on without an account."""
    issued = mail.issue_links(
        links=[
            mail.Wanted(act="dispatch.answer_recall", code=dispatch.code, unit_id=s.unit_id, address=to[s.unit_id])
            for s in found
        ],
        until=at + LINK_HOLDS,
        by=by,
        at=at,
    )
    answers = {
        share.unit_id: f"{settings.PHOIHOP_SITE_URL}{link.url_path}" for share, link in zip(found, issued, strict=True)
    }
    _short(dispatch, found, to, "ask-recall", _ASKED_SUBJECT, on_record(_ASKED), answers, by, at)


def _short(
    dispatch: Dispatch,
    found: Sequence[Recipient],
    to: Mapping[int, str],
    what: str,
    subject: object,
    text: str,
    answers: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> None:
    mail.queue_mails(
        mails=[
            mail.Outgoing(
                key=f"dispatch/{dispatch.code}/{share.unit_id}/{what}/{share.version}",
                to_address=to[share.unit_id],
                subject=on_record(subject, code=dispatch.code, sender=dispatch.sender_name),
                text=text
                % {
                    "unit": share.unit_name,
                    "sender": dispatch.sender_name,
                    "code": dispatch.code,
                    "subject": dispatch.subject,
                    "reason": dispatch.recall_reason,
                    "answer": answers.get(share.unit_id, ""),
                },
                about=dispatch.code,
                unit_id=share.unit_id,
            )
            for share in found
        ],
        by=by,
        at=at,
    )


def _body(dispatch: Dispatch, attached: Sequence[str]) -> str:
    parts = [dispatch.body]
    if dispatch.replaces is not None:
        parts.insert(0, on_record(_INSTEAD, old=dispatch.replaces.code))
    if attached:
        parts.append("\n".join([on_record(_ATTACHED), *attached]))
    return "\n\n".join(filter(None, parts))
