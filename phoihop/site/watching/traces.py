"""OpenTelemetry: spans of requests, commands, listeners, mails and readings, sent by OTLP over HTTP.

Off (no PHOIHOP_OTLP_URL), nothing of it is loaded. The number of a request names its trace and its span, so that a
listener's span, made later by another process, links to the request that caused it: the ledger kept the number.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

from phoihop.ground import watch

TRUSTED = "phoihop.traceparent"  # in the WSGI environment: the head as a trusted proxy sent it
_HEAD = re.compile(r"00-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}")
_GONE = {"0" * 32, "0" * 16}


class Silent:
    """The span of a request while nothing is traced."""

    def finish(self, door: str, status: int, queries: int) -> None:
        """Nobody looks."""


_silent: AbstractContextManager[Any] = nullcontext(Silent())
_spans: Any = None  # what makes them, once tracing has begun


def begin(url: str, *, kind: str, node: str, version: str) -> None:
    """From now on spans are made and sent to this address, in batches, by a thread of this process (and of each that
    is forked from it). A collector that does not answer costs spans and a line of the log, never a request."""
    global _spans  # noqa: PLW0603  (one for the process)
    if not url or _spans is not None:
        return
    from phoihop.site.watching.spans import Spans

    _spans = Spans(url, kind=kind, node=node, version=version)
    watch.look_on(_spans.step)


def end() -> None:
    """Sends what has not been sent, for some seconds at most."""
    global _spans  # noqa: PLW0603
    if _spans is not None:
        _spans.close()
        _spans = None


def is_on() -> bool:
    return _spans is not None


def request(request: HttpRequest) -> AbstractContextManager[Any]:
    """Around one request. The value has `finish(door, status, queries)`."""
    return _silent if _spans is None else _spans.request(request)


# ── numbers of requests, traces and spans ───────────────────────────────────────────────────────────────────────


def number_of(request: HttpRequest) -> str:
    """A new number for this request: sixteen hexadecimal digits; in a trace begun by a trusted proxy, that trace's
    number and eight more."""
    known = parent_of(request.META.get(TRUSTED, "")) if _spans is not None else None
    return f"{known[0]}{secrets.token_hex(4)}" if known else secrets.token_hex(8)


def parent_of(head: str) -> tuple[str, str] | None:
    """Trace and span of a `traceparent` head; None when it is none."""
    match = _HEAD.fullmatch(head)
    if match is None or {match["trace"], match["span"]} & _GONE:
        return None
    return match["trace"], match["span"]


def trace_of(number: str) -> int:
    """The trace of the request with this number."""
    return int(number[:32], 16) if len(number) == 40 else int(hashlib.sha256(number.encode()).hexdigest()[:32], 16)


def span_of(number: str) -> int:
    """The span of the request with this number."""
    return int(hashlib.sha256(f"span {number}".encode()).hexdigest()[:16], 16)


def only_from_proxies(application: Callable[..., Iterable[bytes]], proxies: Iterable[str]) -> Callable[..., Any]:
    """A WSGI layer, outside the one that believes proxies about addresses: whoever is none of them begins no trace."""
    networks = [ipaddress.ip_network(proxy, strict=False) for proxy in proxies if proxy[:1].isalnum() or ":" in proxy]

    def layer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        head = environ.pop("HTTP_TRACEPARENT", "")
        if head and _is_within(environ.get("REMOTE_ADDR", ""), networks):
            environ[TRUSTED] = head
        return application(environ, start_response)

    return layer


def _is_within(address: str, networks: list[Any]) -> bool:
    try:
        place = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(place in network for network in networks)


given: ContextVar[tuple[int, int] | None] = ContextVar("given", default=None)  # trace and span that the next one has


@contextmanager
def named(number: str) -> Iterator[None]:
    """The next span is the one of this request."""
    token = given.set((trace_of(number), span_of(number)))
    try:
        yield
    finally:
        given.reset(token)
