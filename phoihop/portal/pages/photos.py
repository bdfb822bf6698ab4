"""The photo library, and one photo."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.ground.parts import Empty, Link, Pager, Term, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import Site, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import (
    GRID,
    NewsItem,
    Photo,
    news_items,
    pager,
    photo,
    picture_url,
    read_key,
)
from phoihop.publications import queries


@dataclass(frozen=True, slots=True)
class LibraryPage:
    title: str
    head: Head
    photos: tuple[Photo, ...]
    pager: Pager
    empty: Empty


@dataclass(frozen=True, slots=True)
class PhotoPage:
    title: str
    head: Head
    photo: Photo
    facts: tuple[Term, ...]
    widths: tuple[Link, ...]
    used_in: tuple[NewsItem, ...]
    illustration: str


def library_page(site: Site, *, at: str = "") -> LibraryPage:
    known, title = standing(), _("Thư viện ảnh")
    lines, following = queries.library(before=read_key(at))
    return LibraryPage(
        title=title,
        head=Head(
            description=_("Ảnh do các cơ quan công bố, có lời mô tả và người chụp."),
            data=heads.json_ld(heads.breadcrumbs(site, (name_of(known), "/"), (title, "/anh/"))),
            is_indexed=not at,
        ),
        photos=tuple(one for line in lines if (one := photo(line, site, GRID)) is not None),
        pager=pager(site.url("/anh/"), at=at, following=following),
        empty=Empty(
            _("Thư viện chưa có ảnh"),
            _("Ảnh hiện ở đây khi cơ quan đăng công bố, kèm lời mô tả."),
            Link(_("Tin mới"), site.url("/tin/")),
        ),
    )


def photo_page(code: str, site: Site) -> PhotoPage:
    """Refused (NotVisible): no such photo, or it was withdrawn."""
    line = queries.pictures_of([code]).get(code)
    shown = photo(line, site)
    if line is None or shown is None:
        raise NotVisible
    known = standing()
    told = (
        (_("Mô tả"), line.alt),
        (_("Ảnh"), line.credit),
        (_("Chụp ngày"), words.day(line.taken_date) if line.taken_date else ""),
        (_("Mã"), line.code),
    )
    title = line.caption or line.alt
    image = {
        "@type": "ImageObject",
        "contentUrl": f"{site.origin}{picture_url(line, line.sizes[-1][0])}",
        "caption": title,
        "description": line.alt,
        "creditText": line.credit,
        "width": line.sizes[-1][0],
        "height": line.sizes[-1][1],
    }
    steps = heads.breadcrumbs(site, (name_of(known), "/"), (_("Thư viện ảnh"), "/anh/"), (title, f"/anh/{code}/"))
    return PhotoPage(
        title=title,
        head=Head(description=heads.short(line.alt), data=heads.json_ld(image, steps)),
        photo=shown,
        facts=tuple(Term(name, text) for name, text in told if text),
        widths=tuple(Link(f"{width} × {height}", picture_url(line, width)) for width, height in line.sizes),
        used_in=news_items(queries.illustrated_by(code), site, known),
        illustration=words.illustration(line.is_illustration),
    )
