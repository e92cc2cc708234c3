"""Meetings on a real database, with Nakatosa's bodies and 13 months of sittings."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, select

from services.meetings.actions import town as towns
from services.meetings.models import Meeting
from services.meetings.settings import Settings
from shared.auth import Grant, Role, Who
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import attach
from shared.towns import demo_towns

ROOT = Path(__file__).parents[3]
CODE = "39401"
TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan
SETTINGS = Settings()


def promoter(post: str, agency: str) -> Who:
    """Whoever holds a post of Nakatosa."""
    grants = (
        Grant(role=Role.PROMOTER, municipality=CODE, agency=agency, post=post),
        Grant(role=Role.AGENCY_STAFF, municipality=CODE, agency=agency),
    )
    return Who(account_id=post, login=post, name=post, csrf_token="", grants=grants)


A, B, C = promoter("A", "self-reliance"), promoter("B", "self-reliance"), promoter("C", "rights-centre")
D, E = promoter("D", "health-welfare"), promoter("E", "houkatsu")


@asynccontextmanager
async def meetings_stage(url: str) -> AsyncIterator[Database]:
    """A database with both towns adopted and their sittings planned."""
    db = Database(url)
    await migrate(db, ROOT / "services/meetings/migrations")
    attach(db, lambda: None, clock=lambda: TUESDAY)
    async with db.transaction() as tx:
        for town in demo_towns():
            await towns.adopt_town(tx, town)
        await towns.plan_ahead(tx, now=TUESDAY, settings=SETTINGS)
    yield db
    await db.close()


async def sittings_of(db: Database, body: str) -> Sequence[Meeting]:
    """All of a body's sittings, by time."""
    async with db.reading() as tx:
        query = select(Meeting).where(Meeting.municipality == CODE, Meeting.body == body)
        return (await tx.exec(query.order_by(col(Meeting.starts_at), col(Meeting.id)))).all()


async def told_since(db: Database, seq: int) -> list[str]:
    """The types of the facts told after number `seq`, in order."""
    async with db.reading() as tx:
        statement = text("SELECT subject FROM outbox WHERE seq > :seq ORDER BY seq").bindparams(seq=seq)
        rows = (await tx.exec(statement)).all()  # type: ignore[call-overload]  # SQLModel knows selects only
    return [subject.split(".")[1] for (subject,) in rows]


async def last_told(db: Database) -> int:
    """The number of the newest fact."""
    async with db.reading() as tx:
        rows = (await tx.exec(text("SELECT coalesce(max(seq), 0) FROM outbox"))).all()  # type: ignore[call-overload]
    return int(rows[0][0])
