"""Which addresses are measured: whatever a reader comes to by links from the pages that need nothing filled in.

Every GET door without a place in its address is opened; then the first link to each further door, and the first from
those pages. No list of pages is kept by hand: a door that is added later is measured as well. A door that no page
links to, or that does not answer 200 to this reader, is named with the reason.

A search is asked what people type, each question a row of its own: its bare address asks the engine nothing. A
question to which the answer shows no result is left out, for an index with nothing in it must not look fast.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse

from benchmarks.search import BEGINNINGS, QUERIES
from phoihop.ground.door import all_doors

LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)["']""")
MOST_STEPS = 3  # from a page without places
# Machines of other kinds ask here, or a person leaves: no page of the product.
NOT_PAGES = frozenset({"healthz", "live", "ready", "metrics", "api:nothing"})
# What stands in the answer of each search for every result, and nowhere else in it.
RESULTS = {"desk:search": b'<li class="row">', "desk:suggest": b"<option ", "portal:search": b"<article>"}
NO_RESULT = "the answer shows no result"


@dataclass(frozen=True, slots=True)
class Page:
    """A door as one reader comes to it."""

    door: str  # with what is asked, where it is a search: "desk:search, two words"
    url: str
    kind: str  # of the budget: page, public, search, paper
    media: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    door: str
    why: str


def pages(client: Any, *, is_public: bool) -> tuple[list[Page], list[LeftOut]]:
    """What this reader comes to, and what not. `is_public`: the portal and the public interface alone."""
    wanted = {name: pattern for name, pattern in _get_doors() if _is_public(name) == is_public}
    bare = {name: reverse(name) for name, pattern in wanted.items() if not pattern.pattern.converters}
    waiting = [(row, url, 0) for name, bare_url in bare.items() for row, url in _asked(name, bare_url)]
    seen = set(bare)
    found: list[Page] = []
    left: dict[str, str] = {}
    while waiting:
        name, url, step = waiting.pop(0)
        response = client.get(url)
        body = _body(response)
        if response.status_code != 200:
            left[name] = f"answers {response.status_code}"
            continue
        if (result := RESULTS.get(door_of(name))) and result not in body:
            left[name] = NO_RESULT
            continue
        media = response.get("Content-Type", "").partition(";")[0]
        found.append(Page(name, url, _kind(name, media), media))
        if step < MOST_STEPS and media == "text/html":
            for other, link in _links(body, url):
                if other in wanted and other not in seen:
                    seen.add(other)
                    waiting.append((other, link, step + 1))
    for name in wanted.keys() - seen:
        left[name] = "no page of this reader links to it"
    return found, [LeftOut(name, why) for name, why in sorted(left.items())]


def door_of(row: str) -> str:
    """The door alone, without what was asked there."""
    return row.partition(", ")[0]


def searches(*, is_public: bool) -> list[str]:
    return [door for door in RESULTS if _is_public(door) == is_public]


def _asked(door: str, url: str) -> Iterator[tuple[str, str]]:
    """The rows of one door and their addresses: itself, or each question to a search."""
    if door not in RESULTS:
        yield door, url
        return
    questions = {text: text for text in BEGINNINGS} if door == "desk:suggest" else _questions()
    for name, text in questions.items():
        yield f"{door}, {name}", f"{url}?{urlencode({'q': text})}"


def _questions() -> dict[str, str]:
    """Code and number are of things that are there: those of the sample programme are not in the country."""
    from phoihop.documents.models import Document
    from phoihop.plans.models import Topic

    code = Topic.rows.order_by("pk").values_list("code", flat=True).first()
    number = Document.rows.exclude(citation="").order_by("pk").values_list("citation", flat=True).first()
    return {**QUERIES, **({"code": code} if code else {}), **({"number": number} if number else {})}


def _get_doors() -> Iterator[tuple[str, Any]]:
    for name, pattern in all_doors():
        if "GET" in pattern.callback.methods and name not in NOT_PAGES:
            yield name, pattern


def _is_public(door: str) -> bool:
    return door.partition(":")[0] in ("portal", "api")


def _kind(door: str, media: str) -> str:
    if door_of(door) in RESULTS:
        return "search"
    if media not in ("text/html", "application/json", "text/plain"):
        return "paper"
    return "public" if _is_public(door) else "page"


def _links(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    """Door and address of each link, in the order of the page; queries stay, for a list may need them."""
    for raw in LINK.findall(body.decode(errors="replace")):
        link = urlsplit(urljoin(url, html.unescape(raw)))
        if link.netloc:
            continue
        try:
            name = resolve(link.path).view_name
        except Resolver404:
            continue
        yield name, link.path + (f"?{link.query}" if link.query else "")


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)
