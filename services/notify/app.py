"""Builds notify: one database, one bus, a way out for messages. The only file that knows all of notify's others."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from services.notify.api import api
from services.notify.channels import Channel
from services.notify.channels.mail import Mail
from services.notify.channels.sink import Sink
from services.notify.figures import WORK
from services.notify.handlers import handlers
from services.notify.pages import pages_of_notify
from services.notify.settings import Settings
from services.notify.timers import ReplyRounds, Rounds
from shared.auth import Accounts
from shared.db import Database
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.sealed import KeyFile
from shared.service import Link
from shared.timers import Looks
from shared.tracing import tracing_of
from shared.ui import Pages
from shared.web.dead_letters import dead_letter_doors
from shared.web.pace import LinkPace
from shared.web.service import Surroundings, build_app

HERE = Path(__file__).parent


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The notify service, ready to be served."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db, metrics = Database(settings.notify_database_url), Metrics()
    link = Link("notify", settings, db, handlers, metrics, around.clock, WORK)
    keys = KeyFile.open_or_create(settings.notify_key_file, data_dir=settings.data_dir)
    looks = Looks("notify", metrics)
    replies = _replies_of(settings, db, around, keys, metrics, looks)
    rounds = Rounds(
        db, channel_of(settings), around.clock, public_url=settings.public_url, keys=keys,
        reads_replies=replies is not None, looks=looks, metrics=metrics,
        tracing=tracing_of("notify", settings.otlp_endpoint),
    )  # fmt: skip

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, HERE / "migrations")
        async with AsyncExitStack() as stack:
            for each in (link, rounds, replies):
                if each is not None:
                    await stack.enter_async_context(each.running())
            yield
        await db.close()

    pages = Pages(HERE / "templates", "notify")
    routers = [api, pages_of_notify(pages), dead_letter_doors("notify", pages, link.reactions)]
    app = build_app("notify", settings, db, around, metrics, routers=routers, pages=pages, lifespan=lifespan)
    app.state.link, app.state.rounds, app.state.replies = link, rounds, replies
    app.state.keys, app.state.link_pace = keys, LinkPace()
    link.add_operations(app)
    return app


def channel_of(settings: Settings) -> Channel:
    """The way out that the environment asks for."""
    if settings.mail_channel == "smtp":
        return Mail(settings)
    return Sink(settings.sink_dir, mail_from=settings.mail_from, reply_to=settings.mail_reply_to)


def _replies_of(
    settings: Settings, db: Database, around: Surroundings, keys: KeyFile, metrics: Metrics, looks: Looks
) -> ReplyRounds | None:
    """The way in, where there is a mailbox."""
    if settings.replies_folder is None:
        return None
    return ReplyRounds(
        db, settings.replies_folder, around.clock, mail_from=settings.mail_from, keys=keys, metrics=metrics, looks=looks
    )
