"""Messages as they go out: RFC 5322, text and HTML, attachments, invitations as RFC 6047."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from phoihop.ground.text import nfc


@lru_cache(maxsize=2048)
def _parsed(name: str, value: str) -> tuple[str, Any]:
    return _PLAIN.header_store_parse(name, value)


@lru_cache(maxsize=2048)
def _folded(name: str, value: str) -> bytes:
    return _PLAIN.fold_binary(*_PLAIN.header_store_parse(name, value))


@lru_cache(maxsize=256)
def _writer(name: str, local: str, domain: str) -> Any:
    return _PLAIN.header_store_parse("From", Address(name, local, domain))[1]


class _Remembering(policy.EmailPolicy):
    """Reads and folds each header once: the mails of one letter differ in few of them, and folding is half the work."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return _parsed(name, value) if type(value) is str else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return _folded(name, str(value))


_PLAIN = policy.SMTP.clone(max_line_length=78)
_POLICY = _Remembering(linesep="\r\n", max_line_length=78)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OURS = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "sender",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "return-path",
    ]
)
_METHOD = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, and where answers go."""

    name: str
    address: str
    reply_to: str
    message_id: str


def one_line(text: str) -> str:
    """Text of a header: no line end can begin another header."""
    return " ".join(nfc(text).split())


def compose(
    head: Letterhead,
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    calendar: tuple[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    in_reply_to: str = "",
    is_urgent: bool = False,
    at: datetime,
) -> bytes:
    """The whole message with CRLF line ends. Refused (ValueError): a header that is ours or is none."""
    message = EmailMessage(policy=_POLICY)
    local, _, domain = head.address.rpartition("@")
    message["From"] = _writer(one_line(head.name), local, domain)
    message["To"] = to
    message["Reply-To"] = head.reply_to
    message["Subject"] = one_line(subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = head.message_id
    if in_reply_to:
        message["In-Reply-To"] = in_reply_to
        message["References"] = in_reply_to
    if is_urgent:
        message["Importance"] = "high"
    for name, value in (headers or {}).items():
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            raise ValueError(f"a mail's header {name!r} is not the caller's to set")
        message[name] = one_line(value)
    if "Auto-Submitted" not in message:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(nfc(text).rstrip() + "\n", cte="base64" if _is_long(text) else "quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="base64")
    if calendar is not None:
        _add_calendar(message, *calendar)
    for one in attachments:
        main, _, sub = one.media_type.partition("/")
        if not sub or main in ("multipart", "message"):
            main, sub = "application", "octet-stream"
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one_line(one.name) or "tep")
    return message.as_bytes()


def _add_calendar(message: EmailMessage, method: str, ics: str) -> None:
    """The invitation as an alternative body, which calendar programs act on, and as a file, which people keep."""
    if not _METHOD.fullmatch(method):
        raise ValueError(f"{method!r} is no calendar method")
    content = "\r\n".join(ics.splitlines()).rstrip() + "\r\n"
    message.add_alternative(
        content.encode(), "text", "calendar", cte="base64", params={"method": method, "charset": "utf-8"}
    )
    message.add_attachment(content.encode(), maintype="application", subtype="ics", filename="loi-moi.ics")


def _is_long(text: str) -> bool:
    return any(len(line) > 900 for line in text.splitlines()) or not text.isascii()
