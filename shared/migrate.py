"""Bringing a database to its newest form: one Alembic folder a service, run over the service's own engine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlmodel.sql.sqltypes import AutoString

from shared.db import Coded, Database

LOCK = 715_017  # advisory lock: two instances that start together take turns


async def migrate(db: Database, folder: Path) -> None:
    """Apply what `folder`'s versions have and the database has not. Running it again changes nothing."""
    async with db.schema_connection() as connection:
        if not db.is_sqlite:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        await connection.run_sync(_upgrade, folder)


def _upgrade(connection: Connection, folder: Path) -> None:
    command.upgrade(config_of(folder, connection), "head")


def config_of(folder: Path, connection: Connection) -> Config:
    """Alembic's settings for one folder of versions, on a connection that is already open."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def run_migrations(metadata: Sequence[MetaData]) -> None:
    """What each service's `migrations/env.py` calls."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=list(metadata),
        compare_type=True,
        render_item=_render,
        transactional_ddl=False,  # the transaction is the caller's
    )
    context.run_migrations()


def _render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types by their place, so that a version file imports what it names."""
    if kind == "type" and isinstance(item, Coded):
        return "sa.String(length=40)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and type(item).__module__.startswith("shared."):
        return f"{type(item).__name__}()"
    return False
