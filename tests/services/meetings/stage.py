"""Meetings on a real database, with both demo towns and their sittings planned; facts come as the bus hands them."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlmodel import col, select

from services.meetings import feeds
from services.meetings.actions import town
from services.meetings.handlers import handlers
from services.meetings.models import Meeting
from services.meetings.settings import Settings
from shared.auth import Grant, Role, Who
from shared.contracts.base import Event
from shared.contracts.intake import CaseProposed
from shared.contracts.words import Consent, Field, IssueCategory, LegalBasis, ScreeningReason, Urgency
from shared.db import Database
from shared.db.core import execute
from shared.migrate import migrate
from shared.outbox import attach
from shared.towns import demo_towns
from tests.databases import Databases, begin_with

ROOT = Path(__file__).parents[3]
TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan
NAKATOSA = "39401"
SETTINGS = Settings()


def promoter(post: str, agency: str) -> Who:
    """Whoever holds a post of Nakatosa."""
    grants = (
        Grant(role=Role.PROMOTER, municipality=NAKATOSA, agency=agency, post=post),
        Grant(role=Role.AGENCY_STAFF, municipality=NAKATOSA, agency=agency),
    )
    return Who(account_id=post, login=post, name=post, csrf_token="", grants=grants)


A, B, C = promoter("A", "self-reliance"), promoter("B", "self-reliance"), promoter("C", "rights-centre")
D, E = promoter("D", "health-welfare"), promoter("E", "houkatsu")


class Letter(NamedTuple):
    """A fact as it lies on the bus."""

    headers: Mapping[str, str]
    data: bytes


@asynccontextmanager
async def meetings_stage(databases: Databases, name: str = "meetings") -> AsyncIterator[Database]:
    """A database with both towns adopted and their sittings planned."""
    db = _open(await begin_with(_planned, databases, name))
    yield db
    await db.close()


def _open(url: str) -> Database:
    db = Database(url)
    attach(db, lambda: None, clock=lambda: TUESDAY)
    feeds.keep_calendars(db, lambda: TUESDAY)
    return db


async def _planned(url: str) -> None:
    db = _open(url)
    await migrate(db, ROOT / "services/meetings/migrations")
    async with db.transaction() as tx:
        for facts in demo_towns():
            await town.adopt_town(tx, facts)
        await town.plan_ahead(tx, now=TUESDAY, settings=SETTINGS)
    await db.close()


async def hear(db: Database, events: Sequence[Event]) -> None:
    """One batch of facts of one kind, in its one transaction."""
    reaction = next(each for each in handlers.reactions if isinstance(events[0], each.event))
    async with db.transaction() as tx:
        await reaction.apply(tx, [Letter(event.headers(), event.payload()) for event in events], TUESDAY)


def proposed(number: int, **changes: object) -> CaseProposed:
    """A case of one agency, proposed without consent."""
    facts: dict[str, object] = {
        "municipality": NAKATOSA, "aggregate_id": f"C-2026-{number:04}", "occurred_at": TUESDAY,
        "reasons": [ScreeningReason.TWO_FIELDS], "fields": [Field.ELDERLY, Field.POVERTY],
        "categories": [IssueCategory.LONG_TERM_CARE, IssueCategory.INCOME], "agencies": ["houkatsu"], "area": None,
        "urgency": Urgency.NORMAL, "consultations": 1, "legal_basis": LegalBasis.SWA_106_6, "consent": Consent.NONE,
    }  # fmt: skip
    return CaseProposed.model_validate(facts | changes)


class Told(NamedTuple):
    """A fact in the outbox: its kind, its cause and its body."""

    kind: str
    cause: str | None
    body: dict[str, Any]


async def told(db: Database, *kinds: str) -> list[Told]:
    """What meetings told, of these kinds, in order."""
    async with db.reading() as tx:
        rows = await execute(tx, text("SELECT subject, headers, body FROM outbox ORDER BY seq"))
        facts = [
            Told(subject.split(".")[1], json.loads(headers).get("ce-causationid"), json.loads(body))
            for subject, headers, body in rows
        ]
    return [fact for fact in facts if fact.kind in kinds]


async def sittings_of(db: Database, body: str) -> Sequence[Meeting]:
    """All of a body's sittings, by time."""
    async with db.reading() as tx:
        query = select(Meeting).where(Meeting.municipality == NAKATOSA, Meeting.body == body)
        return (await tx.exec(query.order_by(col(Meeting.starts_at), col(Meeting.id)))).all()


async def last_told(db: Database) -> int:
    """The number of the newest fact."""
    async with db.reading() as tx:
        return int((await execute(tx, text("SELECT coalesce(max(seq), 0) FROM outbox"))).scalar_one())


async def told_since(db: Database, seq: int) -> list[str]:
    """The types of the facts told after number `seq`, in order."""
    async with db.reading() as tx:
        statement = text("SELECT subject FROM outbox WHERE seq > :seq ORDER BY seq")
        return [subject.split(".")[1] for (subject,) in await execute(tx, statement, {"seq": seq})]
