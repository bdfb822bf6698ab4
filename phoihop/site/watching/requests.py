"""Around every request: how long it took at which door, counted, and (if set) one line of the log.

The line names the door and never the address: addresses carry keys and codes. It says of what kind the actor is, never
who: who did what is in the ledger, under the number of the request.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from phoihop.site.options import options
from phoihop.site.watching import counters, traces
from phoihop.site.watching.logs import FIELDS

Answer = Callable[[HttpRequest], HttpResponse]
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger("phoihop.requests")


class Watched:
    """The layer; right inside the one that numbers requests."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._is_told = options().logs_requests

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, worked = time.perf_counter(), time.thread_time()
        queries = _Queries()
        with traces.request(request) as span, ExitStack() as stack:
            for alias in settings.DATABASES:
                stack.enter_context(connections[alias].execute_wrapper(queries))
            response = self.get_response(request)
            door, status = door_of(request), response.status_code
            span.finish(door, status, queries.count)
        method = request.method if request.method in KNOWN_METHODS else "OTHER"
        seconds, cpu = time.perf_counter() - begun, time.thread_time() - worked
        counters.REQUESTS.labels(door, method, status).inc()
        counters.SECONDS.labels(door).observe(seconds)
        counters.CPU.labels(door).inc(cpu)
        counters.QUERIES.labels(door).inc(queries.count)
        if self._is_told:
            fields = {
                "method": method,
                "door": door,
                "status": status,
                "ms": round(seconds * 1000, 1),
                "cpu_ms": round(cpu * 1000, 1),
                "queries": queries.count,
                "actor": _actor_kind(request),
            }
            log.info("answered", extra={FIELDS: fields})
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, DatabaseError):
            counters.DATABASE.labels("request").inc()


class _Queries:
    """Counts the queries of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def door_of(request: HttpRequest) -> str:
    """The name of the door (`desk:today`); "static" for files, "none" where there is no such address."""
    match = request.resolver_match
    if match is not None and match.view_name:
        return match.view_name
    return "static" if request.path_info.startswith("/static/") else "none"


def _actor_kind(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    return actor.kind if actor is not None else "nobody"
