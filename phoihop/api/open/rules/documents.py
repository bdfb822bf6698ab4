"""One document, two ways of writing it: XML as GeoReport v2 prints it, and JSON by the Spark convention.

A list stands in a container whose children carry the singular of its name; a name with `ph:` is an extension of ours
and lies in a namespace of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

NAMESPACE = "urn:x-phoihop:open311:1"
PREFIX = "ph:"
CHILDREN = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "service_requests": "request",
    "services": "service",
    "values": "value",
    "ph:agencies": "ph:agency",
    "ph:extensions": "ph:extension",
    "ph:steps": "ph:step",
}
MEDIA_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Body = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Document:
    """`root` names the whole; `body` is a list of things, or one thing. `status` is what it is answered with."""

    root: str
    body: Body
    status: int = 200


def write(document: Document, form: str) -> bytes:
    """The document in this form: one of MEDIA_TYPES."""
    return _xml(document) if form == "xml" else _json(document.body)


def _json(body: Body) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _xml(document: Document) -> bytes:
    is_extended = any(name.startswith(PREFIX) for name in _names(document.body))
    root = etree.Element(document.root, nsmap={"ph": NAMESPACE} if is_extended else None)
    _fill(root, document.root, document.body)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield name
            yield from _names(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _names(inner)


def _fill(element: Any, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for inner_name, inner in value.items():
            _fill(etree.SubElement(element, _tag(inner_name)), inner_name, inner)
    elif isinstance(value, list | tuple):
        child = CHILDREN[name]
        for inner in value:
            _fill(etree.SubElement(element, _tag(child)), child, inner)
    elif value is not None:
        element.text = _text(value)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name.removeprefix(PREFIX)}" if name.startswith(PREFIX) else name


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))
