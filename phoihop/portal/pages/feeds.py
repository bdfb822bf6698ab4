"""What is in each feed, the page that names them all, and the map of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.powers import NotVisible
from phoihop.portal.outside import maps
from phoihop.portal.outside.feeds import Entry, Feed
from phoihop.portal.pages import heads
from phoihop.portal.pages.finding import KIND_WORDS
from phoihop.portal.pages.frame import FOOT, NEWS, SECTIONS, Site, Standing, name_of, standing
from phoihop.portal.pages.heads import Head
from phoihop.portal.pages.items import photo
from phoihop.portal.pages.shelves import SHELVES, TOLD_OF, folder_of
from phoihop.publications import queries

IN_FEED = 30
OF_KINDS = ("CORRECTION", "ANSWER", "CARD", "REVIEW")  # beside the news, each with feeds of its own
STEP = 5000  # addresses in one part of the map


@dataclass(frozen=True, slots=True)
class FormLink:
    label: str
    url: str
    short: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    title: str
    links: tuple[FormLink, ...]


@dataclass(frozen=True, slots=True)
class FeedsPage:
    title: str
    head: Head
    columns: tuple[str, ...]
    rows: tuple[FeedRow, ...]


def feeds_page(site: Site) -> FeedsPage:
    """Every feed there is, but those of single plans and topics: these stand on their own pages."""
    known, title = standing(), _("Nguồn tin")
    folders = [(_("Mọi tin"), "/tin/")]
    folders += [(known.category(one.key, site), f"/tin/muc/{one.key}/") for one in known.categories]
    folders += [(str(KIND_WORDS[kind]), folder_of(kind)) for kind in OF_KINDS]
    forms = (("Atom", "atom.xml"), ("RSS", "rss.xml"), ("JSON Feed", "feed.json"))
    return FeedsPage(
        title=title,
        head=Head(
            description=_(
                "Đọc bằng phần mềm đọc tin, không cần tài khoản. Kế hoạch và vấn đề có nguồn riêng ở trang của nó."
            ),
            feeds=heads.feeds_at("/tin/", _("Tin mới"), site),
        ),
        columns=tuple(name for name, _file in forms),
        rows=tuple(
            FeedRow(name, tuple(FormLink(form, site.url(f"{folder}{file}"), file) for form, file in forms))
            for name, folder in folders
        ),
    )


# ── what is in them ─────────────────────────────────────────────────────────────────────────────────────────


def news_feed(site: Site, file: str, *, category: str = "") -> Feed:
    """Refused (NotVisible): no such heading."""
    known = standing()
    if category and all(one.key != category for one in known.categories):
        raise NotVisible
    lines, _key = queries.newest(kinds=NEWS, category=category, limit=IN_FEED)
    title = f"{name_of(known)} – {known.category(category, site)}" if category else name_of(known)
    folder = f"/tin/muc/{category}/" if category else "/tin/"
    return _feed(site, known, folder, file, title, lines, queries.last_change(NEWS, category=category))


def kind_feed(site: Site, file: str, kind: str) -> Feed:
    known = standing()
    lines, _key = queries.newest(kinds=(kind,), limit=IN_FEED)
    title = f"{name_of(known)} – {KIND_WORDS[kind]}"
    return _feed(site, known, folder_of(kind), file, title, lines, queries.last_change((kind,)))


def dossier_feed(site: Site, file: str, kind: str, code: str) -> Feed:
    """What was told of one plan or topic. Refused (NotVisible): it is not out."""
    known, line = standing(), queries.by_codes([code]).get(code)
    if line is None or line.kind != kind:
        raise NotVisible
    lines, _key = queries.newest(kinds=TOLD_OF, dossier=code, limit=IN_FEED)
    changed = queries.last_change(TOLD_OF, dossier=code) or line.changed_at
    return _feed(site, known, line.path, file, f"{name_of(known)} – {line.title}", lines, changed)


def _feed(
    site: Site,
    known: Standing,
    folder: str,
    file: str,
    title: str,
    lines: list[queries.PublicationLine],
    changed: datetime | None,
) -> Feed:
    return Feed(
        title=title,
        subtitle=known.lede or title,
        url=site.whole(folder),
        feed_url=site.whole(f"{folder}{file}"),
        key=f"{site.origin}{folder}",
        author=known.publisher or name_of(known),
        changed=timezone.localtime(changed or datetime(2000, 1, 1, tzinfo=UTC)),
        entries=tuple(_entry(line, site, known) for line in lines),
        hub=getattr(settings, "PHOIHOP_WEBSUB_HUB", ""),
    )


def _entry(line: queries.PublicationLine, site: Site, known: Standing) -> Entry:
    shown = photo(line.picture, site)
    category = known.category(line.category, site)
    return Entry(
        key=f"{site.origin}{line.path}",
        url=site.whole(line.path),
        title=line.title,
        summary=line.summary,
        author=f"{line.byline}, {line.unit_name}" if line.byline else line.unit_name,
        published=timezone.localtime(line.published_at),
        changed=timezone.localtime(line.changed_at),
        tags=tuple(tag for tag in (category, str(KIND_WORDS[line.kind])) if tag),
        image=f"{site.origin}{shown.src}" if shown is not None else "",
    )


# ── the map ─────────────────────────────────────────────────────────────────────────────────────────────────


def site_map(site: Site) -> str:
    """The whole map, or where its parts are."""
    starts = _starts(queries.edition_mark())
    if len(starts) > 1:
        return maps.map_of_maps(site.origin, [f"/sitemap-{part}.xml" for part in range(1, len(starts) + 1)])
    return maps.site_map(site.origin, [*_fixed(), *_addresses("")])


def site_map_part(site: Site, part: int) -> str:
    """Refused (NotVisible): the map has no such part."""
    starts = _starts(queries.edition_mark())
    if not 1 <= part <= len(starts):
        raise NotVisible
    return maps.site_map(site.origin, [*(_fixed() if part == 1 else ()), *_addresses(starts[part - 1])])


@lru_cache(maxsize=2)
def _starts(mark: str) -> tuple[str, ...]:
    return tuple(queries.address_starts(STEP))


def _addresses(after: str) -> list[tuple[str, datetime | None]]:
    return [(path, timezone.localtime(at)) for _code, path, at in queries.addresses(after, STEP)]


def _fixed() -> list[tuple[str, datetime | None]]:
    """Pages that are there whatever is out."""
    headings = [f"/tin/muc/{one.key}/" for one in standing().categories]
    shelves = [folder_of(kind) for kind in SHELVES]
    paths = ["/", *(url for url, _words in (*SECTIONS, *FOOT)), *headings, *shelves]
    return [(path, None) for path in dict.fromkeys(paths)]
