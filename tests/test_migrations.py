"""Migrations make exactly the tables that the models describe, on both databases, and can be run again."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData

import shared.bus.tables
import shared.outbox.tables  # noqa: F401  # fills plumbing
from shared.auth.tables import accounts_metadata
from shared.db import Database
from shared.db.plumbing import plumbing, sealing
from shared.migrate import migrate

ROOT = Path(__file__).parents[1]


def metadata_of(service: str) -> list[MetaData]:
    if service == "auth":
        return [accounts_metadata]
    own: MetaData = import_module(f"services.{service}.models").metadata
    return [own, plumbing, *([sealing] if service == "intake" else [])]


def folder_of(service: str) -> Path:
    return ROOT / ("shared/auth" if service == "auth" else f"services/{service}") / "migrations"


@pytest.mark.parametrize("service", ["auth", "intake", "meetings", "programs", "notify"])
async def test_migrations_make_what_the_models_say(service: str, new_database: Callable[[str], str]) -> None:
    db = Database(new_database(service))
    await migrate(db, folder_of(service))
    await migrate(db, folder_of(service))

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata_of(service)))  # type: ignore[arg-type]  # takes a list, too

    async with db.schema_connection() as connection:
        assert await connection.run_sync(differences) == []
    await db.close()
