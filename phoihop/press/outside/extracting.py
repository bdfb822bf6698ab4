"""The text of an article's page, by trafilatura. Runs in the reading child. Who wrote it is not read out."""

from __future__ import annotations

from typing import Any

from phoihop.press.outside.feeds import LONGEST_TEXT, LONGEST_TITLE, CannotRead, iso
from phoihop.press.rules.reading_urls import readable

MOST = 2 * 2**20  # bytes of a page


def page(content: bytes, *, url: str) -> dict[str, Any]:
    """Headline, text and time of the page, and the address it calls its own. Raises CannotRead."""
    import trafilatura

    if len(content) > MOST:
        raise CannotRead("no_feed")
    tree = trafilatura.load_html(content)
    if tree is None:
        raise CannotRead("no_feed")
    text = trafilatura.extract(tree, url=url, include_comments=False, include_tables=False, fast=True) or ""
    told = _told(tree)
    title = told.get("og:title") or told.get("title") or ""
    if not title and not text:
        raise CannotRead("title")
    own = readable(told.get("canonical") or "", url)
    return {
        "url": own or url,
        "title": " ".join(title.split())[:LONGEST_TITLE],
        "text": " ".join(text.split())[:LONGEST_TEXT],
        "published": iso(told.get("article:published_time") or told.get("datepublished") or ""),
        "summary": " ".join((told.get("og:description") or told.get("description") or "").split())[:LONGEST_TEXT],
    }


def _told(tree: Any) -> dict[str, str]:
    """What the head of the page says of itself."""
    found: dict[str, str] = {}
    for one in tree.iter("meta"):
        name = (one.get("property") or one.get("name") or one.get("itemprop") or "").strip().lower()
        if name and one.get("content"):
            found.setdefault(name, one.get("content"))
    for one in tree.iter("link"):
        if (one.get("rel") or "").strip().lower() == "canonical" and one.get("href"):
            found.setdefault("canonical", one.get("href"))
    for one in tree.iter("title"):
        found.setdefault("title", one.text_content())
    return found
