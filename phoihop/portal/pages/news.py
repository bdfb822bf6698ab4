"""The front page, lists of news, and one piece of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, State, Term, legend, words
from phoihop.ground.powers import NotVisible
from phoihop.portal.pages import heads
from phoihop.portal.pages.frame import LATEST, NEWS, Site, Standing, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import (
    GRID,
    NewsItem,
    Photo,
    day_of,
    details_of,
    news_items,
    pager,
    photo,
    read_key,
    safe,
)
from phoihop.portal.pages.progress import PlanLine, plan_lines
from phoihop.portal.pages.verdicts import verdict_glyph
from phoihop.publications import queries

RELATED = 6
ON_FRONT = {"news": 6, "plans": 12, "corrections": 4, "photos": 4}


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    claim: str
    url: str
    glyph: Glyph
    unit: str
    day: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    title: str
    lede: str
    head: Head
    items: tuple[NewsItem, ...]
    plans: tuple[PlanLine, ...]
    plans_said: str
    legend: tuple[Glyph, ...]
    corrections: tuple[CorrectionLine, ...]
    photos: tuple[Photo, ...]
    empty: Empty


@dataclass(frozen=True, slots=True)
class NewsListPage:
    title: str
    lede: str
    head: Head
    items: tuple[NewsItem, ...]
    headings: tuple[Link, ...]
    current: str
    pager: Pager
    empty: Empty


@dataclass(frozen=True, slots=True)
class ArticlePage:
    title: str
    head: Head
    item: NewsItem
    crumbs: tuple[Link, ...]
    byline: str
    body: SafeString
    photo: Photo | None
    terms: tuple[Term, ...]
    changed: str  # "sửa lần cuối …", empty while there is one version
    versions_url: str
    feedback_url: str
    about: Link | None  # the topic or plan it belongs to
    related: tuple[NewsItem, ...]
    latest: tuple[NewsItem, ...]
    corrections: tuple[Link, ...]  # of what was wrong in it
    withdrawn: Note | None
    illustration: str


def front_page(site: Site) -> FrontPage:
    """What is new, what was promised, what was corrected."""
    known = standing()
    news, _key = queries.newest(kinds=NEWS, limit=ON_FRONT["news"])
    plans, _key = queries.newest(kinds=("PLAN",), limit=ON_FRONT["plans"])
    corrections, _key = queries.newest(kinds=("CORRECTION",), limit=ON_FRONT["corrections"])
    photos, _key = queries.library(limit=ON_FRONT["photos"])
    lines = plan_lines(plans, site)
    nodes = (
        {**heads.publisher(known, site), "description": known.lede},
        {"@type": "WebSite", "name": name_of(known), "url": site.whole("/"), "inLanguage": "vi"},
    )
    return FrontPage(
        title=known.headline or _("Cổng thông tin phối hợp"),
        lede=known.lede,
        head=Head(
            description=known.lede, feeds=heads.feeds_at("/tin/", _("Tin mới"), site), data=heads.json_ld(*nodes)
        ),
        items=news_items(news, site, known),
        plans=lines,
        plans_said=_("phần việc, tính đến %(day)s") % {"day": lines[0].as_of} if lines else "",
        legend=legend((State.DONE, State.DOING, State.LATE, State.BLOCK)),
        corrections=tuple(_correction(line, site) for line in corrections),
        photos=tuple(one for line in photos if (one := photo(line, site, GRID)) is not None),
        empty=nothing_yet(site),
    )


def _correction(line: queries.PublicationLine, site: Site) -> CorrectionLine:
    details = details_of(line, queries.CorrectionDetails)
    return CorrectionLine(
        claim=details.claim or line.title,
        url=site.url(line.path),
        glyph=verdict_glyph(details),
        unit=line.unit_name,
        day=words.day_month(timezone.localtime(line.published_at)),
    )


def nothing_yet(site: Site) -> Empty:
    return Empty(
        _("Chưa có tin nào"),
        _("Khi một cơ quan công bố, tin sẽ hiện ở đây và trong các nguồn tin."),
        Link(_("Các nguồn tin"), site.url("/nguon-tin/")),
    )


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────


def news_list_page(site: Site, *, category: str = "", at: str = "") -> NewsListPage:
    """All news, or one heading's. Refused (NotVisible): no such heading."""
    known = standing()
    if category and all(one.key != category for one in known.categories):
        raise NotVisible
    lines, following = queries.newest(kinds=NEWS, category=category, before=read_key(at))
    path = f"/tin/muc/{category}/" if category else "/tin/"
    title = known.category(category, site) if category else _("Tin mới")
    headings = (Link(_("Mọi tin"), site.url("/tin/")), *_headings(known, site))
    crumbs = [(name_of(known), "/"), (_("Tin mới"), "/tin/")] + ([(title, path)] if category else [])
    return NewsListPage(
        title=title,
        lede=_("Tin và thông cáo của các cơ quan, mới nhất trước."),
        head=Head(
            description=f"{title} – {name_of(known)}",
            feeds=heads.feeds_at(path, title, site),
            data=heads.json_ld(heads.breadcrumbs(site, *crumbs)),
            is_indexed=not at,
        ),
        items=news_items(lines, site, known),
        headings=headings if len(headings) > 1 else (),
        current=site.url(path),
        pager=pager(site.url(path), at=at, following=following),
        empty=nothing_yet(site),
    )


def _headings(known: Standing, site: Site) -> list[Link]:
    return [Link(known.category(one.key, site), site.url(f"/tin/muc/{one.key}/")) for one in known.categories]


# ── one piece ───────────────────────────────────────────────────────────────────────────────────────────────


