"""Whether a database is there and at its newest form, for commands that work on it from outside of the town."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.refused import Refused
from services.running import Running
from shared.db import Database
from shared.db.core import execute
from shared.settings import ServiceSettings


class NotReady(Refused):
    """A database can't be worked on yet."""


@asynccontextmanager
async def ready_database(name: str, url: str, folder: Path) -> AsyncIterator[Database]:
    """The database of `name`, once it is at the newest form that `folder` has; NotReady otherwise."""
    db = Database(url)
    try:
        await _look(db, name, folder)
        yield db
    finally:
        await db.close()


async def _look(db: Database, name: str, folder: Path) -> None:
    if is_missing(db):
        raise _not_ready(name, "がまだありません", "is not there yet")
    try:
        form = await form_of(db)
    except OSError:
        raise NotReady(f"{name} のデータベースにつながりません", f"the database of {name} can't be reached") from None
    except SQLAlchemyError:
        form = None
    if form != newest_form(folder):
        raise _not_ready(name, "がまだ新しい形ではありません", "is not at its newest form")


def _not_ready(name: str, ja: str, en: str) -> NotReady:
    run = Running.of(ServiceSettings())
    return NotReady(
        f"{name} のデータベース{ja}。先に {run.yui('migrate')}",
        f"the database of {name} {en}: start the town once, or run that",
    )


def is_missing(db: Database) -> bool:
    """Whether the file is not there, which a look into it would make."""
    return db.is_sqlite and not Path(db.url.database or "").exists()


async def form_of(db: Database) -> str | None:
    """The migration it is at; raises what SQLAlchemy and the network raise."""
    async with db.reading() as tx:
        return (await execute(tx, text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


def newest_form(folder: Path) -> str:
    """The last of a folder's migrations."""
    return ScriptDirectory(folder).get_current_head() or ""
