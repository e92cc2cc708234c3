"""Traces: one span a request, one a fact handled, one a message sent, tied together over the bus.

Nothing of OpenTelemetry is even imported until an OTLP endpoint is set. Spans carry route templates, kinds of facts
and ids of events, never an address, a value or an exception's text. FastStream's own middleware makes one span a
batch, which ends every trace at the first batch; ours are one a fact (decision 0042).
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.tracing.spans import Letter, Tracing

__all__ = ["handling", "sending", "tracing_of"]


@cache
def tracing_of(service: str, endpoint: str) -> "Tracing | None":
    """The one tracing of `service` in this process; None without an endpoint.

    `endpoint` is an OTLP/HTTP collector's base address, such as http://otel:4318 (OTEL_EXPORTER_OTLP_ENDPOINT).
    """
    if not endpoint:
        return None
    from shared.tracing.spans import exporting  # noqa: PLC0415  # 15 MB that only who traces pays for

    return exporting(service, endpoint)


def handling(tracing: "Tracing | None", consumer: str, letters: "Sequence[Letter]") -> AbstractContextManager[None]:
    """A span a fact, from here to its commit."""
    return tracing.handling(consumer, letters) if tracing else nullcontext()


def sending(tracing: "Tracing | None", channel: str) -> AbstractContextManager[None]:
    """A span for handing a message over."""
    return tracing.sending(channel) if tracing else nullcontext()
