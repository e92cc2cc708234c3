"""What both designs carry and do: a 500-byte fact; an inbox row, one row read, one row written for each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, text
from sqlmodel.ext.asyncio.session import AsyncSession

import shared.bus.tables
import shared.outbox.tables  # noqa: F401  # declares the table
from shared.contracts.base import Event
from shared.db import Database
from shared.db.core import dialect_of, execute
from shared.db.plumbing import plumbing
from shared.db.sets import id_list, ids_from

STREAM = "INTAKE"
DURABLE = "meetings-bench"
CASES = 1000
BODY_BYTES = 500

metadata = MetaData()
cases = Table("cases", metadata, Column("ref", String(20), primary_key=True), Column("area", Integer))
effects = Table(
    "effects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", String(40)),
    Column("area", Integer),
    Column("number", Integer),
)
_AREAS = {
    dialect: text(f"SELECT ref, area FROM cases WHERE ref IN (SELECT id FROM {ids_from(dialect)} AS ids)")  # noqa: S608
    for dialect in ("sqlite", "postgresql")
}
_EFFECT = insert(effects).inline()


class ReferralSent(Event):
    """A fact with a body of 500 bytes."""

    subject = "intake.bench_referral_sent.v1"

    number: int
    themes: list[str]


def fact(number: int) -> ReferralSent:
    """Number `number` of a run."""
    filler = "x" * (BODY_BYTES - 38 - len(str(number)))
    return ReferralSent(
        municipality="39401", aggregate_id=f"C-2026-{number % CASES:04}", number=number, themes=["food", filler]
    )


async def take_up(events: Sequence[ReferralSent], tx: AsyncSession) -> None:
    """One row read and one row written for each fact, as two statements for all."""
    dialect = dialect_of(tx)
    refs = {"ids": id_list(dialect, [event.aggregate_id for event in events])}
    areas: dict[str, int] = {row.ref: row.area for row in await execute(tx, _AREAS[dialect], refs)}
    rows: list[dict[str, Any]] = [
        {"event_id": event.event_id, "area": areas[event.aggregate_id], "number": event.number} for event in events
    ]
    await execute(tx, _EFFECT, rows)


async def prepare(url: str) -> Database:
    """A database with all tables and the cases."""
    db = Database(url)
    async with db.transaction() as tx:
        connection = await tx.connection()
        await connection.run_sync(plumbing.create_all)
        await connection.run_sync(metadata.create_all)
        await execute(tx, insert(cases), [{"ref": f"C-2026-{n:04}", "area": n % 16} for n in range(CASES)])
    return db
