"""The map of the site for search engines, and what they may walk through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
CLOSED = ("/lam-viec/", "/dang-nhap/", "/tim/", "/en/tim/", "/ma/", "/en/ma/", "/phan-anh/gui/")


def site_map(origin: str, pages: Iterable[tuple[str, datetime | None]]) -> str:
    """Paths with the time of their last change; each in both languages."""
    return f"{_HEAD}<urlset {_SPACE} {_XHTML}>\n{''.join(_url(origin, path, at) for path, at in pages)}</urlset>\n"


def _url(origin: str, path: str, at: datetime | None) -> str:
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at is not None else ""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(f"{origin}{root}{path}")}/>'
        for language, root in (("vi", ""), ("en", "/en"))
    )
    return f"<url><loc>{escape(f'{origin}{path}')}</loc>{changed}{others}</url>\n"


def map_of_maps(origin: str, paths: Sequence[str]) -> str:
    """Where the parts of a large map are."""
    parts = "".join(f"<sitemap><loc>{escape(f'{origin}{path}')}</loc></sitemap>\n" for path in paths)
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{parts}</sitemapindex>\n"


def robots(origin: str) -> str:
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    return f"User-agent: *\n{closed}\nSitemap: {origin}/sitemap.xml\n"


def search_description(name: str, words: str, origin: str, root: str) -> str:
    """OpenSearch: so that a browser can ask here."""
    template = escape(f"{origin}{root}/tim/?q={{searchTerms}}", {'"': "&quot;"})
    return (
        f'{_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(name[:16])}</ShortName><Description>{escape(words)}</Description>"
        f'<InputEncoding>UTF-8</InputEncoding><Url type="text/html" method="get" template="{template}"/>'
        "</OpenSearchDescription>\n"
    )
