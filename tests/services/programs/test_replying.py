"""A reply calls off as the button does: on its day, before it is over, for whoever still runs it; once."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from services.programs.actions import cancel_session, undo_change
from services.programs.actions.organisers import who_of
from services.programs.actions.replying import heed_reply
from services.programs.models import Change, Organiser, Program, Session
from services.programs.rules import CancelReason, SessionStatus
from services.programs.rules.replying import settle_reply
from services.programs.schemas import CancelForm
from shared.contracts.notify import StopReplied
from shared.contracts.words import StopOutcome
from shared.db import Database
from tests.services.programs.stage import ORGANISER, TUESDAY, session_on, told

TODAY = date(2026, 11, 24)
TOKEN = "5e" * 32
AGREED = {
    "held_on": TODAY, "ends_at": TUESDAY + timedelta(hours=2), "is_off": False, "is_run_by_writer": True,
    "today": TODAY, "now": TUESDAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("otherwise", "outcome"),
    [
        ({}, StopOutcome.STOPPED),
        ({"ends_at": None}, StopOutcome.STOPPED),
        ({"is_off": True}, StopOutcome.ALREADY_OFF),
        ({"ends_at": TUESDAY}, StopOutcome.OVER),
        ({"held_on": TODAY - timedelta(days=1), "ends_at": None}, StopOutcome.OVER),
        ({"held_on": TODAY + timedelta(days=1)}, StopOutcome.CHANGED),
        ({"is_run_by_writer": False}, StopOutcome.CHANGED),
        ({"is_run_by_writer": False, "is_off": True}, StopOutcome.CHANGED),
    ],
)
def test_what_becomes_of_a_reply(otherwise: dict[str, Any], outcome: StopOutcome) -> None:
    assert settle_reply(**{**AGREED, **otherwise}) is outcome


async def asked(db: Database) -> tuple[StopReplied, Session]:
    """The organiser of today's café replied."""
    session = await session_on(db, "cafe-de-pomme", TODAY)
    async with db.reading() as tx:
        program = await tx.get(Program, "cafe-de-pomme")
    assert program
    assert program.organiser_id
    fact = StopReplied(
        municipality="39204", aggregate_id="reply-1", occurred_at=TUESDAY, session_id=session.id,
        organiser_id=program.organiser_id, message_id="m", token_sha256=TOKEN,
    )  # fmt: skip
    return fact, session


async def heed(db: Database, fact: StopReplied, *, now: datetime = TUESDAY) -> Session:
    async with db.transaction() as tx:
        await heed_reply(tx, fact, now=now)
    return await session_on(db, "cafe-de-pomme", TODAY)


async def outcomes(db: Database) -> list[str]:
    async with db.reading() as tx:
        query = text("SELECT body FROM outbox WHERE subject LIKE '%stop_reply_settled%' ORDER BY seq")
        rows = (await tx.exec(query)).all()  # type: ignore[call-overload]
    return [outcome for (body,) in rows for outcome in StopOutcome if f'"{outcome}"' in str(body)]


async def test_is_called_off_once_and_taken_back_in_the_links_name(db: Database) -> None:
    fact, _ = await asked(db)
    assert (await heed(db, fact)).status is SessionStatus.CANCELLED
    await heed(db, fact)
    assert (await told(db)).count("session_cancelled") == 1
    assert await outcomes(db) == ["stopped", "already_off"]
    async with db.transaction() as tx:
        [change] = (await tx.exec(select(Change))).all()
        organiser = await tx.get(Organiser, fact.organiser_id)
        assert organiser
        await undo_change(tx, change.id, who_of(organiser, TOKEN), now=TUESDAY + timedelta(minutes=9))
    assert (await session_on(db, "cafe-de-pomme", TODAY)).status is SessionStatus.PLANNED


async def test_what_was_called_off_before_keeps_its_reason(db: Database) -> None:
    fact, session = await asked(db)
    async with db.transaction() as tx:
        await cancel_session(tx, session.id, CancelForm(reason=CancelReason.TYPHOON), ORGANISER, now=TUESDAY)
    assert (await heed(db, fact)).reason is CancelReason.TYPHOON
    assert await outcomes(db) == ["already_off"]


async def test_whoever_does_not_run_it_any_more_calls_nothing_off(db: Database) -> None:
    fact, _ = await asked(db)
    async with db.transaction() as tx:
        program = await tx.get(Program, "cafe-de-pomme")
        assert program
        program.organiser_id = None
        tx.add(program)
    assert (await heed(db, fact)).status is SessionStatus.PLANNED
    assert await outcomes(db) == ["changed"]


@pytest.mark.parametrize("after", [timedelta(hours=6), timedelta(days=1)])
async def test_late_it_changes_nothing(db: Database, after: timedelta) -> None:
    fact, _ = await asked(db)
    assert (await heed(db, fact, now=TUESDAY + after)).status is SessionStatus.PLANNED
    assert await outcomes(db) == ["over"]


@pytest.mark.parametrize("otherwise", [{"session_id": "unheard-of"}, {"municipality": "39401"}])
async def test_what_is_not_known_here_or_another_towns_is_passed_over(db: Database, otherwise: dict[str, str]) -> None:
    fact, _ = await asked(db)
    assert (await heed(db, fact.model_copy(update=otherwise))).status is SessionStatus.PLANNED
    assert await outcomes(db) == []
