"""Builds programs: one database, one bus, four doors (JSON, pages, messages, public feeds)."""

import re
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI

from services.programs.actions import revisions
from services.programs.actions.importing import ListReader
from services.programs.actions.photo_reading import LARGEST, PictureReader
from services.programs.api import api, feed_doors, open_data_doors
from services.programs.feeds import variant
from services.programs.figures import MATCHES, WORK
from services.programs.handlers import handlers
from services.programs.pages import doors
from services.programs.settings import Settings
from services.programs.timers import timers_of
from shared import timers
from shared.auth import Accounts
from shared.db import Database, Session
from shared.feed.fetches import Fetches, family_of
from shared.figures import Tally
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.paper import Press
from shared.sealed import KeyFile
from shared.service import Link
from shared.ui import Pages
from shared.web.copies import CopyDoor, Headers
from shared.web.dead_letters import dead_letter_doors
from shared.web.pace import LinkPace, Pace
from shared.web.service import Surroundings, build_app

PHOTOS = re.compile(r"/programs/(mine|post/[^/]+)")  # where an organiser's week comes with a photo
HERE = Path(__file__).parent
# What residents ask for without signing in. An organiser's secret link has two parts more and is never among them.
PUBLIC = re.compile(
    r"/programs(|/[^/]+|/feeds/[^/]+|/api/week|/api/programs/[^/]+(/coming)?|/[^/]+/flyer\.pdf|/[^/]+/slip/[^/]+\.pdf)$"
)


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The programs service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db, metrics = Database(settings.programs_database_url), Metrics()
    link = Link("programs", settings, db, handlers, metrics, around.clock, WORK)

    looks = timers.Looks("programs", metrics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        async with link.running(), timers.running(db, around.clock, timers_of(settings), looks):
            yield
        await db.close()

    pages = Pages(HERE / "templates", "programs")
    # Dead letters before the pages: `/programs/{program_id}` would take their address.
    routers = [api, feed_doors, open_data_doors, dead_letter_doors("programs", pages, link.reactions), doors]
    app = build_app(
        "programs", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan,
        larger_bodies={PHOTOS: LARGEST + settings.body_limit_bytes},
    )  # fmt: skip
    app.state.keys = KeyFile.open_or_create(settings.programs_key_file, data_dir=settings.data_dir)
    app.state.link, app.state.link_pace = link, LinkPace()
    app.state.registration_pace = Pace(settings.registrations_an_hour, timedelta(hours=1))
    app.state.list_reader, app.state.picture_reader = ListReader(), PictureReader()
    link.add_operations(app)
    app.state.press, app.state.fetches = Press(settings.print_font), Fetches(metrics, "programs")
    app.state.matches = Tally(MATCHES, metrics)
    add_copy_door(app, db, around, metrics)
    return app


def add_copy_door(app: FastAPI, db: Database, around: Surroundings, metrics: Metrics) -> None:
    """What is public is answered from memory until its town changes."""
    revisions.keep_revisions(db)
    fetches: Fetches = app.state.fetches

    async def state_of(town: str) -> Hashable:
        async with db.reading() as tx:
            return await revisions.revision_of(tx, town)

    def note(status: int, octets: int, headers: Headers) -> None:
        fetches.count(family_of(dict(headers).get(b"user-agent", b"")), status, octets)

    def query_of(path: str, query: bytes) -> bytes:
        return variant(query) if path.endswith(".ics") else query

    door = CopyDoor(
        app, service="programs", paths=PUBLIC, state_of=state_of, query_of=query_of, clock=around.clock,
        metrics=metrics, note=note,
    )  # fmt: skip

    def forget(tx: Session) -> None:
        if revisions.towns_changed(tx):
            door.forget()

    db.after_commit.append(forget)
    app.state.entrance = door
