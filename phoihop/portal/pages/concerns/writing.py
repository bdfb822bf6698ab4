"""Writing a concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.parts import Empty, Note
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.publications import queries


@dataclass(frozen=True, slots=True)
class WritePage:
    """`note` says why the form is shown again, apart from what is wrong in its fields; `channel` is the right way."""

    title: str
    lede: str
    form: Any
    shield: Any  # forms.tokens.Shield
    action: str
    list_url: str
    contact_said: str
    note: Note | None
    channel: Note | None
    empty: Empty | None
    head: Head


@dataclass(frozen=True, slots=True)
class WaitPage:
    """Too many from one address. What was typed stands on the page, and its form can be sent again."""

    title: str
    said: str
    text: str
    again_url: str
    head: Head


def choices(site: Site) -> dict[str, Any]:
    """What a concern may be about, and where."""
    services = queries.services(queries.portal_note().territory)
    return {
        "services": _grouped(
            [(one.group, one.key, one.english if site.is_english and one.english else one.name) for one in services]
        ),
        "places": _places(queries.places()),
    }


def write_page(form: Any, shield: Any, site: Site, *, is_open: bool, note: Note | None = None) -> WritePage:
    known, channel = queries.portal_note(), form.channel
    return WritePage(
        title=_("Viết phản ánh, kiến nghị"),
        lede=_("Không cần tài khoản. Bạn nhận mã, tên cơ quan và ngày trả lời ngay khi gửi."),
        form=form,
        shield=shield,
        action=site.url(f"/phan-anh/gui/{shield.token}/"),
        list_url=site.url("/phan-anh/"),
        contact_said=_(
            "Chỉ dùng để hỏi thêm và báo kết quả cho bạn; không hiện trên cổng, không dùng vào việc khác. Được mã hóa "
            "và xóa sau %(days)s ngày kể từ khi trả lời. Bỏ trống cũng được: mã theo dõi là đủ."
        )
        % {"days": known.contact_days},
        note=note,
        channel=None if channel is None else Note(channel.name, channel.words, is_late=True),
        empty=None if is_open else _closed(known),
        head=Head(description=_("Gửi phản ánh, kiến nghị về việc hành chính ở địa bàn.")),
    )


def note_old() -> Note:
    title = _("Biểu mẫu đã mở quá lâu nên lần gửi chưa được nhận.")
    return Note(title, _("Chữ bạn gõ còn nguyên; hãy bấm gửi lại một lần nữa."))


def note_twice(code: str) -> Note:
    said = _(
        "Nội dung dưới đây khác lần đó và chưa được nhận. Nếu là việc mới, hãy bấm gửi; nếu chỉ bổ sung, hãy chờ được "
        "hỏi ở trang của mã đó."
    )
    return Note(_("Đơn này đã được nhận với mã %(code)s.") % {"code": code}, said)


def note_again() -> Note:
    said = _("Nội dung dưới đây khác lần đó và chưa được nhận. Nếu vẫn cần, hãy bấm gửi lại.")
    return Note(_("Bạn đã gửi từ biểu mẫu này."), said)


def note_broken(why: str) -> Note:
    said = {
        "slow": _("Mạng quá chậm nên lần gửi bị ngắt. Hãy gửi lại, bớt ảnh nếu cần."),
        "busy": _(
            "Lúc này có nhiều lần gửi chậm cùng lúc. Hãy quay lại trang trước, chữ bạn gõ còn đó, và gửi lại sau."
        ),
        "much": _("Lần gửi có quá nhiều phần. Hãy mở lại biểu mẫu và gửi như bình thường."),
    }
    broken = _(
        "Lần gửi bị ngắt giữa chừng nên không đọc được. Hãy quay lại trang trước, chữ bạn gõ còn đó, rồi gửi lại."
    )
    return Note(_("Chưa nhận được gì."), said.get(why, broken), is_late=True)


def too_large() -> str:
    return _(
        "Lần gửi này lớn hơn mức được nhận: tối đa bốn ảnh, mỗi ảnh 10 MB. Chưa có gì được nhận; hãy quay lại trang "
        "trước, chữ bạn gõ còn đó, bớt ảnh rồi gửi lại."
    )


def wait_page(text: str, site: Site) -> WaitPage:
    return WaitPage(
        title=_("Hãy gửi lại sau ít phút"),
        said=_(
            "Từ địa chỉ mạng này vừa có quá nhiều lần gửi, nên lần này chưa được nhận. Chưa có gì mất: chữ bạn gõ còn "
            "dưới đây hoặc ở trang trước. Hãy đợi ít phút, quay lại trang trước và gửi lại; hoặc gọi tới cơ quan."
        ),
        text=text,
        again_url=site.url("/phan-anh/viet/"),
        head=Head(is_indexed=False),
    )


def _closed(known: Any) -> Empty:
    why = _("Hãy liên hệ trực tiếp với cơ quan của địa bàn.")
    return Empty(_("Cổng này hiện chưa nhận phản ánh."), known.contact or why)


def _grouped(lines: Sequence[tuple[str, str, str]]) -> list[tuple[str, Any]]:
    """Choices under their headings, in the order in which they come."""
    found: dict[str, list[tuple[str, str]]] = {}
    for group, key, name in lines:
        found.setdefault(group, []).append((key, name))
    bare: list[tuple[str, Any]] = [*found.pop("", [])]
    return [*found.items(), *bare]


def _places(lines: Sequence[queries.PlaceLine]) -> list[tuple[str, Any]]:
    names = {one.key: one.name for one in lines}
    children = {one.parent for one in lines if one.parent in names}
    grouped = []
    for one in lines:
        if one.key in children:
            grouped.append((one.name, one.key, _("%(place)s, cả địa bàn") % {"place": one.name}))
        else:
            grouped.append((names.get(one.parent, ""), one.key, one.name))
    whole_first = sorted(grouped, key=lambda line: line[1] not in children)
    return _grouped(whole_first)
