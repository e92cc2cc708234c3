"""Migrations make exactly the tables that the models describe, on both databases, and can be run again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, insert, select, text

import shared.outbox.tables  # noqa: F401  # fills plumbing
from shared.auth.tables import accounts_metadata
from shared.bus.tables import dead_letters
from shared.db import Database
from shared.db.core import execute
from shared.db.plumbing import plumbing, sealing
from shared.migrate import config_of, migrate

ROOT = Path(__file__).parents[1]


def metadata_of(service: str) -> list[MetaData]:
    if service == "auth":
        return [accounts_metadata]
    own: MetaData = import_module(f"services.{service}.models").metadata
    return [own, plumbing, *([sealing] if service != "auth" else [])]


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


@pytest.mark.parametrize("service", ["intake", "meetings", "programs", "notify"])
async def test_a_dead_letter_late_in_a_long_stream_is_kept(service: str, new_database: Callable[[str], str]) -> None:
    late = 2**31 + 1
    db = Database(new_database(service))
    await migrate(db, folder_of(service))
    row = {
        "consumer": "c", "stream": "S", "stream_seq": late, "event_id": "e", "subject": "s", "headers": "{}",
        "body": b"", "reason": "r", "attempts": 1, "buried_at": datetime(2026, 11, 24, tzinfo=UTC),
    }  # fmt: skip
    async with db.transaction() as tx:
        await execute(tx, insert(dead_letters).values(row))
    async with db.reading() as tx:
        assert (await execute(tx, select(dead_letters.c.stream_seq))).scalar_one() == late
    await db.close()


@pytest.mark.parametrize("service", ["intake", "meetings", "programs", "notify"])
async def test_migrations_take_a_town_that_has_rows_already(service: str, new_database: Callable[[str], str]) -> None:
    """A column added later needs a value for the rows that are there."""
    db = Database(new_database(service))

    def first_tables(connection: Connection) -> None:
        command.upgrade(config_of(folder_of(service), connection), "0001")

    def a_row_in_each(connection: Connection) -> int:
        tables = MetaData()
        tables.reflect(connection)
        filled = [table for table in tables.sorted_tables if table.name != "alembic_version"]
        for table in filled:
            connection.execute(insert(table).values({column.name: some(column) for column in table.columns}))
        return len(filled)

    async with db.schema_connection() as connection:
        await connection.run_sync(first_tables)
        count = await connection.run_sync(a_row_in_each)
    assert count > 5
    await migrate(db, folder_of(service))
    await db.close()


def some(column: Column[Any]) -> Any:
    """A value that fits a column; foreign keys meet since every text is alike."""
    kinds: dict[type, Any] = {bool: False, int: 1, str: "x", bytes: b"x", date: date(2026, 4, 1), time: time(9)}
    kinds |= {
        datetime: datetime(2026, 4, 1, tzinfo=UTC),
    }
    try:
        kind = column.type.python_type
    except NotImplementedError:
        return "[]"
    if kind is datetime and not getattr(column.type, "timezone", False):
        return datetime(2026, 4, 1)  # noqa: DTZ001  # as SQLite stores it
    return kinds.get(kind, ["x"])  # JSON says it is an object


async def test_sessions_of_weekly_times_become_those_of_series(new_database: Callable[[str], str]) -> None:
    """0003: a session on its weekly time's day belongs to its series; any other is a date beside the weekly ones."""
    db = Database(new_database("programs"))
    session = (
        "INSERT INTO sessions (id, program_id, municipality, held_on, slot, status, note, uid, sequence, version, "
        "changed_at) VALUES ('DAY', 'p', '39204', 'DAY', '14:00', 'planned', '', 'DAY', 3, 4, "
        "'2026-04-01 00:00:00+00:00')"
    )
    before = (
        "INSERT INTO programs (id, municipality, name, purpose, audience, content, place, started_at) "
        "VALUES ('p', '39204', 'n', '', '', '', '', '2026-04-01 00:00:00+00:00')",
        "INSERT INTO weekly_times (program_id, weekday, slot, starts, ends, on_holidays) "
        "VALUES ('p', 2, '14:00', '14:00:00', '18:00:00', 'skip')",
        session.replace("DAY", "2026-04-01"),  # a Wednesday
        session.replace("DAY", "2026-04-02"),
    )

    def fill(connection: Connection) -> None:
        command.upgrade(config_of(folder_of("programs"), connection), "0002")
        for statement in before:
            connection.exec_driver_sql(statement)

    async with db.schema_connection() as connection:
        await connection.run_sync(fill)
    await migrate(db, folder_of("programs"))
    async with db.reading() as tx:
        rows = (await execute(tx, text("SELECT id, series_id, sequence, uid FROM sessions ORDER BY id"))).all()
        series = (await execute(tx, text("SELECT id, weekday FROM series"))).all()
    assert [tuple(row) for row in rows] == [
        ("2026-04-01", "p-2-14:00", 3, "2026-04-01"), ("2026-04-02", None, 3, "2026-04-02"),
    ]  # fmt: skip
    assert [tuple(row) for row in series] == [("p-2-14:00", 2)]
    await db.close()
