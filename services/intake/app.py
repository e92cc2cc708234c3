"""Builds intake: one database, one bus, three doors. The only file that knows all of intake's others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from services.intake.api import api
from services.intake.figures import WORK
from services.intake.handlers import handlers
from services.intake.pages import doors
from services.intake.settings import Settings
from services.intake.timers import TIMERS
from shared import timers
from shared.auth import Accounts
from shared.db import Database
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.sealed import KeyFile
from shared.service import Link
from shared.ui import Pages
from shared.web.dead_letters import dead_letter_doors
from shared.web.service import Surroundings, build_app

HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The intake service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db, metrics = Database(settings.intake_database_url), Metrics()
    link = Link("intake", settings, db, handlers, metrics, around.clock, WORK)

    looks = timers.Looks("intake", metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        async with link.running(), timers.running(db, around.clock, TIMERS, looks):
            yield
        await db.close()

    pages = Pages(HERE / "templates", "intake")
    routers = [api, doors, dead_letter_doors("intake", pages, link.reactions)]
    app = build_app("intake", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan)
    app.state.keys = KeyFile.open_or_create(settings.key_file, data_dir=settings.data_dir)
    app.state.link = link
    link.add_operations(app)
    return app
