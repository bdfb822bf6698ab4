"""The frame of every public page: what it may know, and how addresses go on in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import clock
from phoihop.publications import queries

SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("/tin/", gettext_lazy("Tin mới")),
    ("/ke-hoach/", gettext_lazy("Kế hoạch")),
    ("/dinh-chinh/", gettext_lazy("Đính chính")),
    ("/phan-anh/", gettext_lazy("Phản ánh")),
    ("/du-lieu/", gettext_lazy("Dữ liệu mở")),
)
NEWS = ("ARTICLE", "RELEASE")
LATEST = 6
FOOT: tuple[tuple[str, str | Promise], ...] = (
    ("/kinh-nghiem/", gettext_lazy("Cách làm hay")),
    ("/so-ket/", gettext_lazy("Sơ kết, tổng kết")),
    ("/tra-loi/", gettext_lazy("Câu trả lời")),
    ("/anh/", gettext_lazy("Thư viện ảnh")),
    ("/nguoi-phat-ngon/", gettext_lazy("Người phát ngôn")),
    ("/nguon-tin/", gettext_lazy("Nguồn tin (Atom, RSS, JSON)")),
)


@dataclass(frozen=True, slots=True)
class Site:
    """Where addresses of the portal begin: `root` is "" or "/en", `origin` goes before it where others read it."""

    root: str
    origin: str

    def url(self, path: str) -> str:
        return f"{self.root}{path}"

    def whole(self, path: str) -> str:
        """An address for those who are not on the page: feeds, search engines, networks."""
        return f"{self.origin}{self.root}{path}"

    @property
    def is_english(self) -> bool:
        return bool(self.root)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands around every page until the next edition."""

    programme: str
    headline: str
    lede: str
    publisher: str
    is_illustration: bool
    links: tuple[tuple[str, str], ...]
    pages: tuple[tuple[str, str], ...]  # address without root, title
    categories: tuple[queries.CategoryLine, ...]
    latest: tuple[queries.PublicationLine, ...]  # of the news, without photos
    corrected: frozenset[str]  # codes that a correction is about

    def category(self, key: str, site: Site) -> str:
        """The name of a heading in the reader's language; "" if there is none."""
        for one in self.categories:
            if one.key == key:
                return one.english if site.is_english and one.english else one.name
        return ""


@dataclass(frozen=True, slots=True)
class MenuLine:
    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PublicShell:
    """`root` goes before every address of the portal: "" or "/en". `other` is this page in the other language."""

    root: str
    language: str
    other: str
    other_language: str
    programme: str
    publisher: str
    menu: tuple[MenuLine, ...]
    foot: tuple[tuple[str, str], ...]  # name, address: parts of the portal
    links: tuple[tuple[str, str], ...]  # name, address: other sites
    is_demonstration: bool
    is_illustration: bool
    today: str
    canonical: str
    in_vietnamese: str
    in_english: str
    is_preview: bool = False  # an editor looks at what is not out


def site_of(request: HttpRequest) -> Site:
    """The language is the address's, whoever asks: the same address is the same page."""
    return Site("/en" if request.path.startswith("/en/") else "", settings.PHOIHOP_SITE_URL)


_AT: ContextVar[str] = ContextVar("edition_of_this_request", default="")


@contextmanager
def one_edition(mark: str) -> Iterator[None]:
    """Within it the edition is looked up no more: a page is of one edition, and its frame too."""
    token = _AT.set(mark)
    try:
        yield
    finally:
        _AT.reset(token)


def standing() -> Standing:
    """Kept in memory as long as the edition is the same: one small query, none within `one_edition`."""
    return _standing(_AT.get() or queries.edition_mark())


@lru_cache(maxsize=2)
def _standing(mark: str) -> Standing:
    note = queries.portal_note()
    return Standing(
        programme=note.programme,
        headline=note.headline,
        lede=note.lede,
        publisher=note.publisher,
        is_illustration=note.is_illustration,
        links=queries.links(),
        pages=tuple((queries.path_of("PAGE", code), title) for code, title in queries.pages()),
        categories=queries.categories(),
        latest=tuple(queries.newest(kinds=NEWS, limit=LATEST, with_pictures=False)[0]),
        corrected=queries.dossiers_of("CORRECTION"),
    )


def shell_of(request: HttpRequest) -> PublicShell:
    """The frame of this request: nothing of whoever asks but the language of the address."""
    site, path, known = site_of(request), request.path_info, standing()
    at = request.at  # type: ignore[attr-defined]  # set by the middleware
    foot = [(title, site.url(url)) for url, title in known.pages]
    return PublicShell(
        root=site.root,
        language="en" if site.is_english else "vi",
        other=path if site.is_english else f"/en{path}",
        other_language="vi" if site.is_english else "en",
        programme=known.programme,
        publisher=known.publisher,
        menu=tuple(MenuLine(site.url(url), str(words), path.startswith(url)) for url, words in SECTIONS),
        foot=(*((str(words), site.url(url)) for url, words in FOOT), *foot),
        links=known.links,
        is_demonstration=clock.is_demonstration(),
        is_illustration=known.is_illustration,
        today=f"{at.day}/{at.month}/{at.year}",
        canonical=f"{site.origin}{site.root}{path}",
        in_vietnamese=f"{site.origin}{path}",
        in_english=f"{site.origin}/en{path}",
    )


def name_of(known: Standing) -> str:
    """What the portal calls itself to others."""
    return known.programme or _("Phối Hợp")
