"""Builds meetings: one database, one bus, four doors (JSON, pages, messages, calendar feeds)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from services.meetings import feeds
from services.meetings.actions.busy_reading import BusyReader
from services.meetings.api import api
from services.meetings.figures import WORK
from services.meetings.handlers import handlers
from services.meetings.pages import doors
from services.meetings.settings import Settings
from services.meetings.timers import timers_of
from shared import timers
from shared.auth import Accounts
from shared.db import Database
from shared.feed import FeedDoor, Fetches
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.paper import Press
from shared.sealed import KeyFile
from shared.service import Link
from shared.ui import Pages
from shared.web.dead_letters import dead_letter_doors
from shared.web.pace import LinkPace
from shared.web.service import Surroundings, build_app

HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The meetings service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db, metrics = Database(settings.meetings_database_url), Metrics()
    link = Link("meetings", settings, db, handlers, metrics, around.clock, WORK)
    feeds.keep_calendars(db, around.clock)

    looks = timers.Looks("meetings", metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        await feeds.fill_calendars(db, now=around.clock())
        async with link.running(), timers.running(db, around.clock, timers_of(settings, fetches), looks):
            yield
        await db.close()

    pages = Pages(HERE / "templates", "meetings")
    routers = [api, doors, dead_letter_doors("meetings", pages, link.reactions)]
    app = build_app("meetings", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan)
    fetches = add_feed_door(app, db, around, settings, metrics)
    app.state.keys = KeyFile.open_or_create(settings.meetings_key_file, data_dir=settings.data_dir)
    app.state.press = Press(settings.print_font)
    app.state.busy_reader = BusyReader()
    app.state.link, app.state.link_pace = link, LinkPace()
    link.add_operations(app)
    return app


def add_feed_door(app: FastAPI, db: Database, around: Surroundings, settings: Settings, metrics: Metrics) -> Fetches:
    """Calendar feeds, answered before any other part of the app runs."""
    fetches, page = Fetches(metrics, "meetings"), f"{settings.public_url}/meetings/subscribe"
    copies = feeds.BehindTheDoor(db, around.accounts, around.clock, fetches, page=page).copies()
    app.state.entrance = FeedDoor(
        app,
        prefix="/meetings/feeds",
        copies=copies,
        fetches=fetches,
        clock=around.clock,
        most_a_minute=settings.feed_fetches_a_minute,
    )
    app.state.copies, app.state.fetches = copies, fetches
    return fetches
