"""The photo library on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.communications import queries
from phoihop.communications.pages import words as say
from phoihop.communications.pages.articles import Shown
from phoihop.communications.pages.words import number_in
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, Term, words
from phoihop.ground.powers import SIGNED_IN, NotAllowed


@dataclass(frozen=True, slots=True)
class PhotoTile:
    url: str
    photo: Shown
    said: str
    state: Glyph
    tag: str


@dataclass(frozen=True, slots=True)
class PhotosPage:
    title: str
    tiles: tuple[PhotoTile, ...]
    pager: Pager
    empty: Empty
    text: str
    add: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class PhotoPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    photo: Shown | None
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    facts: tuple[Term, ...]
    uses: tuple[Row, ...]
    more_uses: str
    why: str


def photos_page(actor: Actor, asked: Mapping[str, str]) -> PhotosPage:
    text = asked.get("q", "").strip()[:100]
    found = queries.photos(actor, words=text, after=number_in(asked.get("sau", "")))
    following = {**({"q": text} if text else {}), "sau": found.next}
    add = Link(_("Đưa ảnh vào"), reverse("communications:add-photo")) if found.may_add else None
    return PhotosPage(
        title=_("Kho ảnh"),
        tiles=tuple(_tile(line) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Không có ảnh nào."),
            _("Không ảnh nào có những chữ này; hãy tìm bằng chữ khác.")
            if text
            else _("Ảnh đưa vào được vẽ lại thành vài cỡ, xóa thông tin ẩn; lời mô tả là bắt buộc."),
            add,
        ),
        text=text,
        add=add,
        why=str(SIGNED_IN),
    )


def photo_page(actor: Actor, code: str) -> PhotoPage:
    value = queries.photo_value(actor, code)
    line, rights = value.line, value.rights
    acts = []
    if rights.publish:
        acts.append(Act(_("Đưa vào thư viện ảnh công khai"), _at("publish-photo", code), value.version))
    if rights.describe:
        acts.append(Act(_("Sửa lời"), _at("describe-photo", code)))
    if rights.withdraw:
        acts.append(Act(_("Rút ảnh"), _at("withdraw-photo", code)))
    largest = value.sizes[-1] if value.sizes else None
    notes = (Note(_("Ảnh đã rút:"), value.withdrawn_reason),) if value.withdrawn_reason else ()
    more = ngettext("và %(count)s tin của cơ quan khác", "và %(count)s tin của cơ quan khác", value.used_elsewhere)
    return PhotoPage(
        title=line.alt,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.PHOTO_STATES, line.state),
        meta=say.joined([line.unit, _("có trong thư viện ảnh công khai") if line.is_listed else ""]),
        back=Link(_("Kho ảnh"), reverse("communications:photos")),
        photo=_shown(line, *largest) if largest else None,
        notes=notes,
        primary=acts[0] if rights.publish else None,
        acts=tuple(acts[1:] if rights.publish else acts),
        facts=tuple(_photo_facts(value)),
        uses=tuple(
            Row(say.glyph(say.ARTICLE_STATES, state), title, reverse("communications:article", args=[one]), code=one)
            for one, title, state in value.used_in
        ),
        more_uses=more % {"count": value.used_elsewhere} if value.used_elsewhere else "",
        why=value.why or str(SIGNED_IN),
    )


def add_photo_page(form: Any) -> ActPage:
    return ActPage(
        title=_("Đưa ảnh vào kho"),
        crumb=Link(_("Kho ảnh"), reverse("communications:photos")),
        said=_(
            "Ảnh qua bộ lọc bảo mật trước khi được giữ. Chưa ra công khai cho đến khi có tin dùng ảnh hoặc bạn đưa ra."
        ),
        form=form,
        label=_("Đưa vào kho"),
        why=str(SIGNED_IN),
    )


def photo_act_page(actor: Actor, code: str, form: Any, *, is_withdrawal: bool) -> ActPage:
    """Refused: one that the reader may not do as the photo stands."""
    value = queries.photo_value(actor, code)
    if not (value.rights.withdraw if is_withdrawal else value.rights.describe):
        raise NotAllowed(_("Lúc này bạn không làm được việc này; ảnh %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=_("Rút ảnh") if is_withdrawal else _("Sửa lời của ảnh"),
        crumb=Link(value.line.alt, _at("photo", code)),
        said="" if is_withdrawal else _("Lời mới hiện ngay ở mọi nơi dùng ảnh này."),
        form=form,
        label=_("Rút ảnh") if is_withdrawal else _("Lưu"),
        why=value.why,
    )


def photo_file(actor: Actor, code: str, width: int) -> tuple[bytes, str]:
    """Bytes and media type, for whoever may see the photo on the desk."""
    return queries.photo_file(actor, code, width)


def photo_words(actor: Actor, code: str) -> dict[str, Any]:
    value = queries.photo_value(actor, code)
    line = value.line
    return {
        "alt": line.alt,
        "caption": line.caption,
        "credit": line.credit,
        "taken_date": line.taken_date,
        "version": value.version,
    }


def _tile(line: queries.PhotoLine) -> PhotoTile:
    return PhotoTile(
        url=_at("photo", line.code),
        photo=_shown(line, line.width, line.height),
        said=line.caption or line.alt,
        state=say.glyph(say.PHOTO_STATES, line.state),
        tag=words.illustration(line.is_illustration),
    )


def _shown(line: queries.PhotoLine, width: int, height: int) -> Shown:
    url = reverse("communications:photo-file", args=[line.code, width])
    return Shown(url, line.alt, line.caption, line.credit, width, height)


def _photo_facts(value: queries.PhotoValue) -> list[Term]:
    line = value.line
    facts = [
        Term(_("Chú thích"), line.caption or "–"),
        Term(_("Người chụp, nguồn"), line.credit or "–"),
        Term(_("Ngày chụp"), words.day(line.taken_date) if line.taken_date else "–"),
        Term(_("Đưa vào kho"), say.joined([say.day_of(value.added_at), value.added_post])),
    ]
    if value.sizes:
        sizes = ", ".join(f"{width} × {height}" for width, height in value.sizes)
        facts.append(Term(_("Các cỡ (điểm ảnh)"), sizes))
    return facts


def _at(name: str, code: str) -> str:
    return reverse(f"communications:{name}", args=[code])
