"""A letter that nobody at the recipient can open in the house goes there as a mail with links."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import states
from phoihop.dispatches.events import DispatchLinkSent
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.mail import commands as mail
from phoihop.mail.queries import addresses_of

LINK_HOLDS = timedelta(days=30)
ACTS = ("dispatch.acknowledge", "dispatch.refuse")

_SUBJECT = gettext_lazy("Công văn %(code)s của %(sender)s: %(subject)s")
_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(sender)s gửi công văn %(code)s: %(subject)s\n\n%(body)s\n\n"
    "Để tiếp nhận, hãy mở liên kết sau và bấm „Tiếp nhận“; hoặc trả lời thư này: trả lời là tiếp nhận, lời viết là ý "
    "kiến bảo lưu.\n%(acknowledge)s\n\n"
    "Để từ chối và nêu lý do:\n%(refuse)s\n\n"
    "Không cần tài khoản. Mỗi liên kết dùng một lần, trong ba mươi ngày."
)
_AGAIN = gettext_lazy("Đã gửi liên kết mới.")


@command("dispatch.link")
def send_link(*, code: str, unit_id: int, version: int | None, by: Actor, at: datetime) -> DispatchLinkSent:
    """The sender mails a recipient without accounts links to acknowledge or refuse; earlier links are taken back.

    Refused: the letter was delivered or answered, or the office has no confirmed address. Pressed twice sends once.
    """
    dispatch = Dispatch.rows.filter(code=code).first()
    if dispatch is None:
        raise NotVisible
    ask(by, "dispatch.link", dispatch)
    share = Recipient.rows.filter(dispatch=dispatch, unit_id=unit_id).first()
    if share is None:
        raise NotVisible
    event = DispatchLinkSent(code=code, dossier=dispatch.dossier, unit_id=unit_id, unit_name=share.unit_name)
    if version is not None and share.channel == "link" and share.version == version + 1:
        nothing_changed()
        return event
    if version is not None and share.version != version:
        raise SomebodyWasFaster(code, share.version)
    address = _address(share)
    change(share, version=version, channel="link")
    mail.revoke_links(code=code, unit_id=unit_id, reason=on_record(_AGAIN), by=by, at=at)
    links = {
        act: mail.issue_link(
            act=act, code=code, unit_id=unit_id, address=address, until=at + LINK_HOLDS, by=by, at=at
        ).url_path
        for act in ACTS
    }
    mail.queue_mail(
        key=f"dispatch/{code}/{unit_id}/link/{share.version}",
        to_address=address,
        subject=on_record(_SUBJECT, code=code, sender=dispatch.sender_name, subject=dispatch.subject),
        text=on_record(
            _TEXT,
            unit=share.unit_name,
            sender=dispatch.sender_name,
            code=code,
            subject=dispatch.subject,
            body=dispatch.body,
            acknowledge=f"{settings.PHOIHOP_SITE_URL}{links['dispatch.acknowledge']}",
            refuse=f"{settings.PHOIHOP_SITE_URL}{links['dispatch.refuse']}",
        ),
        about=code,
        unit_id=unit_id,
        reply_act="dispatch.acknowledge",
        by=by,
        at=at,
    )
    return tell(event)


def _address(share: Recipient) -> str:
    """Where the mail goes. Refused when there is no need of it, or no way."""
    unit = {"unit": share.unit_name}
    if share.state not in states.WAITING:
        raise Refused(_("%(unit)s đã trả lời, hoặc công văn đã được thu hồi; không gửi thư nữa.") % unit)
    if share.state != "SENT":
        raise Refused(_("Công văn đã giao đến %(unit)s trong hệ thống; không cần gửi liên kết.") % unit)
    address = addresses_of([share.unit_id]).get(share.unit_id)
    if address is None:
        raise Refused(
            _("%(unit)s chưa có địa chỉ thư được xác nhận. Chưa gửi gì; hãy thêm địa chỉ trên trang của cơ quan.")
            % unit
        )
    return address
