"""What a page says of itself to those who do not look at it: search engines, networks, feed readers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from phoihop.portal.pages.frame import Site, Standing, name_of
from phoihop.publications import queries

JSON_IN_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
ATOM, RSS, JSON_FEED = "application/atom+xml", "application/rss+xml", "application/feed+json"
DESCRIBED = 300  # characters of a summary that others show


@dataclass(frozen=True, slots=True)
class FeedLink:
    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Of one page. `data` is JSON-LD, safe to stand in a data block; `image` a whole address."""

    description: str = ""
    kind: str = "website"  # of Open Graph
    image: str = ""
    published: str = ""
    modified: str = ""
    feeds: tuple[FeedLink, ...] = ()
    data: SafeString | str = ""
    is_indexed: bool = True


def json_ld(*nodes: dict[str, Any]) -> SafeString:
    """Things of schema.org as one graph, written so that no text can end the block it stands in."""
    graph: dict[str, Any] = {"@context": "https://schema.org", "@graph": [_bare(node) for node in nodes]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(JSON_IN_HTML)
    return mark_safe(text)  # noqa: S308  (the five characters that matter to HTML are written as \u escapes)


def _bare(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in ("", None, [], ())}


def organization(name: str, url: str = "") -> dict[str, Any]:
    return _bare({"@type": "GovernmentOrganization", "name": name, "url": url})


def publisher(known: Standing, site: Site) -> dict[str, Any]:
    """The body that runs the portal."""
    return organization(known.publisher or name_of(known), site.whole("/"))


def breadcrumbs(site: Site, *steps: tuple[str, str]) -> dict[str, Any]:
    """The way to a page: (name, path), the last one the page itself."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": site.whole(path)}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def feeds_at(folder: str, title: str, site: Site) -> tuple[FeedLink, ...]:
    """The three feeds of a folder ("/tin/")."""
    return (
        FeedLink(f"{title} (Atom)", site.url(f"{folder}atom.xml"), ATOM),
        FeedLink(f"{title} (RSS)", site.url(f"{folder}rss.xml"), RSS),
        FeedLink(f"{title} (JSON Feed)", site.url(f"{folder}feed.json"), JSON_FEED),
    )


def short(text: str, most: int = DESCRIBED) -> str:
    """The first words of a text, cut between words."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rpartition(" ")[0] + "…"


def image_of(line: queries.PublicationLine, site: Site) -> str:
    """The picture that goes along when a page is passed on: drawn from its title."""
    return site.whole(f"{line.path}the.png?v={line.version}")


def line_head(
    line: queries.PublicationLine,
    site: Site,
    *,
    text: str = "",
    kind: str = "article",
    feeds: tuple[FeedLink, ...] = (),
    nodes: Sequence[dict[str, Any]] = (),
    is_indexed: bool = True,
) -> Head:
    """Of a page about one publication. What is withdrawn (not to be indexed) says nothing of itself."""
    if not is_indexed:
        return Head(kind=kind, feeds=feeds, is_indexed=False)
    return Head(
        description=short(line.summary or text),
        kind=kind,
        image=image_of(line, site),
        published=line.published_at.isoformat(),
        modified=line.changed_at.isoformat(),
        feeds=feeds,
        data=json_ld(*nodes) if nodes else "",
        is_indexed=is_indexed,
    )
