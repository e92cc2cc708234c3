"""One process that is the whole town: the front door and four services under one port, figures on another."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from services import portal
from services.accounts import add_demo_accounts
from services.demo import adopt_demo_towns
from services.intake.app import create_app as create_intake
from services.listening import Settings, listen, run_process
from services.meetings.app import create_app as create_meetings
from services.notify.app import create_app as create_notify
from services.programs.app import create_app as create_programs
from services.settings_file import left_for_tools
from services.welcome import welcome
from shared.auth import Accounts
from shared.bus.server_figures import server_figures
from shared.clock import Clock, utc_now
from shared.db import Database
from shared.nats_server import MAX_STORAGE_BYTES
from shared.web.service import Surroundings, entrance_of


class Town:
    """The apps of one process, by the first word of their paths; ASGI."""

    def __init__(self, front: FastAPI, services: Mapping[str, FastAPI]) -> None:
        self.front = front
        self.services = dict(services)
        self._entrances = {name: entrance_of(app) for name, app in services.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = scope["path"].split("/", 2)[1] if scope["type"] == "http" else ""
        app = self._entrances.get(first, self.front)
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
    """The demo towns and their accounts; loading again changes nothing."""
    await add_demo_accounts(Accounts(town.front.state.db))
    await adopt_demo_towns(town.services)


async def serve(settings: Settings) -> None:
    """Run until a signal."""
    town = create_town()

    async def greet() -> None:
        await welcome(town.services["meetings"], settings, demo=settings.demo)

    async def bus_figures() -> bytes:
        js = town.services["intake"].state.link.client().jetstream(timeout=2)
        return await server_figures(js, max_storage=MAX_STORAGE_BYTES)

    with left_for_tools(settings.data_dir):
        async with town.running(demo=settings.demo):
            await listen(town, town.services, settings, once_open=greet, bus=bus_figures)


def main() -> None:
    """Entry of the child process that `yui up` keeps running."""
    run_process(serve)


if __name__ == "__main__":
    main()
