"""One page or feed from the web, with bounds on everything: where it leads, how long it takes, how much it is.

Each hop's name is resolved once, every address behind it checked, and the connection goes to exactly that address;
the certificate is checked against the name. A watch cuts the line when the time for the whole is up, so that a server
that drips a byte a second holds nobody.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from phoihop.press.outside.addresses import Network, NoWay, resolve
from phoihop.press.rules.reading_urls import path_of, readable

MOST_HOPS = 5
_CHUNK = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_NUMBER = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds and bytes. `bytes` counts what is unpacked."""

    connect: float = 10.0
    read: float = 15.0
    total: float = 30.0
    bytes: int = 5 * 2**20


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Way:
    """How we go out: as whom, and where to besides public addresses."""

    agent: str
    allowed: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came. `status` 304: nothing new."""

    url: str  # after redirects
    status: int
    body: bytes = b""
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""


class CannotFetch(Exception):
    """It was not fetched. `why` is one of WHYS; `retry` is what the server asks us to wait."""

    def __init__(self, why: str, *, status: int = 0, retry: timedelta | None = None, url: str = "") -> None:
        super().__init__(f"{why} {status}" if status else why)
        self.why, self.status, self.retry, self.url = why, status, retry, url


WHYS = (
    "scheme",  # no http or https address
    "name",  # the name is not known
    "address",  # it leads to an address that is not public
    "hops",  # too many redirects, or one that leads nowhere
    "connect",  # nobody answers there
    "certificate",  # somebody else answers there
    "time",  # not whole when the time was up
    "size",  # larger than we take
    "coding",  # packed in a way we do not unpack, or badly
    "broken",  # not HTTP, or cut off
    "busy",  # 429 or 503
    "status",  # any other answer than 200 or 304
    "robots",  # the machine does not let robots read this
    "kept",  # the machine is being asked by somebody, or asked us to wait
)


@dataclass(slots=True)
class _Asked:
    """One request under way and what ends it."""

    until: float
    lines: list[socket.socket] = field(default_factory=list)
    is_cut: bool = False

    def left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0 or self.is_cut:
            raise CannotFetch("time")
        return left

    def cut(self) -> None:
        self.is_cut = True
        for line in self.lines:
            with suppress(OSError):  # it ended by itself meanwhile
                line.shutdown(socket.SHUT_RDWR)


def fetch(
    url: str,
    *,
    way: Way,
    bounds: Bounds = USUAL,
    etag: str = "",
    last_modified: str = "",
    accept: str = "*/*",
    passes: Callable[[str], object] | None = None,
) -> Fetched:
    """The page or feed at this address. Raises CannotFetch, and nothing else, whatever is there. `passes` is asked
    about each further address that a redirect leads to, and may refuse by the same."""
    asked = _Asked(time.monotonic() + bounds.total)
    headers = {"User-Agent": way.agent, "Accept": accept, "Accept-Encoding": "gzip", "Connection": "close"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    here = url
    for _hop in range(MOST_HOPS + 1):
        if not readable(here):
            raise CannotFetch("scheme", url=here)
        try:
            answer = _one(here, headers, way.allowed, bounds, asked)
        except CannotFetch as trouble:
            trouble.url = here
            raise
        if isinstance(answer, Fetched):
            return answer
        here = readable(answer, here)
        if passes is not None:
            passes(here)
    raise CannotFetch("hops", url=here)


def _one(url: str, headers: dict[str, str], allowed: Sequence[Network], bounds: Bounds, asked: _Asked) -> Fetched | str:
    """One hop: what came, or the address it points to."""
    try:
        with _answered(url, headers, allowed, bounds, asked) as answer:
            status = int(answer.status)
            if status in _REDIRECTS:
                there = answer.headers.get("Location", "")
                if not there or not readable(urljoin(url, there)):
                    raise CannotFetch("scheme" if there else "hops", status=status)
                return str(urljoin(url, there))
            if status == 304:
                return Fetched(url, status)
            if status in (429, 503):
                raise CannotFetch("busy", status=status, retry=_retry(answer.headers.get("Retry-After", "")))
            if status != 200:
                raise CannotFetch("status", status=status)
            body = b"".join(_unpacked(answer, bounds, asked))
            return Fetched(
                url,
                status,
                body,
                media_type=answer.headers.get("Content-Type", "")[:200],
                etag=_kept(answer.headers.get("ETag", ""), 300),
                last_modified=_kept(answer.headers.get("Last-Modified", ""), 80),
            )
    except NoWay as no:
        raise CannotFetch("address" if no.is_refused else "name") from no
    except ssl.SSLCertVerificationError as wrong:
        raise CannotFetch("certificate") from wrong
    except (OSError, HTTPException, urllib3.exceptions.HTTPError, zlib.error, ValueError) as trouble:
        raise CannotFetch(_why(trouble, asked)) from trouble


def _why(trouble: Exception, asked: _Asked) -> str:
    if asked.is_cut or time.monotonic() >= asked.until:
        return "time"
    cause = getattr(trouble, "reason", None) or trouble.__cause__
    if isinstance(trouble, urllib3.exceptions.SSLError) or isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(trouble, TimeoutError | urllib3.exceptions.TimeoutError):
        return "time"
    if isinstance(trouble, zlib.error):
        return "coding"
    if isinstance(trouble, ConnectionRefusedError | urllib3.exceptions.NewConnectionError):
        return "connect"
    return "broken"


@contextmanager
def _answered(
    url: str, headers: dict[str, str], allowed: Sequence[Network], bounds: Bounds, asked: _Asked
) -> Iterator[Any]:
    parts = urlsplit(url)
    host, is_secure = (parts.hostname or "").encode("idna").decode("ascii"), parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    addresses = resolve(host, port, allowed=allowed, seconds=min(bounds.connect, asked.left()))
    timeout = urllib3.Timeout(connect=min(bounds.connect, asked.left()), read=bounds.read)
    kind: Any = _Secure if is_secure else _Plain
    more = {"ssl_context": _trust(), "server_hostname": host} if is_secure else {}
    connection = kind(host, port, timeout=timeout.connect_timeout, addresses=addresses, asked=asked, **more)
    watch = threading.Timer(asked.left(), asked.cut)
    watch.daemon = True
    watch.start()
    answer = None
    try:
        connection.connect()
        connection.timeout = bounds.read
        connection.sock.settimeout(bounds.read)
        connection.request("GET", path_of(url), headers=headers, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        yield answer
    finally:
        watch.cancel()
        if answer is not None:
            answer.close()
        connection.close()
        for line in asked.lines:
            line.close()
        asked.lines.clear()


def _pinned(connection: Any) -> socket.socket:
    """A line to one of the addresses that were checked, and to no other."""
    trouble: OSError | None = None
    for address in connection.addresses[:3]:
        try:
            line = create_connection(
                (address, connection.port), timeout=connection.timeout, socket_options=connection.socket_options
            )
        except OSError as failed:
            trouble = failed
            connection.asked.left()
            continue
        connection.asked.lines.append(line.dup())
        return line
    raise CannotFetch("time" if isinstance(trouble, TimeoutError) else "connect") from trouble


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, addresses: list[str], asked: _Asked, **more: Any) -> None:
        super().__init__(*args, **more)
        self.addresses, self.asked = addresses, asked

    def _new_conn(self) -> socket.socket:
        return _pinned(self)


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, addresses: list[str], asked: _Asked, **more: Any) -> None:
        super().__init__(*args, **more)
        self.addresses, self.asked = addresses, asked

    def _new_conn(self) -> socket.socket:
        return _pinned(self)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _unpacked(answer: Any, bounds: Bounds, asked: _Asked) -> Iterator[bytes]:
    """The body piece by piece; what is packed is unpacked here, so that no piece is larger than we take."""
    coding = answer.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise CannotFetch("coding")
    length = answer.headers.get("Content-Length", "")
    if coding in ("", "identity") and _NUMBER.fullmatch(length) and int(length) > bounds.bytes:
        raise CannotFetch("size")
    unpack = zlib.decompressobj(47) if coding not in ("", "identity") else None
    taken = arrived = 0
    while piece := _next(answer, asked):
        arrived += len(piece)
        if unpack is not None:
            piece = unpack.decompress(piece, bounds.bytes - taken + 1)
            if unpack.eof and unpack.unused_data.startswith(b"\x1f\x8b"):
                raise CannotFetch("coding")  # several packets in one: nobody who means well sends that
        taken += len(piece)
        if max(taken, arrived) > bounds.bytes:
            raise CannotFetch("size")
        yield piece
    if unpack is not None and arrived and not unpack.eof:
        raise CannotFetch("coding")


def _next(answer: Any, asked: _Asked) -> bytes:
    asked.left()
    piece: bytes = answer.read1(_CHUNK, decode_content=False)
    if asked.is_cut:
        raise CannotFetch("time")
    return piece


def _retry(value: str) -> timedelta | None:
    """Seconds or a date, as servers say it."""
    value = value.strip()
    if _NUMBER.fullmatch(value):
        return timedelta(seconds=min(int(value), 10**9))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - datetime.now(UTC), timedelta())


def _kept(value: str, most: int) -> str:
    """A header that is sent back as it came; one that does not fit is not kept at all."""
    return value if len(value) <= most and value.isascii() and value.isprintable() else ""
