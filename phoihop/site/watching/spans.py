"""Making and sending spans; loaded only where PHOIHOP_OTLP_URL is set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
    use_span,
)

from phoihop.ledger.commands import request_id
from phoihop.site.watching import traces

SECONDS = 5  # for one batch, and for the last one when the process ends
KINDS = {
    "command": SpanKind.INTERNAL,
    "listener": SpanKind.CONSUMER,
    "clock": SpanKind.INTERNAL,
    "mail": SpanKind.CLIENT,
    "feed": SpanKind.CLIENT,
}


class _Numbers(RandomIdGenerator):
    """The span of a request has the numbers that follow from the request's own; all others are drawn."""

    def generate_trace_id(self) -> int:
        known = traces.given.get()
        return known[0] if known else super().generate_trace_id()

    def generate_span_id(self) -> int:
        known = traces.given.get()
        return known[1] if known else super().generate_span_id()


class Spans:
    """One for a process."""

    def __init__(self, url: str, *, kind: str, node: str, version: str) -> None:
        about = {
            "service.name": f"phoihop-{kind}",
            "service.version": version,
            "service.instance.id": f"{node}-{os.getpid()}",
            "host.name": node,
        }
        self._provider = TracerProvider(resource=Resource(about), id_generator=_Numbers(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url, timeout=SECONDS)))
        self._tracer = self._provider.get_tracer("phoihop", version)

    @contextmanager
    def request(self, request: HttpRequest) -> Iterator[_OfRequest]:
        number = request_id.get()
        above = traces.parent_of(request.META.get(traces.TRUSTED, ""))
        context = set_span_in_context(_far(int(above[0], 16), int(above[1], 16))) if above else None
        with traces.named(number):
            span = self._tracer.start_span("request", context=context, kind=SpanKind.SERVER)
        span.set_attributes({"http.request.method": request.method or "", "phoihop.request_id": number})
        with self._inside(span):
            yield _OfRequest(span)

    @contextmanager
    def step(self, kind: str, name: str, facts: dict[str, str]) -> Iterator[None]:
        cause = facts.get("caused_by", "")
        links = [Link(_far(traces.trace_of(cause), traces.span_of(cause)).get_span_context())] if cause else []
        span = self._tracer.start_span(f"{kind} {name}", kind=KINDS.get(kind, SpanKind.INTERNAL), links=links)
        span.set_attributes({f"phoihop.{key}": value for key, value in facts.items()})
        with self._inside(span):
            yield

    def close(self) -> None:
        self._provider.force_flush(SECONDS * 1000)
        self._provider.shutdown()

    @contextmanager
    def _inside(self, span: Span) -> Iterator[None]:
        """What begins meanwhile is below this span. Of a fault only its kind is told: its words may name somebody."""
        with use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield
            except Exception as fault:
                span.set_attribute("error.type", type(fault).__qualname__)
                span.set_status(Status(StatusCode.ERROR))
                raise


class _OfRequest:
    """The span of one request, to be finished with what came of it."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def finish(self, door: str, status: int, queries: int) -> None:
        self._span.update_name(f"request {door}")
        self._span.set_attributes({"http.route": door, "http.response.status_code": status, "phoihop.queries": queries})
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))


def _far(trace: int, span: int) -> NonRecordingSpan:
    return NonRecordingSpan(SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)))
