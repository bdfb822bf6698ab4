"""The search of the portal: with or without marks, titles first, by kind, with counts."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.ground.parts import Empty, Link, Pager, Tab, words
from phoihop.portal.outside.index import index
from phoihop.portal.pages.frame import Site
from phoihop.portal.pages.heads import Head
from phoihop.portal.rules import finding
from phoihop.portal.rules.finding import Asked, Run
from phoihop.publications import queries

ON_PAGE, MOST_PAGES = 20, 50
KIND_WORDS: dict[str, str | Promise] = {
    "ARTICLE": gettext_lazy("Tin"),
    "RELEASE": gettext_lazy("Thông cáo"),
    "PLAN": gettext_lazy("Kế hoạch"),
    "TOPIC": gettext_lazy("Vấn đề"),
    "ANSWER": gettext_lazy("Câu trả lời"),
    "CORRECTION": gettext_lazy("Đính chính"),
    "REVIEW": gettext_lazy("Sơ kết, tổng kết"),
    "CARD": gettext_lazy("Cách làm hay"),
    "PAGE": gettext_lazy("Về cổng thông tin"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    url: str
    title: tuple[Run, ...]
    text: tuple[Run, ...]
    unit: str
    day: str
    iso: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    title: str
    head: Head
    asked: str
    kinds: tuple[Tab, ...]
    said: str
    hits: tuple[Hit, ...]
    pager: Pager
    empty: Empty | None


def search_page(typed: str, site: Site, *, kind: str = "", number: str = "") -> SearchPage:
    """What is out about these words. Unknown kinds and page numbers are as if not asked for."""
    asked, kind = finding.read(typed), kind if kind in KIND_WORDS else ""
    at = min(int(number), MOST_PAGES) if number.isascii() and number.isdigit() and 0 < len(number) < 4 else 1
    at = max(1, at)
    found = index().find(asked, kind=kind, offset=(at - 1) * ON_PAGE, limit=ON_PAGE)
    lines, said = queries.by_codes(found.codes), queries.words_of(found.codes)
    shown = [lines[code] for code in found.codes if code in lines]
    title = _("Tìm “%(words)s”") % {"words": asked.text} if asked.text else _("Tìm kiếm")
    return SearchPage(
        title=title,
        head=Head(is_indexed=False),
        asked=asked.text,
        kinds=_tabs(found.kinds, kind, asked, site),
        said="" if asked.is_empty else ngettext("%(n)s kết quả", "%(n)s kết quả", found.total) % {"n": found.total},
        hits=tuple(_hit(line, said.get(line.code, ""), asked, site) for line in shown),
        pager=_pager(at, found.total, asked, kind, site),
        empty=None if shown else _empty(asked, site),
    )


def search_words() -> tuple[str, str]:
    """Name and words of the search, for browsers that can ask it."""
    return _("Phối Hợp"), _("Tìm tin, kế hoạch, câu trả lời của các cơ quan")


def _hit(line: queries.PublicationLine, text: str, asked: Asked, site: Site) -> Hit:
    at = timezone.localtime(line.published_at)
    beside = {line.title, line.unit_name, line.byline, line.code}  # shown already, or no words of the text
    body = " ".join(part for part in text.split("\n") if part not in beside)
    return Hit(
        kind=str(KIND_WORDS[line.kind]),
        url=site.url(line.path),
        title=finding.runs(line.title, asked),
        text=finding.runs(finding.stretch(body, asked), asked),
        unit=line.unit_name,
        day=words.day(at),
        iso=at.date().isoformat(),
    )


def _tabs(kinds: dict[str, int], kind: str, asked: Asked, site: Site) -> tuple[Tab, ...]:
    if not kinds:
        return ()
    every = Tab(_("Tất cả"), _url(asked, site), str(sum(kinds.values())), is_current=not kind)
    tabs = (
        Tab(str(word), _url(asked, site, kind=key), str(kinds[key]), is_current=key == kind)
        for key, word in KIND_WORDS.items()
        if key in kinds
    )
    return (every, *tabs)


def _url(asked: Asked, site: Site, *, kind: str = "", number: int = 1) -> str:
    values = {"q": asked.text, "loai": kind, "trang": str(number) if number > 1 else ""}
    return f"{site.url('/tim/')}?{urlencode({name: value for name, value in values.items() if value})}"


def _pager(at: int, total: int, asked: Asked, kind: str, site: Site) -> Pager:
    has_more = at * ON_PAGE < total and at < MOST_PAGES
    return Pager(
        previous_url=_url(asked, site, kind=kind, number=at - 1) if at > 1 else "",
        next_url=_url(asked, site, kind=kind, number=at + 1) if has_more else "",
        words=_("Trang %(number)s") % {"number": at},
    )


def _empty(asked: Asked, site: Site) -> Empty:
    if asked.is_empty:
        return Empty(_("Gõ điều muốn tìm"), _("Có dấu hay không dấu đều được. Tìm trong mọi thứ đã công bố."))
    return Empty(
        _("Không thấy gì cho “%(words)s”") % {"words": asked.text},
        _("Thử ít từ hơn, hoặc từ khác. Điều chưa công bố thì không tìm được ở đây."),
        Link(_("Viết phản ánh để hỏi"), site.url("/phan-anh/viet/")),
    )