def article_page(code: str, site: Site, kind: str = "ARTICLE") -> ArticlePage:
    """A piece of news or a release. Refused (NotVisible): there never was one of this code."""
    value = queries.publication(code)
    if value is None or value.line.kind != kind:
        raise NotVisible
    return article_of(value, site)


def article_of(value: queries.PublicationValue, site: Site) -> ArticlePage:
    """The page of these words, whether they are out or an editor looks at them before."""
    line, known = value.line, standing()
    details = line.details
    codes = [code for code in (*getattr(details, "related", ()), line.dossier) if code]
    found = queries.by_codes(codes, with_pictures=False) if codes else {}
    related = [found[code] for code in getattr(details, "related", ()) if code in found][:RELATED]
    corrected = _corrections(line.code) if line.code in known.corrected else []
    latest = [one for one in known.latest if one.code != line.code][: LATEST - 1]
    (item,), body = news_items([line], site, known), safe(value.body)
    about = found.get(line.dossier)
    return ArticlePage(
        title=line.title,
        head=_article_head(value, item, site, known),
        item=item,
        crumbs=_crumbs(item, site),
        byline=line.byline,
        body=body,
        photo=None if value.is_withdrawn else _article_photo(line, site),
        terms=_release_terms(details),
        changed=changed(line),
        versions_url=versions_url(line, site) if not value.is_withdrawn else "",
        feedback_url=site.url(f"{line.path}gop-y/"),
        about=Link(about.title, site.url(about.path)) if about is not None else None,
        related=news_items(related, site, known),
        latest=news_items(latest, site, known),
        corrections=tuple(Link(one.title, site.url(one.path)) for one in corrected),
        withdrawn=withdrawn_note(value),
        illustration=words.illustration(line.is_illustration),
    )


def _corrections(code: str) -> list[queries.PublicationLine]:
    return queries.newest(kinds=("CORRECTION",), dossier=code, limit=5, with_pictures=False)[0]


def changed(line: queries.PublicationLine) -> str:
    """Said under what was put right after it had come out."""
    if line.version < 2:
        return ""
    at = words.moment(timezone.localtime(line.changed_at))
    return _("Bản %(number)s, sửa lúc %(moment)s") % {"number": line.version, "moment": at}


def versions_url(line: queries.PublicationLine, site: Site) -> str:
    return site.url(f"/ban/{line.code}/") if line.version > 1 else ""


def withdrawn_note(value: queries.PublicationValue) -> Note | None:
    if not value.is_withdrawn:
        return None
    day = words.day(timezone.localtime(value.line.changed_at))
    return Note(_("Nội dung này đã được rút ngày %(day)s.") % {"day": day}, value.withdrawn_note, is_late=True)


def _crumbs(item: NewsItem, site: Site) -> tuple[Link, ...]:
    first = Link(_("Tin mới"), site.url("/tin/"))
    return (first, Link(item.category, item.category_url)) if item.category else (first,)


def _article_photo(line: queries.PublicationLine, site: Site) -> Photo | None:
    """The photo with the words this article gives it."""
    found = photo(line.picture, site)
    if found is None or not isinstance(line.details, queries.ArticleDetails):
        return found
    details = line.details
    return Photo(
        url=found.url,
        src=found.src,
        srcset=found.srcset,
        sizes=found.sizes,
        width=found.width,
        height=found.height,
        alt=found.alt,
        caption=details.photo_caption or found.caption,
        credit=details.photo_credit or found.credit,
    )


def _release_terms(details: Any) -> tuple[Term, ...]:
    if not isinstance(details, queries.ReleaseDetails):
        return ()
    told = (
        (_("Sự kiện"), details.event),
        (_("Ngày"), day_of(details.event_date) if details.event_date else ""),
        (_("Giai đoạn tố tụng"), details.stage),
        (_("Người phát ngôn"), details.contact),
    )
    return tuple(Term(name, text) for name, text in told if text)


def _article_head(value: queries.PublicationValue, item: NewsItem, site: Site, known: Standing) -> Head:
    line = value.line
    steps = [(name_of(known), "/"), (_("Tin mới"), "/tin/")]
    if item.category:
        steps.append((item.category, f"/tin/muc/{line.category}/"))
    author = [heads.organization(line.unit_name)]
    if line.byline:
        author.append({"@type": "Person", "name": line.byline})
    news = {
        "@type": "NewsArticle",
        "@id": f"{site.origin}{line.path}",
        "headline": line.title[:110],
        "description": line.summary,
        "datePublished": timezone.localtime(line.published_at).isoformat(),
        "dateModified": timezone.localtime(line.changed_at).isoformat(),
        "inLanguage": "vi",
        "articleSection": item.category,
        "author": author,
        "publisher": heads.publisher(known, site),
        "image": [heads.image_of(line, site), *_photo_urls(line, site)],
        "isAccessibleForFree": True,
        "mainEntityOfPage": site.whole(line.path),
        "version": str(line.version),
    }
    nodes = [heads.breadcrumbs(site, *steps, (line.title, line.path))]
    if not value.is_withdrawn:
        nodes.insert(0, news)
    feeds = heads.feeds_at("/tin/", _("Tin mới"), site)
    return heads.line_head(
        line,
        site,
        text=queries.as_plain(value.body[:2000]),
        feeds=feeds,
        nodes=nodes,
        is_indexed=not value.is_withdrawn,
    )


def _photo_urls(line: queries.PublicationLine, site: Site) -> list[str]:
    found = photo(line.picture, site)
    return [f"{site.origin}{found.src}"] if found is not None else []
