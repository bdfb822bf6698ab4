"""How mails leave: by SMTP, or as files where no server is named."""

from __future__ import annotations

import base64
import os
import smtplib
import time
import urllib.parse
from dataclasses import dataclass
from email import message_from_bytes
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from phoihop.mail.outside import trusting
from phoihop.mail.rules import retrying

TIMEOUT = 30  # seconds for one answer of the server
IDLE_SECONDS = 30.0  # a connection unused for longer is asked first: Postfix closes it after five minutes
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
MOST_SAID = 250


class Answer(StrEnum):
    TAKEN = "taken"
    LATER = "later"  # this mail not now
    NEVER = "never"  # this mail not at all
    LOST = "lost"  # the server is not there, or not for us: no mail of the batch now


@dataclass(frozen=True, slots=True)
class Result:
    answer: Answer
    said: str = ""


class Transport(Protocol):
    def send(self, sender: str, to: str, message: bytes) -> Result: ...

    def close(self) -> None: ...


class Files:
    """Each mail a file, named by its number: written twice, it is there once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, sender: str, to: str, message: bytes) -> Result:
        number = str(message_from_bytes(message)["Message-ID"]).strip("<>").partition("@")[0]
        part = self._folder / f".{number}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.write_bytes(message)
            part.replace(self._folder / f"{number}.eml")
        except OSError as trouble:
            return Result(Answer.LOST, str(trouble.strerror))
        return Result(Answer.TAKEN)

    def close(self) -> None:
        """Nothing is held open."""


class Smtp:
    """One connection for as many mails as go through it; opened when first needed, and again after it broke or was
    closed by the server while nothing was to be sent.
    """

    def __init__(self, url: str, domain: str, *, authorities: str = "") -> None:
        self._url, self._domain, self._authorities = urllib.parse.urlsplit(url), domain, authorities
        self._server: smtplib.SMTP | None = None
        self._used_at = 0.0  # by the monotonic clock

    def send(self, sender: str, to: str, message: bytes) -> Result:
        try:
            server = self._still_there() or self._connect()
        except (OSError, smtplib.SMTPException) as trouble:  # refused, unknown, bad certificate, wrong password
            self._drop()
            return Result(Answer.LOST, _said(trouble))
        self._used_at = time.monotonic()
        try:
            server.sendmail(sender, [to], message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            return self._judged(code, said)
        except smtplib.SMTPSenderRefused as refused:
            # Whatever it says of our own address is no fault of this mail: the operator can mend it.
            self._drop()
            return Result(Answer.LOST, _said(refused))
        except smtplib.SMTPDataError as refused:
            return self._judged(refused.smtp_code, refused.smtp_error)
        except (OSError, smtplib.SMTPException) as trouble:  # broke off; whether it was taken is not known
            self._drop()
            return Result(Answer.LATER, _said(trouble))
        return Result(Answer.TAKEN)

    def close(self) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):  # it has gone already
                self._server.close()
            self._server = None

    def _judged(self, code: int, said: bytes | str) -> Result:
        text = _line(f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}")
        if code == 421:
            self._drop()
            return Result(Answer.LOST, text)
        return Result(Answer.NEVER if retrying.is_permanent(code) else Answer.LATER, text)

    def _still_there(self) -> smtplib.SMTP | None:
        if self._server is not None and time.monotonic() - self._used_at > IDLE_SECONDS:
            try:
                code, _said = self._server.noop()
            except (OSError, smtplib.SMTPException):
                code = 421
            if code != 250:
                self._drop()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        url = self._url
        host, port = url.hostname or "", url.port or PORTS[url.scheme]
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, local_hostname=self._domain, timeout=TIMEOUT, context=trusting.context(self._authorities)
            )
        else:
            server = smtplib.SMTP(host, port, local_hostname=self._domain, timeout=TIMEOUT)
        self._server = server
        if url.scheme == "smtp+starttls":
            server.starttls(context=trusting.context(self._authorities))
        if url.username:
            _sign_in(server, urllib.parse.unquote(url.username), urllib.parse.unquote(url.password or ""))
        return server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """smtplib knows ASCII alone; RFC 4616 sends names and passwords as UTF-8."""
    if f"{user}{password}".isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()
    code, said = server.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii"))
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def transport(url: str, *, domain: str, folder: Path, authorities: str = "") -> Transport:
    return Smtp(url, domain, authorities=authorities) if url else Files(folder)


def _said(trouble: Exception) -> str:
    """What the server or the system said, without our own side's details."""
    code, said = getattr(trouble, "smtp_code", None), getattr(trouble, "smtp_error", None)
    if code:
        return _line(f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}")
    return _line(getattr(trouble, "strerror", None) or str(trouble) or type(trouble).__name__)


def _line(text: str) -> str:
    return " ".join(text.split())[:MOST_SAID]
