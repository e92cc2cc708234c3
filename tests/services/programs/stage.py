"""Programs on a real database, with Nankoku's four programs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, select

from services.programs import actions
from services.programs.models import Session
from services.programs.settings import Settings
from shared.auth import Grant, Role, Who
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import attach
from shared.towns import demo_towns
from tests.databases import Databases, begin_with

ROOT = Path(__file__).parents[3]
TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan, the day after a holiday
SETTINGS = Settings(horizon_weeks=4, public_url="https://yui.nankoku.example", office_mail="office@nankoku.example")
ORGANISER = Who(
    account_id="1", login="organiser", name="団体", csrf_token="",
    grants=(Grant(role=Role.ORGANISER, municipality="39204"),),
)  # fmt: skip
STRANGER = Who(
    account_id="2", login="stranger", name="よその団体", csrf_token="",
    grants=(Grant(role=Role.ORGANISER, municipality="39401"),),
)  # fmt: skip


@asynccontextmanager
async def programs_stage(databases: Databases) -> AsyncIterator[Database]:
    """A database with both towns adopted and four weeks planned."""
    db = _open(await begin_with(_planned, databases, "programs"))
    yield db
    await db.close()


def _open(url: str) -> Database:
    db = Database(url)
    attach(db, lambda: None, clock=lambda: TUESDAY)
    return db


async def _planned(url: str) -> None:
    db = _open(url)
    await migrate(db, ROOT / "services/programs/migrations")
    async with db.transaction() as tx:
        for town in demo_towns():
            await actions.adopt_town(tx, town)
        await actions.plan_ahead(tx, now=TUESDAY, settings=SETTINGS)
    await db.close()


async def session_on(db: Database, program_id: str, day: date) -> Session:
    async with db.reading() as tx:
        query = select(Session).where(Session.program_id == program_id, col(Session.held_on) == day)
        return (await tx.exec(query)).one()


async def told(db: Database) -> list[str]:
    """The types of the facts told since the start, without the programs' own beginnings."""
    async with db.reading() as tx:
        rows = (await tx.exec(text("SELECT subject FROM outbox ORDER BY seq"))).all()  # type: ignore[call-overload]
    facts = [subject.split(".")[1] for (subject,) in rows]
    return [fact for fact in facts if fact != "program_started"]
