"""A message: its head, its body in each form, its attachments, messages within it."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage

from phoihop.documents.outside.reading import plain, web
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_HEAD = (
    "subject",
    "from",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "comments",
    "keywords",
    "thread-topic",
    "organization",
)
_MARKS = ("sensitivity", "x-sensitivity", "importance", "x-classification", "x-label", "x-msip-labels")
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_SIGNED_ONLY = re.compile(r"signed-data|certs-only", re.IGNORECASE)


def read(found: Found, raw: bytes) -> None:
    message = email.message_from_bytes(raw, policy=policy.default)
    if isinstance(message, EmailMessage):
        _read(found, message)


def _read(found: Found, message: EmailMessage) -> None:
    for field in _HEAD:
        for value in _values(message, field):
            found.add(PlaceKind.MAIL, value)
    for field in _MARKS:
        for value in _values(message, field):
            found.add(PlaceKind.PROPERTY, value)
    _read_part(found, message, 1)


def _read_part(found: Found, part: EmailMessage, number: int) -> None:
    kind = part.get_content_type()
    if kind in _SEALED and not _SIGNED_ONLY.search(str(part.get("content-type", ""))):
        found.trouble(TroubleKind.ENCRYPTED)
        return
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            found.add(PlaceKind.NAME, part.get_filename())
            with found.inside(part.get_filename() or f"message{number}") as is_shallow, found.guarded():
                if is_shallow:
                    _read(found, inner[0])
        return
    if part.is_multipart():
        found.add(PlaceKind.COMMENT, part.preamble)
        for at, inner_part in enumerate(part.iter_parts(), 1):
            if isinstance(inner_part, EmailMessage):
                with found.guarded():
                    _read_part(found, inner_part, at)
        found.add(PlaceKind.COMMENT, part.epilogue)
        return
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw:
        return
    found.use_unpacked(len(raw))
    name = part.get_filename()
    if kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not name:
        text = _decoded(raw, part.get_content_charset())
        if kind == "text/html":
            web.read_text(found, text)
        else:
            found.add(PlaceKind.TEXT, text)
    else:
        found.member(raw, name or f"part{number}")


def _values(message: EmailMessage, field: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(field, [])]
    except (ValueError, IndexError, AttributeError, TypeError):  # heads that the standard library cannot take apart
        return [value for key, value in message.raw_items() if key.lower() == field and isinstance(value, str)]


def _decoded(raw: bytes, charset: str | None) -> str:
    if charset and charset not in ("us-ascii", "ascii"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            return plain.decode(raw)
    return plain.decode(raw)
