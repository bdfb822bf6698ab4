"""Choosing how to be told: a person for himself, the keeper of an inbox for his office."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.sheet import tellers
from phoihop.mail.commands import WrongAddress, queue_mail
from phoihop.notices import rules
from phoihop.notices.events import (
    NO_ONE_THING,
    InboxArranged,
    InboxHandedOver,
    NoticeAddressAsked,
    NoticeAddressConfirmed,
    NoticesArranged,
)
from phoihop.notices.models import Reader
from phoihop.notices.queries.readers import check_hands_over, check_keeper
from phoihop.organizations.queries import held_posts, unit_names

CODE_HOLDS = timedelta(minutes=30)
CODE_TRIES = 5
CODE_AGAIN = timedelta(minutes=1)  # between two codes
LANGUAGES = ("", "vi", "en")


@command("notice.set")
def arrange_notices(
    *,
    ways: Mapping[str, str],
    has_digest: bool,
    digest_time: time,
    is_on_days_off: bool,
    quiet_from: time,
    quiet_to: time,
    language: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> NoticesArranged:
    """Chooses for oneself by which way each room tells, when the digest comes, and when it is quiet.

    Refused: to switch off what must be acknowledged, a digest within the quiet hours, ways or languages unknown.
    """
    ask(by, "notice.set")
    values = _checked(ways, has_digest, digest_time, is_on_days_off, quiet_from, quiet_to, language)
    event = NoticesArranged(code=NO_ONE_THING)
    row = Reader.rows.get_or_create(account_id=by.account_id or 0)[0]
    if _is_same(row, values):
        nothing_changed()
        return event
    change(row, version=version, **values)
    return tell(event)


@command("inbox.keep")
def arrange_inbox(
    *,
    ways: Mapping[str, str],
    has_digest: bool,
    digest_time: time,
    is_on_days_off: bool,
    quiet_from: time,
    quiet_to: time,
    language: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> InboxArranged:
    """The same for the inbox of the office one acts from. Refused (NotAllowed) for whoever does not keep it."""
    ask(by, "inbox.keep")
    check_keeper(by, at)
    values = _checked(ways, has_digest, digest_time, is_on_days_off, quiet_from, quiet_to, language)
    event = InboxArranged(code=unit_names([by.unit_id])[by.unit_id or 0].code, unit_id=by.unit_id or 0)
    row = Reader.rows.get_or_create(unit_id=by.unit_id or 0)[0]
    if _is_same(row, values):
        nothing_changed()
        return event
    change(row, version=version, **values)
    return tell(event)


@command("inbox.keep")
def hand_over_inbox(
    *, owner_post_id: int, unit_id: int | None = None, version: int | None = None, by: Actor, at: datetime
) -> InboxHandedOver:
    """Another post owns the inbox. Its keeper does so, the head of the office, or an administrator.

    Refused: a post of another unit, or one that nobody holds.
    """
    ask(by, "inbox.keep")
    of_unit = unit_id or by.unit_id or 0
    check_hands_over(by, of_unit, at)
    posts = {post.id: post for post in held_posts([of_unit], at).get(of_unit, ())}
    post = posts.get(owner_post_id)
    if post is None:
        raise Refused(_("Chức vụ giữ hộp thư phải là chức vụ của chính cơ quan này. Chưa thay đổi gì."))
    if not post.people:
        raise Refused(
            _("Chức vụ %(post)s chưa có ai giữ nên không giao hộp thư được. Chưa thay đổi gì; hãy chọn chức vụ khác.")
            % {"post": post.title}
        )
    event = InboxHandedOver(code=unit_names([of_unit])[of_unit].code, unit_id=of_unit, post=post.title)
    row = Reader.rows.get_or_create(unit_id=of_unit)[0]
    if row.owner_post_id == owner_post_id:
        nothing_changed()
        return event
    change(row, version=version, owner_post_id=owner_post_id)
    return tell(event)


@command("notice.set")
def ask_address(*, address: str, by: Actor, at: datetime) -> NoticeAddressAsked:
    """A code goes to the address; it is used once the code comes back. Refused: no address, a second code at once."""
    ask(by, "notice.set")
    row = Reader.rows.get_or_create(account_id=by.account_id or 0)[0]
    if row.asked_at is not None and at - row.asked_at < CODE_AGAIN:
        raise Refused(_("Mã vừa được gửi chưa đầy một phút. Hãy xem hộp thư của bạn rồi thử lại sau một phút."))
    code = f"{secrets.randbelow(10**6):06d}"
    said = {"code": code, "name": by.name}
    try:
        queue_mail(
            key=f"notice-address/{by.account_id}/{secrets.token_hex(8)}",
            to_address=address,
            subject=_("Mã xác nhận địa chỉ nhận thông báo"),
            text=_(
                "Kính gửi %(name)s,\n\nMã xác nhận để nhận thông báo của Phối Hợp ở địa chỉ này là:\n\n%(code)s\n\nMã "
                "dùng được trong ba mươi phút. Nếu bạn không yêu cầu mã này, không cần làm gì: địa chỉ sẽ không được "
                "dùng."
            )
            % said,
            account_id=by.account_id,
            is_urgent=True,
            by=by,
            at=at,
        )
    except WrongAddress:
        raise Refused(
            _("„%(address)s“ không phải địa chỉ thư gửi được. Chưa thay đổi gì; viết theo mẫu ten@coquan.gov.vn.")
            % {"address": address.strip()[:100]}
        ) from None
    change(
        row,
        pending_address=address.strip(),
        code_digest=_digest(row.pk, code),
        code_until=at + CODE_HOLDS,
        code_tries=0,
        asked_at=at,
    )
    return tell(NoticeAddressAsked(code=NO_ONE_THING, address=address.strip()))


def confirm_address(*, typed: str, by: Actor, at: datetime) -> NoticeAddressConfirmed:
    """Uses the address a code was mailed to. Refused: a wrong code, the sixth try, a code too old.

    A try is counted before it is compared, apart from the act: what a refusal undoes, the count outlives.
    """
    Reader.rows.filter(account=by.account_id or 0, code_until__gt=at).exclude(pending_address="").update(
        code_tries=F("code_tries") + 1
    )
    return _confirm(typed=typed, by=by, at=at)


@command("notice.set")
def _confirm(*, typed: str, by: Actor, at: datetime) -> NoticeAddressConfirmed:
    ask(by, "notice.set")
    row = Reader.rows.filter(account=by.account_id or 0).first()
    if row is None or not row.pending_address or row.code_until is None or row.code_until <= at:
        raise Refused(_("Không có mã nào đang chờ, hoặc mã đã quá ba mươi phút. Chưa thay đổi gì; hãy lấy mã mới."))
    if row.code_tries > CODE_TRIES:
        raise Refused(_("Đã nhập sai năm lần. Chưa thay đổi gì; hãy lấy mã mới."))
    if not constant_time_compare(row.code_digest, _digest(row.pk, "".join(typed.split()))):
        raise Refused(_("Mã xác nhận không đúng. Chưa thay đổi gì; hãy xem lại thư vừa nhận."))
    is_back = row.bounced_address == row.pending_address
    change(
        row,
        address=row.pending_address,
        pending_address="",
        code_digest="",
        code_until=None,
        code_tries=0,
        bounced_address="" if is_back else row.bounced_address,
        bounced_at=None if is_back else row.bounced_at,
    )
    return tell(NoticeAddressConfirmed(code=NO_ONE_THING, address=row.address))


@command("notice.set")
def drop_address(*, by: Actor, at: datetime) -> NoticeAddressConfirmed:
    """Back to the address of the account. Twice is harmless."""
    ask(by, "notice.set")
    event = NoticeAddressConfirmed(code=NO_ONE_THING, address="")
    row = Reader.rows.filter(account=by.account_id or 0).first()
    if row is None or not (row.address or row.pending_address):
        nothing_changed()
        return event
    change(row, address="", pending_address="", code_digest="", code_until=None, code_tries=0)
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _checked(
    ways: Mapping[str, str],
    has_digest: bool,
    digest_time: time,
    is_on_days_off: bool,
    quiet_from: time,
    quiet_to: time,
    language: str,
) -> dict[str, Any]:
    known = {room: (words, is_duty) for room, words, is_duty in tellers()}
    for room, way in ways.items():
        if room not in known or way not in rules.WAYS or language not in LANGUAGES:
            raise Refused(_("Lựa chọn này không còn. Chưa thay đổi gì; hãy mở lại trang rồi chọn."))
        if way == rules.NEVER and known[room][1]:
            raise Refused(
                _(
                    "Không tắt được thông báo về „%(room)s“: trong đó có việc phải tiếp nhận hoặc phải làm. Chưa thay "
                    "đổi gì; có thể chọn chỉ để trong hộp thư."
                )
                % {"room": known[room][0]}
            )
    if has_digest and rules.is_quiet(quiet_from, quiet_to, digest_time):
        raise Refused(_("Giờ nhận bản tin nằm trong giờ yên lặng. Chưa thay đổi gì; hãy đổi một trong hai."))
    return {
        "ways": rules.write_ways(ways),
        "has_digest": has_digest,
        "digest_time": digest_time,
        "is_on_days_off": is_on_days_off,
        "quiet_from": quiet_from,
        "quiet_to": quiet_to,
        "language": language,
    }


def _is_same(row: Reader, values: Mapping[str, object]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _digest(reader_id: int, code: str) -> str:
    return salted_hmac("phoihop.notices.address", f"{reader_id}/{code}", algorithm="sha256").hexdigest()
