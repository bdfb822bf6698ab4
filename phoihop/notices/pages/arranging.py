"""„Thông báo của tôi“, and the same for the inbox of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Link, Note, words
from phoihop.ground.powers import NotAllowed, may
from phoihop.ground.sheet import tellers
from phoihop.notices import queries
from phoihop.notices.pages.inbox import keeper_words
from phoihop.notices.rules import DIGEST, INBOX, MAIL, NEVER
from phoihop.organizations.queries import unit, unit_number


@dataclass(frozen=True, slots=True)
class AddressPart:
    """Where mails go, and the acts on it; an office's address is kept on the page of the unit."""

    said: str
    note: Note | None
    change: Link | None
    confirm: Link | None
    drop_url: str


@dataclass(frozen=True, slots=True)
class ArrangePage:
    title: str
    crumb: Link
    lede: str
    address: AddressPart
    form: Any
    why: str


def rooms_to_arrange() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """Each room that tells something, and the ways it may come; a duty cannot be switched off."""
    ways = [
        (DIGEST, _("trong bản tin sáng")),
        (MAIL, _("gửi thư ngay")),
        (INBOX, _("chỉ để trong hộp thư")),
        (NEVER, _("không báo")),
    ]
    return [
        (room, _("Tin của phần „%(room)s“") % {"room": words_of_room}, ways[:3] if is_duty else ways)
        for room, words_of_room, is_duty in tellers()
    ]


def start_of_arrange(actor: Actor) -> dict[str, Any]:
    return _start(queries.choices(actor))


def start_of_inbox_arrange(actor: Actor) -> dict[str, Any]:
    return _start(queries.office_choices(actor.unit_id or 0))


def arrange_page(actor: Actor, form: Any) -> ArrangePage:
    address = queries.address_of(actor)
    return ArrangePage(
        title=_("Thông báo của tôi"),
        crumb=Link(_("Hộp thư"), reverse("notices:inbox")),
        lede=_(
            "Mọi thông báo đều nằm trong hộp thư. Ở đây bạn chọn điều gì được gửi thêm qua thư, và lúc nào. Tin khẩn "
            "gửi ngay, trừ loại bạn đã tắt; việc phải tiếp nhận hoặc phải làm không tắt được."
        ),
        address=AddressPart(
            said=_address_words(address),
            note=_bounced(address),
            change=Link(_("Đổi địa chỉ"), reverse("notices:address")),
            confirm=Link(_("Nhập mã cho %(address)s") % {"address": address.pending}, reverse("notices:confirm"))
            if address.pending
            else None,
            drop_url=reverse("notices:drop-address") if address.is_own or address.pending else "",
        ),
        form=form,
        why=_("Trang này chỉ mở cho chính bạn."),
    )


def inbox_arrange_page(actor: Actor, form: Any, at: datetime) -> ArrangePage:
    """For the keeper only (NotAllowed)."""
    queries.check_keeper(actor, at)
    address = queries.office_address(actor.unit_id or 0)
    return ArrangePage(
        title=_("Cách nhận của hộp thư cơ quan"),
        crumb=Link(_("Hộp thư cơ quan"), reverse("notices:office")),
        lede=f"{actor.unit_name}. {keeper_words(queries.owner_of(actor.unit_id or 0, at))}",
        address=AddressPart(
            said=_address_words(address), note=_bounced(address), change=None, confirm=None, drop_url=""
        ),
        form=form,
        why=_("Chỉ người giữ hộp thư đổi được cách nhận."),
    )


def ask_address_page(form: Any) -> ActPage:
    return ActPage(
        title=_("Đổi địa chỉ nhận thông báo"),
        crumb=_settings(),
        said=_("Địa chỉ đang dùng vẫn được dùng cho đến khi bạn nhập mã."),
        form=form,
        label=_("Gửi mã"),
        why="",
    )


def confirm_page(actor: Actor, form: Any) -> ActPage:
    pending = queries.address_of(actor).pending
    said = _("Đã gửi mã đến %(address)s. Mã dùng được trong ba mươi phút.") % {"address": pending}
    return ActPage(
        title=_("Nhập mã xác nhận"),
        crumb=_settings(),
        said=said if pending else _("Chưa có mã nào được gửi. Hãy chọn „Đổi địa chỉ“ để nhận mã."),
        form=form,
        label=_("Xác nhận"),
        why="",
    )


@dataclass(frozen=True, slots=True)
class KeeperPanel:
    """On the page of a unit: who keeps its inbox."""

    said: str
    hand_over: Link | None


def keeper_panel(actor: Actor, code: str, at: datetime) -> KeeperPanel | None:
    if not may(actor, "inbox.keep"):
        return None
    unit_id = unit_number(actor, code)
    owner = queries.owner_of(unit_id, at)
    try:
        queries.check_hands_over(actor, unit_id, at)
        link: Link | None = Link(_("Giao hộp thư"), reverse("notices:hand-over", args=[code]))
    except NotAllowed:
        link = None
    return KeeperPanel(keeper_words(owner), link)


def posts_to_own(actor: Actor, code: str, at: datetime) -> list[tuple[int, str]]:
    """The posts of the unit, for whoever may hand its inbox over (NotAllowed)."""
    unit_id = unit_number(actor, code)
    queries.check_hands_over(actor, unit_id, at)
    return queries.posts_to_own(unit_id, at)


def unit_of(actor: Actor, code: str) -> int:
    return unit_number(actor, code)


def start_of_hand_over(actor: Actor, code: str) -> dict[str, Any]:
    kept = queries.office_choices(unit_number(actor, code))
    return {"owner_post_id": kept.owner_post_id, "version": kept.version}


def hand_over_page(actor: Actor, code: str, form: Any, at: datetime) -> ActPage:
    name = unit(actor, code, at).line.name
    return ActPage(
        title=_("Giao hộp thư cơ quan"),
        crumb=Link(name, reverse("organizations:unit", args=[code])),
        said=_("Chức vụ này xem và xử lý mọi điều báo đến %(unit)s; người giữ chức vụ đổi, hộp thư vẫn còn.")
        % {"unit": name},
        form=form,
        label=_("Giao hộp thư"),
        why="",
    )


def _settings() -> Link:
    return Link(_("Thông báo của tôi"), reverse("notices:settings"))


def _start(kept: queries.Choices) -> dict[str, Any]:
    plain = {
        name: getattr(kept, name)
        for name in (
            "has_digest",
            "digest_time",
            "is_on_days_off",
            "quiet_from",
            "quiet_to",
            "language",
            "version",
        )
    }
    return {**plain, "ways": {room: kept.ways.get(room, DIGEST) for room, _words, _is_duty in tellers()}}


def _address_words(address: queries.Address) -> str:
    if address.address:
        return _("Thư được gửi đến %(address)s.") % {"address": address.address}
    if address.bounced:
        return _("Không gửi thư đi đâu: thông báo chỉ có trong hộp thư.")
    return _("Chưa có địa chỉ thư: thông báo chỉ có trong hộp thư.")


def _bounced(address: queries.Address) -> Note | None:
    if not address.bounced or address.bounced_at is None:
        return None
    day = words.day(timezone.localtime(address.bounced_at).date())
    said = _("Thư gửi đến %(address)s bị trả lại ngày %(day)s nên không gửi đến đó nữa. Hãy xác nhận một địa chỉ.")
    return Note(_("Thư bị trả lại."), said % {"address": address.bounced, "day": day}, is_late=True)
