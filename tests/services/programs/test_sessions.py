"""Planning, posting, calling off and taking back, on a real database."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import func, select

from services.programs import actions
from services.programs.errors import (
    BadHours,
    DateHasPassed,
    DayIsTaken,
    NoSuchProgram,
    NoSuchSession,
    SessionIsOff,
    SessionIsOver,
)
from services.programs.handlers import note_gap
from services.programs.models import ResourceGap, Session
from services.programs.rules import CancelReason, SessionStatus
from services.programs.schemas import CancelForm, ExtraForm, PostForm, WeekForm
from shared.contracts.meetings import ResourceGapNoted
from shared.db import Database
from tests.services.programs.stage import ORGANISER, SETTINGS, STRANGER, TUESDAY, session_on, told

RAIN = CancelForm(reason=CancelReason.HEAVY_RAIN)
SATURDAY = date(2026, 11, 28)
FRIDAY = date(2026, 11, 27)


async def count(db: Database) -> int:
    async with db.reading() as tx:
        return (await tx.exec(select(func.count()).select_from(Session))).one()


async def test_planning_again_adds_nothing_and_another_week_adds_a_week(db: Database) -> None:
    """From Tue 24 Nov to Tue 22 Dec: 4 Mondays, 5 Tuesdays, 4 Wednesdays and 4 Fridays, 4 Saturdays and 4 Sundays."""
    assert await count(db) == 25
    async with db.transaction() as tx:
        assert await actions.plan_ahead(tx, now=TUESDAY, settings=SETTINGS) == 0
        assert await actions.plan_ahead(tx, now=TUESDAY + timedelta(days=7), settings=SETTINGS) == 6


async def test_a_day_without_a_time_keeps_none(db: Database) -> None:
    session = await session_on(db, "study-support", SATURDAY)
    assert (session.starts_at, session.ends_at) == (None, None)


async def test_posting_says_it_once(db: Database) -> None:
    session = await session_on(db, "elderly-gathering", FRIDAY)
    for _ in range(2):
        async with db.transaction() as tx:
            await actions.post_session(tx, session.id, PostForm(note="鍋をします"), ORGANISER, now=TUESDAY)
    posted = await session_on(db, "elderly-gathering", FRIDAY)
    assert (posted.note, posted.posted_at, posted.sequence) == ("鍋をします", TUESDAY, 0)
    assert await told(db) == ["session_posted"]


async def test_a_posted_time_changes_the_calendar_event(db: Database) -> None:
    session = await session_on(db, "study-support", SATURDAY)
    form = PostForm(start=time(10), end=time(12))
    async with db.transaction() as tx:
        await actions.post_session(tx, session.id, form, ORGANISER, now=TUESDAY)
    posted = await session_on(db, "study-support", SATURDAY)
    assert posted.starts_at
    assert posted.ends_at
    assert (posted.ends_at - posted.starts_at, posted.sequence, posted.uid) == (timedelta(hours=2), 1, session.uid)
    async with db.transaction() as tx:
        assert await actions.plan_ahead(tx, now=TUESDAY, settings=SETTINGS) == 0


async def test_a_week_is_posted_at_once(db: Database) -> None:
    days = [SATURDAY, SATURDAY + timedelta(days=1)]
    ids = [(await session_on(db, "study-support", day)).id for day in days]
    form = WeekForm(sessions=ids, note="九九をします", start=time(10), end=time(12))
    async with db.transaction() as tx:
        await actions.post_week(tx, "study-support", form, ORGANISER, now=TUESDAY)
    posted = [await session_on(db, "study-support", day) for day in days]
    assert [(row.note, row.posted_at, row.sequence) for row in posted] == [("九九をします", TUESDAY, 1)] * 2
    async with db.reading() as tx:
        program = await actions.find_program(tx, "study-support")
        assert await actions.last_posted(tx, program) == ("九九をします", "honmachi-center")


async def test_called_off_and_taken_back(db: Database) -> None:
    session = await session_on(db, "elderly-gathering", FRIDAY)
    async with db.transaction() as tx:
        await actions.cancel_session(tx, session.id, RAIN, ORGANISER, now=TUESDAY)
        await actions.cancel_session(tx, session.id, RAIN, ORGANISER, now=TUESDAY)
    off = await session_on(db, "elderly-gathering", FRIDAY)
    assert (off.status, off.reason, off.sequence) == (SessionStatus.CANCELLED, CancelReason.HEAVY_RAIN, 1)
    async with db.transaction() as tx:
        await actions.reopen_session(tx, session.id, ORGANISER, now=TUESDAY)
        await actions.reopen_session(tx, session.id, ORGANISER, now=TUESDAY)
    on = await session_on(db, "elderly-gathering", FRIDAY)
    assert (on.status, on.reason, on.sequence) == (SessionStatus.PLANNED, None, 2)
    assert await told(db) == ["session_cancelled", "session_reopened"]


async def test_what_is_called_off_says_when_it_is_on_again(db: Database) -> None:
    wednesday = await session_on(db, "elderly-gathering", date(2026, 11, 25))
    async with db.transaction() as tx:
        await actions.cancel_session(tx, wednesday.id, RAIN, ORGANISER, now=TUESDAY)
    async with db.reading() as tx:
        days = await actions.week(tx, "39204", today=date(2026, 11, 24))
    assert [(view.name, view.next_on) for day in days for view in day.sessions if view.reason] == [
        ("独居高齢者の集い", FRIDAY)
    ]


async def test_refuses_what_cannot_be(db: Database) -> None:
    session = await session_on(db, "elderly-gathering", FRIDAY)
    later = TUESDAY + timedelta(days=4)
    async with db.transaction() as tx:
        with pytest.raises(NoSuchSession):
            await actions.cancel_session(tx, session.id, RAIN, STRANGER, now=TUESDAY)
        with pytest.raises(NoSuchProgram):
            await actions.add_session(tx, "study-support", ExtraForm(held_on=FRIDAY), STRANGER, now=TUESDAY)
        with pytest.raises(SessionIsOver):
            await actions.cancel_session(tx, session.id, RAIN, ORGANISER, now=later)
        with pytest.raises(BadHours):
            await actions.post_session(tx, session.id, PostForm(start=time(12)), ORGANISER, now=TUESDAY)
        with pytest.raises(NoSuchSession):
            await actions.post_week(tx, "study-support", WeekForm(sessions=[session.id]), ORGANISER, now=TUESDAY)
        form = ExtraForm(held_on=date(2026, 11, 23))
        with pytest.raises(DateHasPassed):
            await actions.add_session(tx, "study-support", form, ORGANISER, now=TUESDAY)
        with pytest.raises(DayIsTaken):
            await actions.add_session(tx, "study-support", ExtraForm(held_on=SATURDAY), ORGANISER, now=TUESDAY)
        await actions.cancel_session(tx, session.id, RAIN, ORGANISER, now=TUESDAY)
        with pytest.raises(SessionIsOff):
            await actions.post_session(tx, session.id, PostForm(), ORGANISER, now=TUESDAY)
    assert await told(db) == ["session_cancelled"]


async def test_an_extra_date_stands_beside_the_weekly_ones(db: Database) -> None:
    form = ExtraForm(held_on=FRIDAY, start=time(9), end=time(15), note="課外学習：牧野植物園")
    async with db.transaction() as tx:
        await actions.add_session(tx, "study-support", form, ORGANISER, now=TUESDAY)
    extra = await session_on(db, "study-support", FRIDAY)
    assert (extra.series_id, extra.note, extra.posted_at) == (None, "課外学習：牧野植物園", TUESDAY)
    assert await told(db) == ["session_posted"]


async def test_a_gap_is_kept_once(db: Database) -> None:
    event = ResourceGapNoted(
        municipality="39401", aggregate_id="gap-1", occurred_at=TUESDAY, gap_id="gap-1", theme="transport", area="onomi"
    )
    for _ in range(2):
        async with db.transaction() as tx:
            await note_gap(event, tx=tx)
    async with db.reading() as tx:
        gaps = (await tx.exec(select(ResourceGap))).all()
    assert [(gap.theme, gap.area, gap.noted_at) for gap in gaps] == [("transport", "onomi", TUESDAY)]
