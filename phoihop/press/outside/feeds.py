"""A feed from its bytes: RSS, Atom, JSON Feed or sitemap, found out by what is in it. Runs in the reading child.

No word about who wrote anything leaves this module.
"""

from __future__ import annotations

import html
import io
import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from phoihop.press.rules.reading_urls import readable

MOST_ENTRIES = 300
MOST_INNER = 5  # sitemaps of an index that are opened, the newest
LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
MOST_MARKUP = 400_000  # characters of one entry that are looked at
MOST_ENTITIES = 100
LONGEST_ENTITY = 1_000
DEEPEST = 60
LEAST_WORDS = 5  # of a link in a letter that heads an article; fewer say "read more"
FULL = 600  # characters from which the text of a feed is an article and not a summary

_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s*)?[^\s>]+\s+(?:\"([^\"]*)\"|'([^']*)'|(SYSTEM|PUBLIC)\b)", re.IGNORECASE)
_REFERS = re.compile(rb"&(?!#)[^\s;&]{1,100};")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})[\s/>]")
_HIDDEN = re.compile(r"<(?:!--|(script|style|template|noscript)\b)", re.IGNORECASE)
_JSON_FEED = re.compile(r"jsonfeed\.org/version|^1(\.[01])?$")  # some write the number alone
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,1000}", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")


