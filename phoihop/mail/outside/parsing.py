"""A mail that arrived, from its bytes. Bounded, and never raises: what cannot be read says so."""

from __future__ import annotations

import email.header
import email.utils
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from phoihop.ground.text import nfc
from phoihop.mail.outside import markup
from phoihop.mail.rules import addresses, arriving, decoding, quoting

log = logging.getLogger(__name__)

LARGEST = 35 * 2**20  # bytes of a mail: an attachment of 25 MB as mail programs write it
MOST_PARTS = 200
DEEPEST = 12
MOST_TEXT = 1_000_000  # bytes of a text part that are read
LONGEST_HEADER = 4_000
MOST_FILES = 20
_MULTIPART = re.compile(rb"^content-type:[ \t]*(?:multipart/|message/)", re.IGNORECASE | re.MULTILINE)
_KEPT = [
    "from",
    "to",
    "cc",
    "subject",
    "auto-submitted",
    "precedence",
    "return-path",
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-mail-autoreply",
    "x-auto-response-suppress",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "authentication-results",
]
_METHOD = re.compile(r"^METHOD:([A-Za-z]{3,20})[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_OUR_NUMBER = re.compile(r"<[^<>\s]{3,250}>")


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a mail holds that this room acts on."""

    digest: str
    size: int
    kind: str = "unknown"  # arriving.KINDS
    trouble: str = ""  # a reason of arriving.REASONS, when it could not be read
    message_id: str = ""
    from_address: str = ""
    to_addresses: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # numbers of mails it answers or reports on
    subject: str = ""
    answer: str = ""
    calendars: tuple[tuple[str, str], ...] = ()  # method and text
    files: tuple[ArrivedFile, ...] = ()
    unreadable_files: tuple[str, ...] = ()  # what came in a form nobody else opens, such as winmail.dat
    outcome: str = ""  # of a report: failed, delayed, delivered
    said: str = ""  # of a report: what the other side said
    auth_results: str = ""
    headline: str = ""  # the subject, of whatever kind the mail is
    html: str = ""
    plain: str = ""


@dataclass(slots=True)
class _Parts:
    plain: str = ""
    html: str = ""
    report: str = ""
    status: str = ""
    has_report: bool = False


def parse(
    raw: bytes, *, envelope_from: str | None = None, recipients: tuple[str, ...] = (), size: int | None = None
) -> Arrived:
    """Reads a mail; `envelope_from` and `recipients` are the envelope's, where it is known."""
    blank = Arrived(hashlib.sha256(raw).hexdigest(), len(raw) if size is None else size)
    if blank.size > LARGEST:
        return replace(blank, trouble="too_large", message_id=_number_in_head(raw))
    if len(_MULTIPART.findall(raw)) > MOST_PARTS:
        return replace(blank, trouble="unreadable")
    try:
        return _read(blank, message_from_bytes(raw, policy=policy.compat32), envelope_from, recipients)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        log.warning("a mail could not be read: %s bytes, sha256 %s", blank.size, blank.digest, exc_info=True)
        return replace(blank, trouble="unreadable")


def _read(blank: Arrived, message: Message, envelope_from: str | None, recipients: tuple[str, ...]) -> Arrived:
    headers = {name: _text(message, name) for name in _KEPT if message[name] is not None}
    parts = _Parts()
    calendars: list[tuple[str, str]] = []
    files: list[ArrivedFile] = []
    unreadable: list[str] = []
    for part in _leaves(message):
        media = part.get_content_type()
        name = _file_name(part)
        if media == "text/calendar" or (media == "application/ics" and not calendars):
            ics = decoding.decode(_bytes(part), part.get_content_charset() or "utf-8")
            method = str(part.get_param("method") or "").upper() or _method_in(ics)
            if method and (method, ics) not in calendars:
                calendars.append((method, ics))
        elif media in ("message/delivery-status", "message/disposition-notification"):
            parts.has_report = parts.has_report or media == "message/delivery-status"
            parts.status += _flat(part)
        elif media in ("text/rfc822-headers", "message/rfc822"):
            parts.report += _flat(part)
        elif media == "application/ms-tnef" or name.lower() == "winmail.dat":
            unreadable.append(name or "winmail.dat")
        elif media.startswith("text/") and not _is_attached(part):
            _take_text(parts, part, media)
        elif (name or _is_attached(part)) and len(files) < MOST_FILES:
            files.append(ArrivedFile(name or "tep", media, _bytes(part)))
    kind = arriving.kind_of(
        headers, is_report=parts.has_report, has_calendar=bool(calendars), envelope_from=envelope_from
    )
    numbers = _numbers(message, "in-reply-to") + _numbers(message, "references")
    status_text = f"{parts.status}\n{parts.plain[:20_000]}" if kind == "bounce" else ""
    return replace(
        blank,
        kind=kind,
        message_id=next(iter(_numbers(message, "message-id")), ""),
        from_address=_sender(headers.get("from", "")),
        to_addresses=_recipients(message, recipients),
        references=(*numbers, *(_OUR_NUMBER.findall(parts.report)[:20] if kind == "bounce" else ())),
        subject=headers.get("subject", "") if kind == "reply" else "",
        answer=_answer(parts) if kind in ("reply", "calendar") else "",
        calendars=tuple(calendars[:5]),
        files=tuple(files),
        unreadable_files=tuple(unreadable),
        outcome=_outcome(parts.status, status_text) if kind == "bounce" else "",
        said=_field(parts.status, "Diagnostic-Code")[:250] if kind == "bounce" else "",
        auth_results=headers.get("authentication-results", ""),
        headline=headers.get("subject", ""),
        html=parts.html,
        plain=parts.plain,
    )


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something, outermost first; a report's parts and enclosed mails are leaves."""
    stack, seen = [(message, 0)], 0
    while stack and seen < MOST_PARTS:
        part, depth = stack.pop()
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            if depth < DEEPEST:
                stack += [(one, depth + 1) for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _take_text(parts: _Parts, part: Message, media: str) -> None:
    text = decoding.decode(_bytes(part)[:MOST_TEXT], str(part.get_content_charset() or ""))
    if media == "text/html":
        parts.html = parts.html or text
    elif media == "text/plain" or not parts.plain:
        parts.plain = f"{parts.plain}\n{text}" if parts.plain else text


def _answer(parts: _Parts) -> str:
    if parts.plain.strip():
        return quoting.answer_in(parts.plain)
    return quoting.answer_in(markup.words_of(parts.html)) if parts.html else ""


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _flat(part: Message) -> str:
    """The head of an enclosed report or mail, as text."""
    inner = part.get_payload()
    if isinstance(inner, list):
        heads = [f"{name}: {value}" for one in inner[:20] if isinstance(one, Message) for name, value in one.items()]
        return "\n".join(heads)[:20_000] + "\n"
    return decoding.decode(_bytes(part)[:20_000], str(part.get_content_charset() or "")) + "\n"


def _outcome(status: str, text: str) -> str:
    return arriving.outcome_of(_field(status, "Status"), _field(status, "Action"), text)


def _field(status: str, name: str) -> str:
    found = re.search(rf"^{name}:[ \t]*(.{{0,400}})$", status, re.MULTILINE | re.IGNORECASE)
    return " ".join(found[1].split()) if found else ""


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _file_name(part: Message) -> str:
    name = part.get_filename()
    return _decoded(str(name))[:200] if name else ""


def _text(message: Message, name: str) -> str:
    return _decoded(str(message[name] or ""))


def _decoded(value: str) -> str:
    """A header's words. Eight-bit letters that nobody declared are read like a body without a declaration."""
    value = value[:LONGEST_HEADER]
    try:
        pieces = email.header.decode_header(value)
    except (MessageError, ValueError, LookupError, AssertionError):  # binascii.Error is a ValueError
        pieces = [(value, None)]
    words = []
    for piece, charset in pieces:
        raw = piece.encode("ascii", "surrogateescape") if isinstance(piece, str) and _has_bytes(piece) else piece
        words.append(decoding.decode(raw, charset or "") if isinstance(raw, bytes) else raw)
    return " ".join(nfc("".join(words)).split())


def _has_bytes(text: str) -> bool:
    return any("\udc80" <= char <= "\udcff" for char in text) and all(char < "\x80" or char > "\ud7ff" for char in text)


def _sender(value: str) -> str:
    """The address of the one who writes; "" unless it is exactly one."""
    found = [address for _, address in email.utils.getaddresses([value[:1_000]]) if address]
    return addresses.fold(found[0]) if len(found) == 1 else ""


def _recipients(message: Message, envelope: tuple[str, ...]) -> tuple[str, ...]:
    named = [
        str(value)[:LONGEST_HEADER]
        for name in ("delivered-to", "x-original-to", "to", "cc")
        for value in (message.get_all(name) or [])[:10]
    ]
    found = [address for _, address in email.utils.getaddresses(named)]
    return tuple(dict.fromkeys(address.strip().lower() for address in (*envelope, *found) if address))[:100]


def _numbers(message: Message, name: str) -> list[str]:
    return _OUR_NUMBER.findall(str(message[name] or "")[:LONGEST_HEADER])[:50]


def _method_in(ics: str) -> str:
    found = _METHOD.search(ics[:20_000])
    return found[1].upper() if found else ""


def _number_in_head(raw: bytes) -> str:
    found = re.search(rb"^message-id:[ \t]*(<[^<>\s]{3,250}>)", raw[:50_000], re.IGNORECASE | re.MULTILINE)
    return found[1].decode("ascii", "replace") if found else ""
