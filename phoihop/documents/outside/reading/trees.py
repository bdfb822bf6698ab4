"""XML and HTML from strangers: nothing is fetched, no entity is resolved, no tree outgrows the parser's bounds."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree, html

from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import TroubleKind

type_element = Any  # lxml's elements carry no types

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}


def parse(found: Found, raw: bytes, *, is_lenient: bool = False) -> type_element | None:
    """The root; none, with a trouble, when the text is no XML. Entities of its own are a trouble in any case."""
    parser = etree.XMLParser(recover=is_lenient, **_SAFE)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError:
        found.trouble(TroubleKind.REACHES_OUT if _declares(raw) else TroubleKind.DAMAGED)
        return None
    if root is None:
        found.trouble(TroubleKind.DAMAGED)
        return None
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        found.trouble(TroubleKind.DAMAGED)  # what stands behind the break may be lost
    inner = root.getroottree().docinfo.internalDTD
    if inner is not None and (_declares(raw) or next(inner.iterentities(), None) is not None):
        found.trouble(TroubleKind.REACHES_OUT)
    return root


def walk(raw: bytes, tags: tuple[str, ...]) -> Iterator[type_element]:
    """Elements of a large part as they end, each forgotten after its turn. Refused: XMLSyntaxError."""
    for _, element in etree.iterparse(BytesIO(raw), tag=tags, **_SAFE):
        yield element
        element.clear()
        while element.getprevious() is not None and element.getparent() is not None:
            del element.getparent()[0]


def parse_html(found: Found, text: str) -> type_element:
    """The root; what lies deeper than the parser goes is a trouble."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        found.trouble(TroubleKind.DAMAGED)
    return root


def local(element: type_element) -> str:
    """The name without its namespace, be it bound or only written; empty for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag[tag.rfind("}") + 1 :].rpartition(":")[2]


def attribute(element: type_element, name: str) -> str:
    """The value of an attribute by its local name, whatever its namespace; empty when there is none."""
    for key, value in element.attrib.items():
        if key[key.rfind("}") + 1 :].rpartition(":")[2] == name:
            return str(value)
    return ""


def relation(element: type_element) -> str:
    """The id of the part an office element points to, which is not its own id."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith("/relationships}id")), "")


def _declares(raw: bytes) -> bool:
    return b"<!ENTITY" in raw or "<!ENTITY".encode("utf-16-le") in raw or "<!ENTITY".encode("utf-16-be") in raw
