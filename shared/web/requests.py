"""ASGI middleware: times and counts each request by its route (never its URL), and ties its facts together."""

import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.bus.cause import correlate
from shared.clock import new_id
from shared.metrics import Metrics

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

log = structlog.get_logger()

HEALTH = "/health/"  # 503 there tells the proxy, and is nobody's failed request


class RequestLog:
    """RED metrics and one log line a request; the correlation id of the request goes into every fact it causes."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, service: str, write_lines: bool, tracing: "Tracing | None" = None
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.service = service
        self.write_lines = write_lines
        self._errors = metrics.server_errors.labels(service)  # shown at nought, so that the first failure is a step
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with (
            self._tracing.request(scope["method"]) if self._tracing else nullcontext() as span,
            correlate(new_id(), span.traceparent if span else None),
        ):
            try:
                await self.app(scope, receive, watched)
            finally:
                self._record(scope, status, time.perf_counter() - started)
                if span:
                    span.answered(scope["method"], route_of(scope), status)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        path = route_of(scope)
        self.metrics.request_seconds.labels(self.service, scope["method"], path, f"{status // 100}xx").observe(seconds)
        if status >= 500 and HEALTH not in path:
            self._errors.inc()
        if self.write_lines and HEALTH not in path:
            log.info(
                "request", service=self.service, method=scope["method"], route=path, status=status,
                ms=round(seconds * 1000, 1),
            )  # fmt: skip


def route_of(scope: Scope) -> str:
    """The route's template; never the URL, for secrets and references stand in it."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "(unknown)"))
