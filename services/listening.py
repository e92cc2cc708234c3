"""How a process of ours listens: one public port, figures on another, on loopback; stopped in order by a signal."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from typing import Any

import structlog
import uvicorn
import uvloop
from fastapi import FastAPI
from nats.errors import Error as NatsError
from prometheus_client import CollectorRegistry
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from services.machine import Machine, keep_certificate
from shared.log import set_up_logs
from shared.process import show_stacks_on_signal, tune_process
from shared.settings import ServiceSettings
from shared.timers import end_all
from shared.web.service import PROMETHEUS_TEXT, metrics_page

STOP_SECONDS = 10
UNREADABLE_SETTINGS = os.EX_CONFIG
BusFigures = Callable[[], Awaitable[bytes]]


class Settings(ServiceSettings):
    """Variables of a process, whichever apps live in it."""

    port: int = Field(8080, description="the one public port")
    host: str = Field("127.0.0.1", description="where it listens; a proxy in front brings https")
    metrics_port: int = Field(0, description="where figures are served; 0 is port + 1000")
    metrics_host: str = Field("127.0.0.1", description="loopback, or a network that people don't reach")
    demo: bool = Field(False, description="load the demo towns and their accounts")
    certificate_at: str = Field(
        "", description="host:port of the proxy whose certificate is looked at every hour; empty: nobody looks"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")


async def _nothing() -> None:
    return None


async def listen(
    app: ASGIApp,
    services: Mapping[str, FastAPI],
    settings: Settings,
    *,
    once_open: Callable[[], Awaitable[None]] = _nothing,
    bus: BusFigures | None = None,
) -> None:
    """Serve `app`, and the figures of `services` and `bus`, until a signal; requests in hand are finished first.

    `once_open` is called when the door is open.
    """
    public_server = _server(app, settings.host, settings.port)
    machine = Machine(settings.data_dir)
    shown = figures_app(services, machine.registry, bus)
    figures = _server(shown, settings.metrics_host, settings.metrics_port or settings.port + 1000)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, public_server.handle_exit, number, None)
    quiet = asyncio.create_task(figures.serve([_bind(figures.config.host, figures.config.port)]))
    certificate = asyncio.create_task(keep_certificate(machine, settings.public_url, settings.certificate_at))
    opening = asyncio.create_task(public_server.serve())
    while not public_server.started and not opening.done():  # noqa: ASYNC110  # uvicorn has no event to wait for
        await asyncio.sleep(0.02)
    tune_process()
    await once_open()
    await opening
    await end_all([certificate])
    figures.should_exit = True
    await quiet


def figures_app(
    services: Mapping[str, FastAPI], process: CollectorRegistry, bus: BusFigures | None = None
) -> Starlette:
    """`/{service}/metrics`, `/process/metrics`, and `/nats/metrics` where no exporter does it: never for the public."""

    async def metrics(request: Request) -> Response:
        app = services.get(request.path_params["service"])
        return metrics_page(app.state.metrics.registry) if app else Response(status_code=404)

    async def of_process(_request: Request) -> Response:
        return metrics_page(process)

    async def of_bus(_request: Request) -> Response:
        try:
            return Response(await bus(), media_type=PROMETHEUS_TEXT) if bus else Response(status_code=404)
        except (NatsError, TimeoutError):
            return Response(status_code=503)

    return Starlette(
        routes=[
            Route("/process/metrics", of_process),
            Route("/nats/metrics", of_bus),
            Route("/{service}/metrics", metrics),
        ]
    )


def run_process(work: Callable[[Settings], Coroutine[Any, Any, None]]) -> None:
    """Entry of a child process: checks, logs, the quick event loop."""
    if not __debug__:
        sys.exit("Yui does not run with python -O: its checks are part of it.")
    try:
        settings = Settings()
        set_up_logs(settings.log_level.upper())

        async def watched() -> None:
            show_stacks_on_signal()
            await work(settings)

        uvloop.run(watched())
    except Exception:  # whatever a wrong setting ends in
        _end_if_settings_are_wrong()
        raise


def _end_if_settings_are_wrong() -> None:
    """In one line that names them, never what they say; whoever would start the process again sees it by the code."""
    from services.doctor.mistakes import mistakes  # noqa: PLC0415  # it knows the settings of all services

    if wrong := mistakes():
        set_up_logs("INFO")
        structlog.get_logger().critical(
            "settings can't be read: `yui doctor` says what may stand there", names=[*wrong]
        )
        sys.exit(UNREADABLE_SETTINGS)


class _Server(uvicorn.Server):
    """Leaves signals alone: uvicorn would raise them anew once it is done, and end the process before its batches."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp, host: str, port: int) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http="httptools",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
    )


def _bind(host: str, port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener
