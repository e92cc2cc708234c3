"""Taking back what was done, within ten minutes; a form that arrives twice."""

from datetime import date, time, timedelta

import pytest

from services.programs import actions
from services.programs.actions import moving
from services.programs.errors import ChangedSince, NoSuchChange, TooLateToUndo
from services.programs.models import Session
from services.programs.rules import CancelReason, SessionStatus
from services.programs.schemas import CancelForm, MoveForm, WeekForm
from shared.auth import Who
from shared.db import Database
from tests.services.programs.stage import ORGANISER, STRANGER, TUESDAY, session_on, told

WEDNESDAY = date(2026, 11, 25)
RAIN = CancelForm(reason=CancelReason.HEAVY_RAIN)


async def call_off(db: Database) -> Session:
    session = await session_on(db, "elderly-gathering", WEDNESDAY)
    async with db.transaction() as tx:
        await actions.cancel_session(tx, session.id, RAIN, ORGANISER, now=TUESDAY)
    return session


async def take_back(db: Database, *, minutes: float = 9, who: Who = ORGANISER) -> None:
    async with db.reading() as tx:
        change = await actions.last_change(tx, ORGANISER, now=TUESDAY)
    assert change
    async with db.transaction() as tx:
        await actions.undo_change(tx, change.id, who, now=TUESDAY + timedelta(minutes=minutes))


async def test_a_cancellation_is_taken_back_and_twice_is_once(db: Database) -> None:
    session = await call_off(db)
    async with db.reading() as tx:
        change = await actions.last_change(tx, ORGANISER, now=TUESDAY)
    assert change
    for _ in range(2):
        async with db.transaction() as tx:
            await actions.undo_change(tx, change.id, ORGANISER, now=TUESDAY + timedelta(minutes=9))
    after = await session_on(db, "elderly-gathering", WEDNESDAY)
    assert (after.status, after.reason, after.sequence, after.uid) == (SessionStatus.PLANNED, None, 2, session.uid)
    assert await told(db) == ["session_cancelled", "session_reopened"]


async def test_after_ten_minutes_it_stays(db: Database) -> None:
    await call_off(db)
    with pytest.raises(TooLateToUndo):
        await take_back(db, minutes=10.1)
    async with db.reading() as tx:
        assert await actions.last_change(tx, ORGANISER, now=TUESDAY + timedelta(minutes=11)) is None


async def test_what_another_changed_since_is_not_overwritten(db: Database) -> None:
    session = await call_off(db)
    colleague = ORGANISER.model_copy(update={"account_id": "9"})
    async with db.transaction() as tx:
        await actions.reopen_session(tx, session.id, colleague, now=TUESDAY)
    with pytest.raises(ChangedSince):
        await take_back(db)


async def test_it_is_nobody_elses_to_take_back(db: Database) -> None:
    await call_off(db)
    with pytest.raises(NoSuchChange):
        await take_back(db, who=STRANGER)


async def test_a_week_posted_by_mistake_stands_as_planned_again(db: Database) -> None:
    ids = [(await session_on(db, "study-support", date(2026, 11, day))).id for day in (28, 29)]
    form = WeekForm(sessions=ids, note="九九", start=time(10), end=time(12))
    async with db.transaction() as tx:
        await actions.post_week(tx, "study-support", form, ORGANISER, now=TUESDAY)
    await take_back(db)
    after = await session_on(db, "study-support", date(2026, 11, 28))
    assert (after.note, after.posted_at, after.starts_at, after.is_changed) == ("", None, None, False)
    assert await told(db) == ["session_posted"] * 2 + ["session_changed"] * 2


async def test_a_moved_session_goes_back(db: Database) -> None:
    session = await session_on(db, "elderly-gathering", WEDNESDAY)
    form = MoveForm(held_on=date(2026, 11, 26), start=time(9), end=time(10), venue="morito-house")
    async with db.transaction() as tx:
        await moving.move_session(tx, session.id, form, ORGANISER, now=TUESDAY)
    await take_back(db)
    after = await session_on(db, "elderly-gathering", WEDNESDAY)
    assert (after.starts_at, after.venue_id, after.is_changed) == (session.starts_at, None, False)


async def test_a_form_that_waited_on_a_phone_and_comes_twice_is_posted_once(db: Database) -> None:
    ids = [(await session_on(db, "elderly-gathering", WEDNESDAY)).id]
    form = WeekForm(sessions=ids, note="買い物", once="k" * 20)
    async with db.transaction() as tx:
        await actions.post_week(tx, "elderly-gathering", form, ORGANISER, now=TUESDAY)
    async with db.transaction() as tx:
        later = WeekForm(sessions=ids, note="夕食", once="n" * 20)
        await actions.post_week(tx, "elderly-gathering", later, ORGANISER, now=TUESDAY + timedelta(minutes=1))
    async with db.transaction() as tx:
        await actions.post_week(tx, "elderly-gathering", form, ORGANISER, now=TUESDAY + timedelta(minutes=2))
    assert (await session_on(db, "elderly-gathering", WEDNESDAY)).note == "夕食"
    assert await told(db) == ["session_posted"] * 2
