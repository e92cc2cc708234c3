"""ASGI middleware: times and counts each request by its route (never its URL), and ties its facts together."""

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.bus.cause import correlate
from shared.clock import new_id
from shared.metrics import Metrics

log = structlog.get_logger()


class RequestLog:
    """RED metrics and one log line a request; the correlation id of the request goes into every fact it causes."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, service: str, write_lines: bool) -> None:
        self.app = app
        self.metrics = metrics
        self.service = service
        self.write_lines = write_lines

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

        correlation_id = new_id()
        with structlog.contextvars.bound_contextvars(correlation_id=correlation_id), correlate(correlation_id):
            try:
                await self.app(scope, receive, watched)
            finally:
                self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route: Any = scope.get("route")
        path = getattr(route, "path", "(unknown)")
        self.metrics.request_seconds.labels(self.service, scope["method"], path, f"{status // 100}xx").observe(seconds)
        if self.write_lines and "/health/" not in path:
            log.info(
                "request", service=self.service, method=scope["method"], route=path, status=status,
                ms=round(seconds * 1000, 1),
            )  # fmt: skip
