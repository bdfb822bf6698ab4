"""The portal's own pages and words on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Empty, Link, Row, Term, words
from phoihop.publications import queries as publications


@dataclass(frozen=True, slots=True)
class PortalPage:
    title: str
    facts: tuple[Term, ...]
    sections: tuple[Link, ...]
    rows: tuple[Row, ...]
    add: Link
    empty: Empty
    why: str


def portal_page(actor: Actor) -> PortalPage:
    note, terms = publications.portal_note(), publications.open_data_note()
    return PortalPage(
        title=_("Cổng thông tin"),
        facts=(
            Term(_("Tên chương trình"), note.programme or "–"),
            Term(_("Câu đầu trang"), note.headline or "–"),
            Term(_("Cơ quan chủ quản"), note.publisher or "–"),
            Term(_("Chuyên mục"), ", ".join(one.name for one in publications.categories()) or "–"),
            Term(_("Liên kết"), ", ".join(name for name, _url in publications.links()) or "–"),
            Term(_("Giấy phép dữ liệu mở"), terms.licence_name or "–"),
            Term(_("Khóa của chương trình"), ", ".join(owner for _digest, owner, _most in terms.keys) or "–"),
        ),
        sections=(
            Link(_("Lời của cổng"), reverse("communications:portal-words")),
            Link(_("Chuyên mục"), reverse("communications:categories")),
            Link(_("Liên kết đến trang khác"), reverse("communications:links")),
            Link(_("Dữ liệu mở"), reverse("communications:open-data")),
        ),
        rows=tuple(
            Row(
                glyph=say.glyph(say.PHOTO_STATES, "WITHDRAWN" if line.is_withdrawn else "PUBLISHED"),
                what=line.title,
                url=_at("page", line.code),
                meta=say.joined([say.day_of(line.written_at), line.written_post]),
                code=line.code,
                tag=words.illustration(line.is_illustration),
            )
            for line in queries.portal_pages()
        ),
        add=Link(_("Thêm trang"), reverse("communications:add-page")),
        empty=Empty(_("Cổng chưa có trang riêng nào."), _("Ví dụ: giới thiệu, khả năng tiếp cận, dữ liệu cá nhân.")),
        why=_("Bạn xem được vì vị trí của bạn giữ cổng thông tin."),
    )


def portal_form_page(title: str, form: Any, said: str = "") -> ActPage:
    crumb = Link(_("Cổng thông tin"), reverse("communications:portal"))
    return ActPage(title, crumb, said, form, _("Lưu"), _("Bạn xem được vì vị trí của bạn giữ cổng thông tin."))


@dataclass(frozen=True, slots=True)
class PageForm(ActPage):
    """A page of the portal as it is edited."""

    public: Link | None = None
    withdraw: Link | None = None


def page_form_page(code: str, form: Any) -> PageForm:
    line = queries.portal_page(code)
    return PageForm(
        title=line.title,
        crumb=Link(_("Cổng thông tin"), reverse("communications:portal")),
        said=_("Lưu là ra ngay; bản cũ vẫn được giữ trên cổng."),
        form=form,
        label=_("Lưu"),
        why=_("Bạn xem được vì vị trí của bạn giữ cổng thông tin."),
        public=None if line.is_withdrawn else Link(_("Xem trên cổng thông tin"), publications.path_of("PAGE", code)),
        withdraw=None if line.is_withdrawn else Link(_("Rút trang"), _at("withdraw-page", code)),
    )


def page_start(code: str) -> dict[str, Any]:
    line = queries.portal_page(code)
    return {
        "title": line.title,
        "summary": line.summary,
        "text": line.text,
        "order": line.order,
        "version": line.version,
    }


def words_start() -> dict[str, Any]:
    note = publications.portal_note()
    return {name: getattr(note, name) for name in ("programme", "headline", "lede", "publisher", "contact")}


def categories_start() -> dict[str, str]:
    rows = ((one.key, one.name, one.english) for one in publications.categories())
    return {"lines": "\n".join(" | ".join(row) for row in rows)}


def links_start() -> dict[str, str]:
    return {"lines": "\n".join(" | ".join(row) for row in publications.links())}


def open_data_start() -> dict[str, str]:
    note = publications.open_data_note()
    lines = "\n".join(f"{owner} | {most} | {digest}" for digest, owner, most in note.keys)
    return {
        "licence_name": note.licence_name,
        "licence_url": note.licence_url,
        "contact": note.contact,
        "lines": lines,
    }


def _at(name: str, code: str) -> str:
    return reverse(f"communications:{name}", args=[code])