class CannotRead(Exception):
    """The bytes are no feed that we read. `why` is one of WHYS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


WHYS = (
    "empty",
    "entities",  # declarations that blow up or lead elsewhere
    "no_feed",  # something else: a page, a picture
    "broken",  # it stops or goes wrong before anything could be read
    "deep",  # nested beyond what any feed needs
    "title",  # a page without a headline or text
    "time",
    "memory",
    "child",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    url: str
    title: str
    text: str = ""
    published: str = ""  # ISO, UTC
    is_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    kind: str  # RSS, ATOM, JSON_FEED, SITEMAP
    entries: tuple[Entry, ...] = ()
    inner: tuple[str, ...] = ()  # sitemaps that this one names, the newest first
    skipped: int = 0  # entries without an address that can be opened


def feed(content: bytes, *, url: str, media_type: str = "") -> dict[str, Any]:
    """The feed in these bytes. Raises CannotRead."""
    return asdict(_read(content, url, media_type))


def _read(content: bytes, url: str, media_type: str) -> Feed:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip():
        raise CannotRead("empty")
    if head[:1] in (b"{", b"["):
        return _json(content, url)
    _check_entities(content)
    found = _ROOT.search(_without_prolog(content[:65_536]))
    root = found[1].lower() if found else b""
    if root in (b"urlset", b"sitemapindex"):
        return _sitemap(content, url)
    return _xml(content, url, media_type, root)


# ── RSS and Atom ────────────────────────────────────────────────────────────────────────────────────────────


def _xml(content: bytes, url: str, media_type: str, root: bytes) -> Feed:
    import feedparser

    said = {"content-location": url, **({"content-type": media_type} if media_type else {})}
    read = feedparser.parse(
        io.BytesIO(content), response_headers=said, resolve_relative_uris=False, sanitize_html=False
    )
    version = str(read.get("version") or "")
    if not version and not read.entries:
        if root in (b"html", b"!doctype") or not root:
            raise CannotRead("no_feed")
        raise CannotRead("broken" if read.bozo else "no_feed")
    base = readable(str(read.feed.get("link") or ""), url) or url
    made = [_entry(one, base) for one in read.entries[:MOST_ENTRIES]]
    kept = tuple(one for one in made if one is not None)
    kind = "ATOM" if version.startswith("atom") else "RSS"
    return Feed(kind=kind, entries=kept, skipped=len(made) - len(kept))


def _entry(one: Any, base: str) -> Entry | None:
    link = str(one.get("link") or "") or next((str(it.get("href") or "") for it in one.get("links") or ()), "")
    if not link and str(one.get("id") or "").startswith(("http://", "https://")):
        link = str(one["id"])
    url = readable(link, base) if link else ""
    if not url:
        return None
    texts = [str(one.get("summary") or ""), *(str(it.get("value") or "") for it in one.get("content") or ())]
    text = max((words_of(it) for it in texts), key=len)
    moment = one.get("published_parsed") or one.get("updated_parsed") or one.get("created_parsed")
    return _made(url, words_of(str(one.get("title") or "")), text, _moment(moment))


def _moment(parsed: Any) -> str:
    if not parsed:
        return ""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
    except (ValueError, OverflowError, OSError, TypeError):
        return ""


# ── JSON Feed ───────────────────────────────────────────────────────────────────────────────────────────────


def _json(content: bytes, url: str) -> Feed:
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise CannotRead("deep" if isinstance(wrong, RecursionError) else "broken") from wrong
    version = read.get("version") if isinstance(read, dict) else None
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(items, list) or not (
        _JSON_FEED.search(str(version)) and all(isinstance(it, dict) for it in items)
    ):
        raise CannotRead("no_feed")
    made = [_json_entry(one, url) for one in items[:MOST_ENTRIES]]
    kept = tuple(one for one in made if one is not None)
    return Feed(kind="JSON_FEED", entries=kept, skipped=len(items[:MOST_ENTRIES]) - len(kept))


def _json_entry(one: dict[str, Any], base: str) -> Entry | None:
    def text(name: str) -> str:
        return one[name] if isinstance(one.get(name), str) else ""

    own = text("id") if text("id").startswith(("http://", "https://")) else ""
    link = text("url") or text("external_url") or own
    url = readable(link, base) if link else ""
    if not url:
        return None
    body = max((text("content_text"), words_of(text("content_html")), text("summary")), key=len)
    return _made(url, text("title"), body, iso(text("date_published") or text("date_modified")))


# ── sitemaps ────────────────────────────────────────────────────────────────────────────────────────────────


def _sitemap(content: bytes, url: str) -> Feed:
    from lxml import etree

    found: list[tuple[str, str, str]] = []  # moment, address, headline
    inner: list[tuple[str, str]] = []
    parser = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    depth = 0
    try:
        for event, element in parser:
            depth += 1 if event == "start" else -1
            if depth > DEEPEST:
                raise CannotRead("deep")
            if event == "end" and (name := _local(element)) in ("url", "sitemap"):
                told = _leaves(element)
                where = readable(told.get("loc", ""), url)
                moment = iso(told.get("publication_date", "") or told.get("lastmod", ""))
                if where and name == "url":
                    found.append((moment, where, told.get("title", "")))
                elif where:
                    inner.append((moment, where))
                element.clear()
                if len(found) + len(inner) > 100_000:
                    break
    except etree.XMLSyntaxError as wrong:
        if not found and not inner:
            raise CannotRead("broken") from wrong
    newest = sorted(found, key=lambda it: it[0], reverse=True)[:MOST_ENTRIES]
    return Feed(
        kind="SITEMAP",
        entries=tuple(_made(where, title, "", moment) for moment, where, title in newest),
        inner=tuple(where for _, where in sorted(inner, reverse=True)[:MOST_INNER]),
    )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _leaves(element: Any) -> dict[str, str]:
    return {_local(one): (one.text or "").strip() for one in element.iter() if len(one) == 0 and _local(one)}


# ── letters ─────────────────────────────────────────────────────────────────────────────────────────────────


def letter(content: bytes, *, url: str) -> dict[str, Any]:
    """The articles that a newsletter links to: links with words enough to be headlines, each address once."""
    from lxml import html as markup

    text = content.decode("utf-8", "replace")[:MOST_MARKUP]
    if not text.strip():
        raise CannotRead("empty")
    found: dict[str, Entry] = {}
    if "<" in text:
        try:
            tree = markup.fromstring(text)
        except (ValueError, markup.etree.ParserError) as wrong:
            raise CannotRead("broken") from wrong
        links = [(str(one.get("href") or ""), " ".join(one.text_content().split())) for one in tree.iter("a")]
    else:
        links = _plain_links(text)
    for address, words in links:
        where = readable(address) if address.lower().startswith(("http://", "https://")) else ""
        if where and len(words.split()) >= LEAST_WORDS and len(found) < MOST_ENTRIES:
            found.setdefault(where, _made(where, words, "", ""))
    return asdict(Feed(kind="MAIL", entries=tuple(found.values())))


def _plain_links(text: str) -> list[tuple[str, str]]:
    """Of a letter without markup: an address, and the line of words before it or on the same line."""
    found, before = [], ""
    for line in text.splitlines():
        address = _ADDRESS.search(line)
        words = " ".join((line[: address.start()] if address else line).split())
        if address:
            found.append((address[0], words or before))
        before = words or before
    return found


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def words_of(markup: str) -> str:
    """The words of a piece of HTML, in one line."""
    text = markup[:MOST_MARKUP]
    if "<" in text:
        text = _TAG.sub(" ", _shown(text))
    text = html.unescape(text)
    if "<" in text and "</" in text:  # packed twice, as many feeds do
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def _shown(text: str) -> str:
    """The markup without comments, scripts and styles, in one walk; what is never closed hides the rest."""
    pieces, place, low = [], 0, text.lower()
    while (found := _HIDDEN.search(text, place)) is not None:
        pieces.append(text[place : found.start()])
        closing = f"</{found[1].lower()}" if found[1] else "-->"
        end = low.find(closing, found.end())
        if end < 0:
            return " ".join(pieces)
        place = end + len(closing)
        if found[1]:  # up to the end of the closing tag
            place = low.find(">", place) + 1 or len(text)
    return " ".join([*pieces, text[place:]])


def iso(text: str) -> str:
    """A moment as feeds write it, in UTC; empty for what is none."""
    text = text.strip()[:40]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""


def _made(url: str, title: str, text: str, published: str) -> Entry:
    text = " ".join(text.split())
    return Entry(
        url=url,
        title=" ".join(title.split())[:LONGEST_TITLE],
        text=text[:LONGEST_TEXT],
        published=published,
        is_full=len(text) >= FULL,
    )


def _check_entities(content: bytes) -> None:
    """Refuses declarations that refer to each other, are long, many, or lead to a file or another machine."""
    for one in _wide(content):
        values = _first(_ENTITY.finditer(one), MOST_ENTITIES + 1)
        if len(values) > MOST_ENTITIES:
            raise CannotRead("entities")
        for found in values:
            value = found[1] or found[2] or b""
            if found[3] or len(value) > LONGEST_ENTITY or _REFERS.search(value):
                raise CannotRead("entities")


def _wide(content: bytes) -> Iterator[bytes]:
    """The bytes, and what they say where letters take two or four of them."""
    yield content
    if b"\x00" in content[:64]:
        yield content.replace(b"\x00", b"")


def _first(found: Iterable[re.Match[bytes]], most: int) -> list[re.Match[bytes]]:
    return [one for one, _ in zip(found, range(most), strict=False)]


def _without_prolog(head: bytes) -> bytes:
    plain = head.replace(b"\x00", b"")
    return re.sub(rb"<\?[^>]*\?>|<!--[^>]*-->|<![^>\[]*(?:\[[^\]]*\])?[^>]*>", b" ", plain)
