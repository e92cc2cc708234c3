"""Spans by OpenTelemetry; imported only where an OTLP endpoint is set."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared import __version__
from shared.bus.cause import handled_in, present_cause


class Letter(Protocol):
    """The part of a message that says where it came from."""

    @property
    def headers(self) -> Mapping[str, str] | None: ...


class Tracing:
    """The spans of one service."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("yui", __version__)

    @contextmanager
    def request(self, method: str) -> Iterator["RequestSpan"]:
        """A request of somebody outside: the beginning of a trace, whatever their browser says."""
        span = self._tracer.start_span(method, kind=SpanKind.SERVER, attributes={"http.request.method": method})
        try:
            yield RequestSpan(span)
        finally:
            span.end()

    @contextmanager
    def handling(self, consumer: str, letters: Sequence[Letter]) -> Iterator[None]:
        """A span a fact, from here to its commit; what a fact sets off belongs to its span."""
        spans = {headers["ce-id"]: self._process(consumer, headers) for headers in map(_headers, letters)
                 if headers.get("ce-traceparent") and headers.get("ce-id")}  # fmt: skip
        try:
            with handled_in({event_id: traceparent_of(span) for event_id, span in spans.items()}):
                yield
        except Exception as error:
            for span in spans.values():
                fail(span, error)
            raise
        finally:
            for span in spans.values():
                span.end()

    @contextmanager
    def sending(self, channel: str) -> Iterator[None]:
        """A message is handed over to `channel`, because of the present cause."""
        parent = _context(present_cause().traceparent)
        span = self._tracer.start_span(f"send {channel}", parent, SpanKind.CLIENT, {"yui.channel": channel})
        try:
            yield
        except Exception as error:
            fail(span, error)
            raise
        finally:
            span.end()

    def _process(self, consumer: str, headers: Mapping[str, str]) -> Span:
        kind = headers.get("ce-type", "")
        attributes = {
            "messaging.system": "nats", "messaging.operation.type": "process", "messaging.destination.name": kind,
            "messaging.consumer.group.name": consumer, "messaging.message.id": headers["ce-id"],
            "messaging.message.conversation_id": headers.get("ce-correlationid", ""),
        }  # fmt: skip
        return self._tracer.start_span(
            f"process {kind}", _context(headers["ce-traceparent"]), SpanKind.CONSUMER, attributes
        )


class RequestSpan:
    """The span of a request that is being answered."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self.traceparent = traceparent_of(span)

    def answered(self, method: str, route: str, status: int) -> None:
        """Say by which route and how it was answered."""
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes({"http.route": route, "http.response.status_code": status})
        if status >= 500:
            self._span.set_status(StatusCode.ERROR)


def exporting(service: str, endpoint: str) -> Tracing:
    """Spans of `service` go to the OTLP/HTTP collector at `endpoint`, in batches from a thread."""
    resource = Resource({"service.name": service, "service.namespace": "yui", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
    return Tracing(provider)


def traceparent_of(span: Span) -> str:
    """A span as the next one names it: version 00 of W3C Trace Context."""
    at = span.get_span_context()
    return f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags:02x}"


def fail(span: Span, error: Exception) -> None:
    """Mark a span as failed by the error's class alone: its text may hold what somebody typed."""
    span.set_status(StatusCode.ERROR)
    span.set_attribute("error.type", type(error).__name__)


def _headers(letter: Letter) -> Mapping[str, str]:
    return letter.headers or {}


def _context(traceparent: str | None) -> Context:
    return TraceContextTextMapPropagator().extract({"traceparent": traceparent} if traceparent else {})
