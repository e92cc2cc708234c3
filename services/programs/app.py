"""Builds programs: one database, one bus, four doors (JSON, pages, messages, public feeds)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from services.programs.actions.importing import ListReader
from services.programs.api import api, feed_doors, open_data_doors
from services.programs.handlers import handlers
from services.programs.pages import doors
from services.programs.settings import Settings
from services.programs.timers import timers_of
from shared import timers
from shared.auth import Accounts
from shared.db import Database
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.sealed import KeyFile
from shared.service import Link
from shared.ui import Pages
from shared.web.dead_letters import dead_letter_doors
from shared.web.pace import LinkPace, Pace
from shared.web.service import Surroundings, build_app

HERE = Path(__file__).parent
REGISTRATIONS_AN_HOUR = 40  # from one address: a school or a community hall shares one


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The programs service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db, metrics = Database(settings.programs_database_url), Metrics()
    link = Link("programs", settings, db, handlers, metrics, around.clock)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        async with link.running(), timers.running(db, around.clock, timers_of(settings)):
            yield
        await db.close()

    pages = Pages(HERE / "templates", "programs")
    # Dead letters before the pages: `/programs/{program_id}` would take their address.
    routers = [api, feed_doors, open_data_doors, dead_letter_doors("programs", pages, link.reactions), doors]
    app = build_app("programs", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan)
    app.state.keys = KeyFile.open_or_create(settings.programs_key_file, data_dir=settings.data_dir)
    app.state.link, app.state.link_pace = link, LinkPace()
    app.state.registration_pace = Pace(REGISTRATIONS_AN_HOUR, timedelta(hours=1))
    app.state.list_reader = ListReader()
    link.add_operations(app)
    return app
