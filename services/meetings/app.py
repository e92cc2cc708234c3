"""Builds meetings: one database, one bus, four doors (JSON, pages, messages, calendar feeds)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from services.meetings import feeds
from services.meetings.api import api
from services.meetings.handlers import handlers
from services.meetings.pages import doors
from services.meetings.settings import Settings
from services.meetings.timers import timers_of
from shared import timers
from shared.auth import Accounts
from shared.db import Database, Session
from shared.feed import Feed, FeedDoor, Source
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
    link = Link("meetings", settings, db, handlers, metrics, around.clock)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        async with link.running(), timers.running(db, around.clock, timers_of(settings)):
            yield
        await db.close()

    pages = Pages(HERE / "templates", "meetings")
    routers = [api, doors, dead_letter_doors("meetings", pages, link.reactions)]
    app = build_app("meetings", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan)
    add_feed_door(app, db, around)
    app.state.keys = KeyFile.open_or_create(settings.meetings_key_file, data_dir=settings.data_dir)
    app.state.press = Press(settings.print_font)
    app.state.link, app.state.link_pace = link, LinkPace()
    link.add_operations(app)
    return app


def add_feed_door(app: FastAPI, db: Database, around: Surroundings) -> None:
    """Calendar feeds, answered before any other part of the app runs."""

    async def find(tx: Session, secret: str) -> Source | None:
        return await feeds.source_of(tx, secret, now=around.clock())

    async def build(tx: Session, key: str) -> Feed:
        return await feeds.build(tx, key, now=around.clock())

    async def note(tx: Session, key: str, client: str) -> None:
        await feeds.note_fetch(tx, key, client, now=around.clock())

    door = partial(FeedDoor, prefix="/meetings/feeds", db=db, clock=around.clock)
    app.add_middleware(door, find=find, build=build, note=note)
