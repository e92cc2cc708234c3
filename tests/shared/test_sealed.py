"""Sealed columns: what gets in, what lies on the disk, rotating and destroying keys, the access log."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, select

from shared.db import Database
from shared.db.plumbing import sealing
from shared.sealed import (
    AccessLog,
    CaseKeyRow,
    KeyDestroyed,
    KeyFile,
    Reader,
    Sealed,
    SealedColumn,
    Why,
    destroy_key,
    key_of,
    new_key,
    open_sealed,
    rewrap_keys,
)
from shared.sealed.keyfile import UnsafeKeyFile

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CASE, OTHER = "C-2026-0001", "C-2026-0002"
MARK = "猫又しるしこ"
metadata = MetaData()


class Base(SQLModel, registry=registry(metadata=metadata)):
    pass


class Card(Base, table=True):
    __tablename__ = "cards"

    case_ref: str = Field(primary_key=True)
    name: Sealed | None = Field(default=None, sa_column=Column(SealedColumn))


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    (tmp_path / "data").mkdir(exist_ok=True)
    return KeyFile.open_or_create(tmp_path / "keys" / "k.json", data_dir=tmp_path / "data")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    db = Database(database_url)
    async with db.schema_connection() as connection:
        await connection.run_sync(sealing.create_all)
        await connection.run_sync(metadata.create_all)
    yield db
    await db.close()


async def store(db: Database, keys: KeyFile, case_ref: str = CASE) -> None:
    key, row = new_key(keys, case_ref)
    async with db.transaction() as tx:
        tx.add_all([row, Card(case_ref=case_ref, name=key.seal("cards.name", MARK))])


async def read(db: Database, keys: KeyFile, case_ref: str = CASE) -> str | None:
    async with db.transaction() as tx:
        card = await tx.get(Card, case_ref)
        assert card is not None
        key = await key_of(tx, keys, case_ref)
        reader = Reader("somebody", Why.SUPPORT_CASE, "manual")
        return open_sealed(tx, key, {"cards.name": card.name}, reader, now=NOW)["cards.name"]


async def test_text_comes_back_and_the_reading_is_written_down(db: Database, keys: KeyFile) -> None:
    await store(db, keys)
    assert await read(db, keys) == MARK
    async with db.reading() as tx:
        line = (await tx.exec(select(AccessLog))).one()
    assert (line.account_id, line.why, line.legal_basis, line.case_ref, line.places, line.at) == (
        "somebody", Why.SUPPORT_CASE, "manual", CASE, "cards.name", NOW,
    )  # fmt: skip


async def test_plain_text_can_not_be_stored(db: Database) -> None:
    with pytest.raises(Exception, match="sealed values only"):
        async with db.transaction() as tx:
            tx.add(Card(case_ref=CASE, name=MARK))  # type: ignore[arg-type]  # the mistake itself


async def test_nothing_readable_lies_on_the_disk(db: Database, keys: KeyFile, tmp_path: Path) -> None:
    await store(db, keys)
    await db.close()
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert all(MARK.encode() not in path.read_bytes() for path in files)
    assert files or not db.is_sqlite


def test_a_sealed_value_does_not_show_itself(keys: KeyFile) -> None:
    key, _row = new_key(keys, CASE)
    sealed = key.seal("cards.name", MARK)
    assert repr(sealed) == "Sealed()"
    assert MARK.encode() not in sealed.blob


def test_a_value_can_not_be_moved_to_another_place_or_case(keys: KeyFile) -> None:
    key, _ = new_key(keys, CASE)
    other, _ = new_key(keys, OTHER)
    sealed = key.seal("cards.name", MARK)
    with pytest.raises(InvalidTag):
        key.unseal("cards.phone", sealed)
    with pytest.raises(InvalidTag):
        other.unseal("cards.name", sealed)


async def test_master_keys_rotate_and_the_old_one_is_forgotten(db: Database, keys: KeyFile) -> None:
    await store(db, keys)
    await store(db, keys, OTHER)
    assert keys.rotate() == "k2"
    async with db.transaction() as tx:
        assert await rewrap_keys(tx, keys) == 2
    keys.retire_all_but_current()
    again = KeyFile(keys.path)
    assert again.current == "k2"
    assert await read(db, again) == MARK
    with pytest.raises(KeyError):
        again.key("k1")


async def test_a_destroyed_key_takes_its_case_with_it_and_no_other(db: Database, keys: KeyFile, tmp_path: Path) -> None:
    await store(db, keys)
    await store(db, keys, OTHER)
    async with db.reading() as tx:
        wrapped = (await tx.exec(select(CaseKeyRow.wrapped).where(CaseKeyRow.case_ref == CASE))).one()
    async with db.transaction() as tx:
        await destroy_key(tx, CASE, now=NOW)
    with pytest.raises(KeyDestroyed):
        await read(db, keys)
    assert await read(db, keys, OTHER) == MARK
    await db.close()
    assert wrapped is not None
    if db.is_sqlite:
        assert wrapped not in (tmp_path / "data" / "one.sqlite").read_bytes(), "secure_delete overwrites the key"


def test_a_key_file_that_others_can_read_is_refused(keys: KeyFile) -> None:
    keys.path.chmod(0o644)
    with pytest.raises(UnsafeKeyFile, match="chmod 600"):
        KeyFile(keys.path)


def test_a_key_file_inside_the_data_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeKeyFile, match="outside"):
        KeyFile.open_or_create(tmp_path / "data" / "k.json", data_dir=tmp_path / "data")
