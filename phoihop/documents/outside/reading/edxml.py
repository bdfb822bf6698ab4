"""A message of the national document axis (QCVN 102:2016), in either of its shapes; its attachments.

Real messages are not always well-formed (text before the declaration, prefixes never declared), so elements go by
their local names and the parser is lenient. Attachments are cut out first: they are longer than a tree may hold.
"""

from __future__ import annotations

import base64
import binascii
import re

from lxml import etree

from phoihop.documents.outside.reading import trees
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_ENCODED = re.compile(rb"(<(?:[\w.-]+:)?ContentTransferEncoded\b[^>]*>)([^<]*)(</)")
_START = re.compile(rb"<\?xml|<(?:[\w.-]+:)?edXML\b", re.IGNORECASE)
_NOT_WORDS = ("ContentTransferEncoded", "DigestValue", "SignatureValue", "X509Certificate", "Modulus", "Exponent")
_ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")


def read(found: Found, raw: bytes) -> None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = re.sub(rb"\A<\?xml[^>]*\?>", b"", raw.decode("utf-16", "replace").encode())
    start = _START.search(raw)
    if start:
        found.add(PlaceKind.HIDDEN, raw[: start.start()].decode("utf-8", "replace"))
        raw = raw[start.start() :]
    encoded: list[bytes] = []

    def cut(match: re.Match[bytes]) -> bytes:
        encoded.append(match[2])
        return match[1] + str(len(encoded) - 1).encode() + match[3]

    root = trees.parse(found, _ENCODED.sub(cut, raw), is_lenient=True)
    if root is None:
        return
    for element in root.iter(etree.Element):
        if trees.local(element) not in _NOT_WORDS:
            found.add(PlaceKind.FIELD, (element.text or "").strip())
        found.add(PlaceKind.FIELD, (element.tail or "").strip())
    for comment in root.iter(etree.Comment):
        found.add(PlaceKind.COMMENT, comment.text)
    names = _names(root)
    for element in root.iter(etree.Element):
        if trees.local(element) == "ContentTransferEncoded" and (element.text or "").strip().isdigit():
            number = int(element.text.strip())
            if number < len(encoded):
                _read_attachment(found, encoded[number], names.get(number, f"attachment{number + 1}"))


def _names(root: trees.type_element) -> dict[int, str]:
    """What each attachment is called, by its own element."""
    names: dict[int, str] = {}
    for attachment in root.iter(etree.Element):
        if trees.local(attachment) == "Attachment":
            parts = {trees.local(part): (part.text or "").strip() for part in attachment.iter(etree.Element)}
            number = parts.get("ContentTransferEncoded", "")
            if number.isdigit() and parts.get("AttachmentName"):
                names[int(number)] = parts["AttachmentName"]
    return names


def _read_attachment(found: Found, encoded: bytes, name: str) -> None:
    """The bytes decide what it is: mostly an archive of one file under the name of that file."""
    try:
        raw = base64.b64decode(re.sub(rb"\s+", b"", encoded), validate=True)
    except binascii.Error:
        with found.inside(name):
            found.trouble(TroubleKind.DAMAGED)
        return
    if not raw:
        return
    found.use_unpacked(len(raw))
    is_wrapped = raw.startswith(b"PK\x03\x04") and not name.lower().endswith(_ARCHIVES)
    found.member(raw, f"{name}.zip" if is_wrapped else name)
