"""Builds intake: one database, one bus, three doors. The only file that knows all of intake's others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from shared.service import Link, link

from services.intake.api import api
from services.intake.handlers import handlers
from services.intake.pages import pages_of_intake
from services.intake.settings import Settings
from services.intake.timers import TIMERS
from shared import timers
from shared.auth import Accounts
from shared.db import Database
from shared.sealed import KeyFile
from shared.ui import Pages
from shared.web.service import Surroundings, build_app


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The intake service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(accounts=Accounts(Database(settings.auth_database_url)))
    db = Database(settings.intake_database_url)
    bus: Link = link("intake", settings, db, handlers, around)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with bus.running(app), timers.running(db, around.clock, TIMERS):
            yield
        await db.close()

    pages = Pages(Path(__file__).parent / "templates", "intake")
    routers = [api, pages_of_intake(pages), bus.dead_letter_doors(pages)]
    app = build_app("intake", settings, db, around, routers=routers, pages=pages, lifespan=lifespan)
    app.state.keys = KeyFile.open_or_create(settings.key_file, data_dir=settings.data_dir)
    bus.add_operations(app)
    return app
