"""Atom, RSS and JSON Feed, from one description of what is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
JSON_VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`key` never changes and is nobody else's, whatever the address becomes."""

    key: str
    url: str
    title: str
    summary: str
    author: str
    published: datetime
    changed: datetime
    tags: tuple[str, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """`url` is the page it is about, `feed_url` its own address, `hub` where a reader may ask to be told (WebSub)."""

    title: str
    subtitle: str
    url: str
    feed_url: str
    key: str
    author: str
    changed: datetime
    entries: tuple[Entry, ...]
    hub: str = ""


class _Atom(Atom1Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed


class _Rss(Rss201rev2Feed):
    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", "", {"rel": "hub", "href": self.feed["hub"]})

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed


def atom(feed: Feed) -> str:
    return _written(_Atom, feed)


def rss(feed: Feed) -> str:
    return _written(_Rss, feed)


def _written(made: Callable[..., Any], feed: Feed) -> str:
    document = made(
        title=xml_text(feed.title),
        link=feed.url,
        description=xml_text(feed.subtitle),
        subtitle=xml_text(feed.subtitle),
        language="vi",
        feed_url=feed.feed_url,
        feed_guid=feed.key,
        author_name=xml_text(feed.author),
        hub=feed.hub,
        changed=feed.changed,
    )
    for entry in feed.entries:
        document.add_item(
            title=xml_text(entry.title),
            link=entry.url,
            description=escape(xml_text(entry.summary)),
            author_name=xml_text(entry.author),
            unique_id=entry.key,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.changed,
            categories=[xml_text(tag) for tag in entry.tags],
        )
    text: str = document.writeString("utf-8")
    return text


def json_feed(feed: Feed) -> str:
    """JSON Feed 1.1."""
    whole: dict[str, Any] = {
        "version": JSON_VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.feed_url,
        "description": feed.subtitle,
        "language": "vi",
        "authors": [{"name": feed.author}],
        "items": [_item(entry) for entry in feed.entries],
    }
    if feed.hub:
        whole["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    return json.dumps(whole, ensure_ascii=False)


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.key,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.changed.isoformat(),
        "authors": [{"name": entry.author}],
    }
    if entry.tags:
        item["tags"] = list(entry.tags)
    if entry.image:
        item["image"] = entry.image
    return item


def xml_text(text: str) -> str:
    """Without the characters that XML has no way to write."""
    return _NOT_XML.sub("", text)


WRITERS: dict[str, tuple[Callable[[Feed], str], str]] = {
    "atom.xml": (atom, "application/atom+xml; charset=utf-8"),
    "rss.xml": (rss, "application/rss+xml; charset=utf-8"),
    "feed.json": (json_feed, "application/feed+json; charset=utf-8"),
}
