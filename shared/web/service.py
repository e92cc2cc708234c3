"""How every service's FastAPI app is put together: the same middlewares, errors and operations doors."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CollectorRegistry, generate_latest
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from shared import __version__
from shared.auth import Accounts, Identify, public
from shared.clock import Clock, utc_now
from shared.db import Database
from shared.metrics import Metrics
from shared.settings import ServiceSettings
from shared.tracing import tracing_of
from shared.ui import Pages, SecurityHeaders
from shared.web.body import BodyLimit, LargerBodies
from shared.web.problems import add_error_answers
from shared.web.requests import RequestLog

PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8"

# A check answers None when all is well, else a word for what is not.
Check = Callable[[], Awaitable[str | None]]
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Surroundings:
    """What a process hands to the services that live in it; tests hand over their own clock."""

    accounts: Accounts
    clock: Clock = utc_now


def build_app(
    service: str,
    settings: ServiceSettings,
    db: Database,
    around: Surroundings,
    metrics: Metrics,
    *,
    routers: Sequence[APIRouter],
    pages: Pages,
    lifespan: Lifespan,
    larger_bodies: LargerBodies = MappingProxyType({}),
) -> FastAPI:
    """A FastAPI app whose paths all begin with `/{service}`, whichever size it runs in."""
    app = FastAPI(
        title=f"Yui {service}",
        version=__version__,
        openapi_url=f"/{service}/openapi.json",
        docs_url=None,
        redirect_slashes=False,  # a path is right or wrong; a redirect would repeat what was typed
        redoc_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(
                RequestLog,
                metrics=metrics,
                service=service,
                write_lines=settings.request_log,
                tracing=tracing_of(service, settings.otlp_endpoint),
            ),
            Middleware(SecurityHeaders),
            Middleware(BodyLimit, limit=settings.body_limit_bytes, larger=larger_bodies),
            Middleware(Identify, accounts=around.accounts, clock=around.clock),
        ],
    )
    app.state.db, app.state.clock, app.state.settings, app.state.pages = db, around.clock, settings, pages
    app.state.metrics = metrics
    metrics.build.labels(service, __version__).set(1)
    for router in routers:
        app.include_router(router)
    add_error_answers(app)
    return app


def entrance_of(app: FastAPI) -> ASGIApp:
    """What a process hands requests to: the app, or a plain ASGI door that its service put in front of it.

    FastAPI and its middlewares cost 10 to 100 µs before a route is found; a calendar feed is answered in that time.
    """
    entrance: ASGIApp = getattr(app.state, "entrance", app)
    return entrance


def add_operations(app: FastAPI, service: str, checks: dict[str, Check]) -> None:
    """`/{service}/health/live` and `/ready`, as plain routes (a mounted app would answer 307)."""

    @app.get(f"/{service}/health/live", dependencies=[public], tags=["operations"])
    async def live() -> dict[str, str]:
        """The process runs and its event loop turns."""
        return {"status": "ok"}

    @app.get(f"/{service}/health/ready", dependencies=[public], tags=["operations"])
    async def ready() -> Response:
        """503 with the names of what is not ready; the proxy sends nobody here meanwhile."""
        results = {name: await check() for name, check in checks.items()}
        wrong = {name: result for name, result in results.items() if result}
        return JSONResponse({"status": "not ready" if wrong else "ok", **wrong}, status_code=503 if wrong else 200)


def metrics_page(registry: CollectorRegistry) -> Response:
    """Prometheus text; served on the operations port only, never by the public door."""
    return Response(generate_latest(registry), media_type=PROMETHEUS_TEXT)
