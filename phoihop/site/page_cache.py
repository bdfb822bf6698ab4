"""Finished public pages, handed out again before Django is asked: a WSGI layer around the application.

A page is kept when its own answer allows it (`Cache-Control: public`, 200, no cookie, whole in memory), for whoever
comes without a cookie of ours. It is as good as the edition of the publications it was made under; that number is
looked up at most once a second. So what was published is seen, and what was withdrawn is gone, a second later.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # how old the known edition may be
LIVE_SECONDS = 60.0  # a page tells the day and what is due: it is made anew by then, whatever the edition
LARGEST = 512 * 2**10  # bytes of one page that is kept
LONGEST = 300  # characters of an address that is kept: searches of strangers would push the news out
ENTRY = 4096  # bytes counted for a page besides its body: heads, address, objects; measured 3 kB
SMALLEST_ZIP = 1024
NEVER = ("/static/", "/healthz", "/metrics")  # the last two are answered also while the database is not
NOT_KEPT = frozenset({"x-request-id", "set-cookie", "date", "content-length", "connection"})

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: its heads and bytes, plain and packed, and how long it is good."""

    edition: int
    until: float
    etag: str
    plain: tuple[list[tuple[str, str]], bytes]
    packed: tuple[list[tuple[str, str]], bytes] | None

    @property
    def size(self) -> int:
        return ENTRY + len(self.plain[1]) + (len(self.packed[1]) if self.packed else 0)


class PageCache:
    """The layer. `edition()` tells the number of the last public change; `room` is its memory in bytes (0: off)."""

    def __init__(
        self,
        application: Application,
        *,
        edition: Callable[[], int],
        room: int,
        cookies: tuple[str, ...],
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], object] = lambda _outcome: None,
    ) -> None:
        self._application = application
        self._edition = edition
        self._room = room
        self._cookies = tuple(f"{name}=" for name in cookies)
        self._clock = clock
        self._tell = tell  # "hit" or "miss", of pages that are kept
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._held = 0
        self._known = -1
        self._looked = float("-inf")
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if not self._may_keep(environ):
            return self._application(environ, start_response)
        key = (
            environ.get("wsgi.url_scheme", ""),
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        now = self._clock()
        edition = self._now_at(now)
        kept = self._pages.get(key)
        if kept is not None and kept.edition == edition and now < kept.until:
            self._tell("hit")
            return _answer(kept, environ, start_response)
        return self._make(key, edition, environ, start_response)

    def _may_keep(self, environ: dict[str, Any]) -> bool:
        if not self._room or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return False
        if len(environ["PATH_INFO"]) + len(environ.get("QUERY_STRING", "")) > LONGEST:
            return False
        if environ["PATH_INFO"].startswith(NEVER) or "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return False
        cookie = environ.get("HTTP_COOKIE", "")
        return not (cookie and any(name in cookie for name in self._cookies))

    def _now_at(self, now: float) -> int:
        """The edition as it was at most a second ago. The database cannot say: none, and nothing kept is handed out."""
        if now - self._looked >= LOOK_SECONDS:
            with self._lock:
                if now - self._looked >= LOOK_SECONDS:
                    self._known = self._edition()
                    self._looked = now
        return self._known

    def _make(
        self, key: tuple[str, ...], edition: int, environ: dict[str, Any], start_response: Start
    ) -> Iterable[bytes]:
        """The application's own answer; kept if it says so."""
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            said[:] = [status, headers]
            return start_response(status, headers, *rest)

        pieces = self._application(environ, start)
        is_page = isinstance(getattr(pieces, "streaming", None), bool) and not pieces.streaming  # type: ignore[attr-defined]
        if edition < 0 or environ["REQUEST_METHOD"] == "HEAD" or not is_page or not _allows(said):
            return pieces
        try:
            body = b"".join(pieces)
        finally:
            pieces.close()  # type: ignore[attr-defined]
        if len(body) <= LARGEST:
            self._tell("miss")
            self._keep(key, _kept(edition, self._clock() + LIVE_SECONDS, said[1], body))
        return [body]

    def _keep(self, key: tuple[str, ...], kept: Kept) -> None:
        with self._lock:
            before = self._pages.pop(key, None)
            self._held += kept.size - (before.size if before else 0)
            self._pages[key] = kept
            while self._held > self._room:
                _key, gone = self._pages.popitem(last=False)
                self._held -= gone.size


def _allows(said: list[Any]) -> bool:
    """200, for everybody, the same for everybody, sets nothing."""
    if not said or not said[0].startswith("200"):
        return False
    heads = [(name.lower(), value.lower()) for name, value in said[1]]
    names = {name for name, _value in heads}
    shared = any(name == "cache-control" and "public" in value and "max-age" in value for name, value in heads)
    varies = any(name == "vary" and ("cookie" in value or "*" in value) for name, value in heads)
    return shared and not varies and "set-cookie" not in names and "content-encoding" not in names


def _kept(edition: int, until: float, headers: list[tuple[str, str]], body: bytes) -> Kept:
    lasting = [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]
    given = next((value for name, value in lasting if name.lower() == "etag"), "")
    etag = given or f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    if not given:
        lasting.append(("ETag", etag))
    kind = next((value for name, value in lasting if name.lower() == "content-type"), "")
    packed = None
    if len(body) >= SMALLEST_ZIP and kind.startswith(
        ("text/", "application/json", "application/xml", "application/atom")
    ):
        small = gzip.compress(body, 6, mtime=0)
        heads = [
            *lasting,
            ("Content-Encoding", "gzip"),
            ("Vary", "Accept-Encoding"),
            ("Content-Length", str(len(small))),
        ]
        packed = (heads, small)
        lasting = [*lasting, ("Vary", "Accept-Encoding")]
    return Kept(edition, until, etag, ([*lasting, ("Content-Length", str(len(body)))], body), packed)


def _answer(kept: Kept, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    is_packed = kept.packed is not None and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    headers, body = kept.packed if is_packed and kept.packed else kept.plain
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response(
            "304 Not Modified", [head for head in headers if head[0] not in ("Content-Length", "Content-Type")]
        )
        return []
    start_response("200 OK", list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def known_edition() -> int:
    """The edition, asked of the database from outside a request; -1 where it cannot say."""
    from django.db import Error, close_old_connections

    from phoihop.publications.queries import edition
    from phoihop.site.replica import public_reading

    close_old_connections()
    try:
        with public_reading():  # of the database that the pages themselves are read from
            return edition()
    except Error:
        log.warning("the edition of the publications could not be read; pages are made anew")
        return -1
