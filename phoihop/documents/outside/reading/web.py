"""HTML: what a reader sees, what a page keeps to itself, pictures written into it. XML and SVG of any other kind."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from lxml import etree

from phoihop.documents.outside.reading import plain, trees
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*[01](px|pt)?\s*(;|$)"
    r"|opacity\s*:\s*0?\.?0+\s*(;|$)"
    r"|(?<![-\w])color\s*:\s*(#fff(fff)?\b|white\b|transparent)|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_UNSEEN = frozenset({"template", "noscript", "datalist"})
_SKIPPED = frozenset({"script", "style", "head"})
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table"),
        *("tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
_TITLES = ("alt", "title", "placeholder", "aria-label", "content", "value")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DATA = re.compile(r"\s*data:([\w/+.-]*)((?:;[\w=-]+)*),(.*)", re.DOTALL)


def read(found: Found, raw: bytes) -> None:
    read_text(found, _decoded(raw))


def read_text(found: Found, text: str, kind: PlaceKind = PlaceKind.TEXT) -> None:
    if not text.strip():
        return
    root = trees.parse_html(found, text)
    for title in root.iter("title"):
        found.add(PlaceKind.PROPERTY, title.text_content())
    for meta in root.iter("meta"):
        if meta.get("name") or meta.get("property"):
            found.add(PlaceKind.PROPERTY, meta.get("content"))
    page = _Page(found, kind)
    page.element(root, is_hidden=False)
    page.done()
    for comment in root.iter(etree.Comment):
        found.add(PlaceKind.COMMENT, comment.text)
    for number, element in enumerate(root.iter("img", "object", "embed", "a", "iframe", "source"), 1):
        _read_written_in(found, element, number)


def read_xml(found: Found, raw: bytes, *, is_picture: bool = False) -> None:
    """All text and all values of attributes that hold words."""
    root = trees.parse(found, raw.lstrip(), is_lenient=True)
    if root is None:
        return
    found.add(PlaceKind.TEXT, "\n".join(text.strip() for text in root.itertext(etree.Element) if text.strip()))
    values = (value for element in root.iter(etree.Element) for value in element.attrib.values())
    found.add(
        PlaceKind.PROPERTY, "\n".join(dict.fromkeys(value for value in values if re.search(r"[^\W\d_]{2}", value)))
    )
    for comment in root.iter(etree.Comment):
        found.add(PlaceKind.COMMENT, comment.text)
    names = {trees.local(element).lower() for element in root.iter(etree.Element)}
    if is_picture and "script" in names:
        found.trouble(TroubleKind.MACRO)
    if is_picture:
        for number, element in enumerate(root.iter(etree.Element), 1):
            if trees.local(element) == "image":
                _read_data(found, trees.attribute(element, "href"), number)


class _Page:
    """Collects a page's text in lines: seen and hidden apart."""

    def __init__(self, found: Found, kind: PlaceKind) -> None:
        self.found, self.kind = found, kind
        self.seen: list[str] = []
        self.hidden: list[str] = []

    def element(self, element: trees.type_element, *, is_hidden: bool) -> None:
        name = element.tag.lower() if isinstance(element.tag, str) else ""
        if name and name not in _SKIPPED:
            is_hidden = is_hidden or name in _UNSEEN or _is_hidden(element)
            words = self.hidden if is_hidden else self.seen
            is_block = name in _BLOCKS
            if is_block:
                words.append("\n")
            elif name in ("td", "th"):
                words.append("\t")
            words.append(element.text or "")
            if name not in ("input", "meta") or element.get("type") == "hidden":
                self._titles(element, name)
            elif element.get("value"):
                words.append(element.get("value"))
            for part in element:
                self.element(part, is_hidden=is_hidden)
                words.append(part.tail or "")
            if is_block:
                words.append("\n")

    def _titles(self, element: trees.type_element, name: str) -> None:
        for title in _TITLES:
            if element.get(title) and (title != "value" or name == "input"):
                self.hidden.append(f"\n{element.get(title)}\n")

    def done(self) -> None:
        self.found.add(self.kind, _lines(self.seen))
        self.found.add(PlaceKind.HIDDEN, _lines(self.hidden))


def _is_hidden(element: trees.type_element) -> bool:
    style = element.get("style") or ""
    if element.get("hidden") is not None or (element.tag == "input" and element.get("type") == "hidden"):
        return True
    hiding = _HIDDEN_STYLE.search(style)
    if hiding is None:
        return (element.get("color") or "").lower() in ("white", "#ffffff", "#fff")
    # White letters on a ground of their own are a heading, not a secret.
    return "color" not in hiding[0].lower() or not _BACKGROUND.search(style)


def _lines(words: list[str]) -> str:
    lines = (re.sub(r"[ \r\f\v]+", " ", line).strip() for line in "".join(words).split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(raw: bytes) -> str:
    told = _CHARSET.search(raw[:4096])
    if told and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode(told[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return plain.decode(raw)
    return plain.decode(raw)


def _read_written_in(found: Found, element: trees.type_element, number: int) -> None:
    for where in ("src", "data", "href"):
        _read_data(found, element.get(where) or "", number)


def _read_data(found: Found, address: str, number: int) -> None:
    """A file that an address carries in itself."""
    if address.lstrip()[:5].lower() != "data:":
        return
    match = _DATA.match(address)
    if match is None:
        return
    media, flags, body = match.groups()
    try:
        raw = base64.b64decode(body.encode("ascii", "ignore")) if ";base64" in flags.lower() else unquote_to_bytes(body)
    except binascii.Error:
        found.trouble(TroubleKind.DAMAGED)
        return
    if raw:
        found.use_unpacked(len(raw))
        found.member(raw, f"data{number} {media}")
