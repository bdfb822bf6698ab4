"""What several commands load and refuse alike."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, nothing_changed, tell
from phoihop.ground.events import Event
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import nfc
from phoihop.organizations.models import Account, Edition, Post, Seat, Unit

E = TypeVar("E", bound=Event)


def told(event: E, *, changes: dict[str, tuple[Any, Any]] | None = None) -> E:
    """Tells, and gives the room a new edition: whoever remembered people and units looks again."""
    Edition.rows.update_or_create(pk=1, defaults={"token": secrets.token_hex(8)})
    return tell(event, changes=changes)


def unit_row(unit_id: int) -> Unit:
    row = Unit.rows.select_related("territory", "parent").filter(pk=unit_id).first()
    if row is None:
        raise NotVisible
    return row


def post_row(post_id: int) -> Post:
    row = Post.rows.select_related("unit").filter(pk=post_id).first()
    if row is None:
        raise NotVisible
    return row


def account_row(account_id: int | None) -> Account:
    row = Account.rows.filter(pk=account_id or 0).first()
    if row is None:
        raise NotVisible
    return row


def living_post(post_id: int, at: datetime) -> Post:
    post = post_row(post_id)
    refuse_ended_unit(post.unit, at)
    if post.valid_to is not None and post.valid_to < local_date(at):
        raise Refused(_("Chức vụ đã kết thúc ngày %(day)s.") % {"day": words.day(post.valid_to)})
    return post


def refuse_ended_unit(unit: Unit, at: datetime) -> None:
    if unit.valid_to is not None and unit.valid_to < local_date(at):
        values = {"name": unit.name, "day": words.day(unit.valid_to)}
        raise Refused(_("%(name)s đã kết thúc hoạt động ngày %(day)s.") % values)


def refuse_disabled(account: Account) -> None:
    if not account.is_active:
        raise Refused(_("Tài khoản đã bị khóa."))


def refuse_unless_one_of(value: str, values: Collection[str]) -> None:
    if value not in values:
        raise Refused(_("Giá trị %(value)s không có trong danh mục.") % {"value": value})


def refuse_backwards(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refused(_("Ngày kết thúc phải sau ngày bắt đầu."))


def needed(text: str, most: int = 300) -> str:
    """Text as it enters the house. Refused when nothing is left of it, or too much."""
    text = nfc(text).strip()
    if not text:
        raise Refused(_("Còn thiếu nội dung bắt buộc."))
    if len(text) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự.") % {"most": most})
    return text


def differences(row: Any, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (getattr(row, name), new) for name, new in wanted.items() if getattr(row, name) != new}


def ended_now(row: Post | Seat, on_date: date) -> bool:
    """Sets the last day. False when it was that day already; refused when it was another."""
    if row.valid_to == on_date:
        return False
    refuse_backwards(row.valid_from, on_date)
    if type(row).rows.filter(pk=row.pk, valid_to__isnull=True).update(valid_to=on_date) != 1:
        raise Refused(_("Đã kết thúc từ trước, vào một ngày khác."))
    return True


def same(event: E) -> E:
    """The answer of a command that found its work done."""
    nothing_changed()
    return event
