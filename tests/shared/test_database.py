"""Transactions on SQLite and PostgreSQL: grouped commits, isolation of failures, hooks, moments in time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, select

from shared.db import Database, Session, UTCDateTime
from shared.db.core import execute
from shared.db.database import ForeignKeysBroken

metadata = MetaData()


class Base(SQLModel, registry=registry(metadata=metadata)):
    pass


class Note(Base, table=True):
    __tablename__ = "notes"

    id: int | None = Field(default=None, primary_key=True)
    words: str
    at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    db = Database(database_url)
    async with db.schema_connection() as connection:
        await connection.run_sync(metadata.drop_all)
        await connection.run_sync(metadata.create_all)
    yield db
    await db.close()


async def words(db: Database) -> list[str]:
    async with db.reading() as tx:
        return sorted((await tx.exec(select(Note.words))).all())


async def add(db: Database, word: str) -> None:
    async with db.transaction() as tx:
        tx.add(Note(words=word))


async def test_transactions_that_overlap_all_commit(db: Database) -> None:
    await asyncio.gather(*[add(db, f"{number:03}") for number in range(300)])
    assert await words(db) == [f"{number:03}" for number in range(300)]


async def test_one_that_fails_undoes_only_its_own_rows(db: Database) -> None:
    async def fail() -> None:
        async with db.transaction() as tx:
            tx.add(Note(words="wrong"))
            await tx.flush()
            raise ValueError

    done = await asyncio.gather(*[add(db, "a"), fail(), add(db, "b"), fail(), add(db, "c")], return_exceptions=True)
    assert [type(each) for each in done] == [type(None), ValueError, type(None), ValueError, type(None)]
    assert await words(db) == ["a", "b", "c"]


async def test_one_that_is_cancelled_does_not_hold_up_the_others(db: Database) -> None:
    async def linger() -> None:
        async with db.transaction() as tx:
            tx.add(Note(words="lingering"))
            await tx.flush()
            await asyncio.sleep(30)

    lingering = asyncio.create_task(linger())
    await asyncio.sleep(0.05)
    waiting = asyncio.create_task(add(db, "waiting"))
    gone = asyncio.create_task(add(db, "gone"))
    await asyncio.sleep(0.05)
    gone.cancel()
    lingering.cancel()
    await asyncio.wait_for(waiting, 5)
    await asyncio.gather(lingering, gone, return_exceptions=True)
    assert "waiting" in await words(db)
    assert "lingering" not in await words(db)


async def test_cancelling_everybody_in_a_crowd_leaves_the_door_usable(db: Database) -> None:
    crowd = [asyncio.create_task(add(db, f"{number}")) for number in range(50)]
    await asyncio.sleep(0.005)
    for task in crowd[::2]:
        task.cancel()
    done = await asyncio.gather(*crowd, return_exceptions=True)
    await asyncio.wait_for(add(db, "after"), 5)
    kept = await words(db)
    assert "after" in kept
    assert {f"{number}" for number, result in enumerate(done) if result is None} <= set(kept)


async def test_what_was_answered_is_on_disk(db: Database) -> None:
    await add(db, "kept")
    other = Database(db.url.render_as_string(hide_password=False))
    assert await words(other) == ["kept"]
    await other.close()


async def test_hooks_run_inside_and_after_the_commit(db: Database) -> None:
    seen: list[str] = []

    async def before(tx: Session) -> None:
        seen.append("before")
        tx.add(Note(words="from the hook"))

    def after(tx: Session) -> None:
        seen.append("after")

    db.before_commit.append(before)
    db.after_commit.append(after)
    await add(db, "mine")
    assert seen == ["before", "after"]
    assert await words(db) == ["from the hook", "mine"]
    with pytest.raises(ValueError, match="no"):
        async with db.transaction():
            raise ValueError("no")
    assert seen == ["before", "after"]


async def test_moments_come_back_in_utc(db: Database) -> None:
    japan = timezone(timedelta(hours=9))
    async with db.transaction() as tx:
        tx.add(Note(words="x", at=datetime(2026, 12, 8, 13, 30, tzinfo=japan)))
    async with db.reading() as tx:
        note = (await tx.exec(select(Note))).one()
    assert note.at == datetime(2026, 12, 8, 4, 30, tzinfo=UTC)
    assert note.at.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with db.transaction() as tx:
            tx.add(Note(words="x", at=datetime(2026, 12, 8, 13, 30)))  # noqa: DTZ001  # the trap itself


async def test_an_error_of_the_database_does_not_print_the_values(db: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as raised:
        async with db.transaction() as tx:
            await execute(tx, text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "山田太郎"})
    assert "山田太郎" not in str(raised.value)


async def test_sqlite_is_durable_and_forgets_what_is_deleted(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/a.sqlite")
    async with db.schema_connection():
        pass  # a migration looks at foreign keys once, at its end, and must leave them enforced
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    async with db.transaction() as tx:
        found = {name: (await execute(tx, text(f"PRAGMA {name}"))).scalar_one() for name in asked}
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    await db.close()


async def test_a_migration_that_would_orphan_rows_is_undone(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/a.sqlite")
    async with db.transaction() as tx:
        await execute(tx, text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        await execute(tx, text("CREATE TABLE children (parent INTEGER REFERENCES parents (id))"))
        await execute(tx, text("INSERT INTO parents VALUES (1)"))
        await execute(tx, text("INSERT INTO children VALUES (1)"))
    with pytest.raises(ForeignKeysBroken):
        await forget_parents(db)
    async with db.reading() as tx:
        assert (await execute(tx, text("SELECT count(*) FROM parents"))).scalar_one() == 1
    await db.close()


async def forget_parents(db: Database) -> None:
    async with db.schema_connection() as connection:
        await connection.run_sync(lambda sync: sync.execute(text("DELETE FROM parents")))
