"""One process that is the whole town: the front door and four services under one port, figures on another."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from services import portal
from services.accounts import add_demo_accounts
from services.intake import actions as intake_actions
from services.intake.app import create_app as create_intake
from services.meetings.actions import town as meetings_town
from services.meetings.app import create_app as create_meetings
from services.notify.actions import town as notify_town
from services.notify.app import create_app as create_notify
from services.programs.actions import town as programs_town
from services.programs.app import create_app as create_programs
from services.welcome import welcome
from shared.auth import Accounts
from shared.clock import Clock, utc_now
from shared.db import Database
from shared.log import set_up_logs
from shared.settings import ServiceSettings
from shared.towns import demo_towns
from shared.web.service import Surroundings, metrics_page

STOP_SECONDS = 10


class Settings(ServiceSettings):
    """Variables of the one-process size."""

    port: int = Field(8080, description="the one public port")
    host: str = Field("127.0.0.1", description="where it listens; a proxy in front brings https")
    metrics_port: int = Field(0, description="where figures are served, on loopback; 0 is port + 1000")
    demo: bool = Field(False, description="load the demo towns and their accounts")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")


class Town:
    """The apps of one process, by the first word of their paths; ASGI."""

    def __init__(self, front: FastAPI, services: Mapping[str, FastAPI]) -> None:
        self.front = front
        self.services = dict(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = scope["path"].split("/", 2)[1] if scope["type"] == "http" else ""
        app: ASGIApp = self.services.get(first, self.front)
        await app(scope, receive, send)

    @asynccontextmanager
    async def running(self, *, demo: bool) -> AsyncIterator[None]:
        """All lifespans, the front door's first: it brings the accounts' database up to date."""
        async with AsyncExitStack() as stack:
            for app in (self.front, *self.services.values()):
                await stack.enter_async_context(app.router.lifespan_context(app))
            if demo:
                await load_demo(self)
            yield


def create_town(clock: Clock = utc_now) -> Town:
    """Build every app from the environment."""
    accounts = Accounts(Database(Settings().auth_database_url))
    around = Surroundings(accounts, clock)
    services = {
        "intake": create_intake(around=around),
        "meetings": create_meetings(around=around),
        "programs": create_programs(around=around),
        "notify": create_notify(around=around),
    }
    return Town(portal.create_app(around=around), services)


async def load_demo(town: Town) -> None:
    """The demo towns' standing facts, each service its own part; loading again changes nothing."""
    await add_demo_accounts(Accounts(town.front.state.db))
    adopt = {
        "intake": intake_actions.adopt_town,
        "meetings": meetings_town.adopt_town,
        "programs": programs_town.adopt_town,
        "notify": notify_town.adopt_town,
    }
    for name, action in adopt.items():
        async with town.services[name].state.db.transaction() as tx:
            for facts in demo_towns():
                await action(tx, facts)
    await plan_ahead(town)


async def plan_ahead(town: Town) -> None:
    """Sittings and sessions exist at once, not only after the timers' first look."""
    for name, plan in (("meetings", meetings_town.plan_ahead), ("programs", programs_town.plan_ahead)):
        app = town.services[name]
        async with app.state.db.transaction() as tx:
            await plan(tx, now=app.state.clock(), settings=app.state.settings)


def figures_app(town: Town) -> Starlette:
    """`/{service}/metrics` for Prometheus, on loopback only."""

    async def metrics(request: Request) -> Response:
        app = town.services.get(request.path_params["service"])
        return metrics_page(app.state.metrics) if app else Response(status_code=404)

    return Starlette(routes=[Route("/{service}/metrics", metrics)])


async def serve(settings: Settings) -> None:
    """Run until a signal; requests and batches in hand are finished first."""
    town = create_town()
    public_server = _server(town, settings.host, settings.port)
    figures = _server(figures_app(town), "127.0.0.1", settings.metrics_port or settings.port + 1000)
    async with town.running(demo=settings.demo):
        quiet = asyncio.create_task(figures.serve([_listen("127.0.0.1", figures.config.port)]))
        opening = asyncio.create_task(public_server.serve())
        while not public_server.started and not opening.done():  # noqa: ASYNC110  # uvicorn has no event to wait for
            await asyncio.sleep(0.02)
        await welcome(town.services["meetings"], settings, demo=settings.demo)
        await opening
        figures.should_exit = True
        await quiet


def _server(app: ASGIApp, host: str, port: int) -> uvicorn.Server:
    return uvicorn.Server(
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


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener


def main() -> None:
    """Entry of the child process that `yui up` keeps running."""
    if not __debug__:
        sys.exit("Yui does not run with python -O: its checks are part of it.")
    settings = Settings()
    set_up_logs(settings.log_level)
    uvloop.run(serve(settings))


if __name__ == "__main__":
    main()
