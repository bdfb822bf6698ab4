"""A mailbox read by IMAP: mails not seen yet, oldest first. Taken ones are marked as seen; nothing is deleted."""

from __future__ import annotations

import imaplib
import urllib.parse
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from phoihop.mail.outside import trusting
from phoihop.mail.outside.parsing import LARGEST

TIMEOUT = 60
PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}


class MailboxClosed(Exception):
    """The mailbox cannot be read now; the message says what the server said."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail in the mailbox. Of one too large only the head is fetched; `size` is the whole mail's."""

    uid: str
    size: int
    raw: bytes


class Mailbox:
    """One connection. Use as a context manager."""

    def __init__(self, url: str, *, authorities: str = "") -> None:
        self._url, self._authorities = urllib.parse.urlsplit(url), authorities
        self._server: imaplib.IMAP4 | None = None

    def __enter__(self) -> Self:
        url = self._url
        host, port = url.hostname or "", url.port or PORTS[url.scheme]
        folder = urllib.parse.unquote(url.path.strip("/")) or "INBOX"
        try:
            if url.scheme == "imaps":
                server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                    host, port, ssl_context=trusting.context(self._authorities), timeout=TIMEOUT
                )
            else:
                server = imaplib.IMAP4(host, port, timeout=TIMEOUT)
            self._server = server
            if url.scheme == "imap+starttls":
                server.starttls(trusting.context(self._authorities))
            _sign_in(server, urllib.parse.unquote(url.username or ""), urllib.parse.unquote(url.password or ""))
            self._done(server.select(_quoted(folder)))
        except (OSError, imaplib.IMAP4.error) as trouble:
            self.__exit__()
            raise MailboxClosed(_said(trouble)) from trouble
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            try:
                self._server.logout()
            except (OSError, imaplib.IMAP4.error):  # it has gone already
                with suppress(OSError):  # and after a handshake that failed its socket too
                    self._server.shutdown()
            self._server = None

    def unseen(self, passed_over: Collection[str] = ()) -> Iterator[Waiting]:
        """Mails nobody has seen, one fetched at a time; of those passed over nothing is."""
        try:
            for uid in self._done(self._open.uid("SEARCH", "UNSEEN"))[0].split():
                number = uid.decode("ascii")
                if number in passed_over:
                    continue
                size = _size(self._done(self._open.uid("FETCH", number, "(RFC822.SIZE)")))
                what = "BODY.PEEK[]" if size <= LARGEST else "BODY.PEEK[HEADER]"
                for piece in self._done(self._open.uid("FETCH", number, f"({what})")):
                    if isinstance(piece, tuple):  # else it was taken away meanwhile
                        yield Waiting(number, size, piece[1])
        except (OSError, imaplib.IMAP4.error) as trouble:
            raise MailboxClosed(_said(trouble)) from trouble

    def mark_seen(self, uid: str) -> None:
        try:
            self._done(self._open.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))
        except (OSError, imaplib.IMAP4.error) as trouble:
            raise MailboxClosed(_said(trouble)) from trouble

    @property
    def _open(self) -> imaplib.IMAP4:
        if self._server is None:
            raise MailboxClosed("not connected")
        return self._server

    def _done(self, answer: tuple[str, list]) -> list:  # type: ignore[type-arg]  # imaplib's own loose answers
        kind, data = answer
        if kind != "OK":
            raise imaplib.IMAP4.error(repr(data)[:200])
        return data


def _sign_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """LOGIN knows ASCII alone; RFC 4616 sends names and passwords as UTF-8."""
    if f"{user}{password}".isascii():
        server.login(user, password)
    else:
        server.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())


def _size(data: list) -> int:  # type: ignore[type-arg]
    text = b" ".join(piece for piece in data if isinstance(piece, bytes))
    digits = text.partition(b"RFC822.SIZE ")[2].split(b")")[0].split(b" ")[0]
    return int(digits) if digits.isdigit() else 0


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _said(trouble: Exception) -> str:
    return " ".join(str(trouble).split())[:200] or type(trouble).__name__
