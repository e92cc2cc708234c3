"""Changing the rest, one, or none of a weekly time, on a real database: what calendars and people see of it."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import col, select

from services.programs import actions
from services.programs.actions import moving, resting, series
from services.programs.errors import BadHours, ChangedSince, DateHasPassed, DayIsTaken
from services.programs.models import Series, Session
from services.programs.rules import CancelReason, HolidayRule, SessionStatus
from services.programs.schemas import CancelForm, ClosedDayForm, MoveForm, SeriesForm
from shared.db import Database
from tests.services.programs.stage import ORGANISER, SETTINGS, TUESDAY, session_on, told

WEEKS = 4
FORM = SeriesForm(weekday=3, start=time(15), end=time(18), since=date(2026, 11, 30))


async def the_series(db: Database, program_id: str, weekday: int) -> Series:
    async with db.reading() as tx:
        query = select(Series).where(Series.program_id == program_id, Series.weekday == weekday)
        return (await tx.exec(query.order_by(col(Series.first_day).desc().nulls_last()))).first()  # type: ignore[return-value]


async def standing(db: Database, program_id: str) -> dict[date, tuple[str, int, SessionStatus]]:
    """Day → (UID, SEQUENCE, status) of a program's sessions."""
    async with db.reading() as tx:
        rows = (await tx.exec(select(Session).where(Session.program_id == program_id))).all()
    return {row.held_on: (row.uid, row.sequence, row.status) for row in rows}


async def change(db: Database, program_id: str, weekday: int, form: SeriesForm, *, confirmed: bool = True) -> int:
    """Change a weekly time; answers how many sessions differ afterwards."""
    row = await the_series(db, program_id, weekday)
    async with db.transaction() as tx:
        return len(
            await series.change_series(tx, row.id, form, ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=confirmed)
        )


async def test_the_rest_changes_and_every_session_keeps_its_uid(db: Database) -> None:
    before = await standing(db, "elderly-gathering")
    assert await change(db, "elderly-gathering", 2, FORM) == 3
    after = await standing(db, "elderly-gathering")
    wednesday, thursdays = date(2026, 11, 25), [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)]
    assert after[wednesday] == before[wednesday]
    assert [after[day][:2] for day in thursdays] == [(before[day - timedelta(days=1)][0], 1) for day in thursdays]
    assert len(after) == len(before)
    assert await told(db) == ["session_changed"] * 3


async def test_what_would_change_is_shown_without_changing_it(db: Database) -> None:
    before = await standing(db, "elderly-gathering")
    assert await change(db, "elderly-gathering", 2, FORM, confirmed=False) == 3
    assert (await standing(db, "elderly-gathering"), await told(db)) == (before, [])


async def test_saying_it_twice_makes_no_second_series(db: Database) -> None:
    old = await the_series(db, "elderly-gathering", 2)
    await change(db, "elderly-gathering", 2, FORM)
    async with db.transaction() as tx:
        with pytest.raises(ChangedSince):
            await series.change_series(tx, old.id, FORM, ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True)
    async with db.transaction() as tx:
        assert await actions.plan_ahead(tx, now=TUESDAY, settings=SETTINGS) == 0


async def test_what_somebody_changed_or_called_off_is_left_alone(db: Database) -> None:
    moved, off = await session_on(db, "elderly-gathering", date(2026, 12, 2)), date(2026, 12, 9)
    async with db.transaction() as tx:
        form = MoveForm(held_on=date(2026, 12, 1), start=time(10), end=time(12))
        await moving.move_session(tx, moved.id, form, ORGANISER, now=TUESDAY)
        gone = await session_on(db, "elderly-gathering", off)
        await actions.cancel_session(tx, gone.id, CancelForm(reason=CancelReason.ILLNESS), ORGANISER, now=TUESDAY)
    assert await change(db, "elderly-gathering", 2, FORM) == 1
    after = await standing(db, "elderly-gathering")
    assert after[date(2026, 12, 1)] == (moved.uid, 1, SessionStatus.PLANNED)
    assert after[off][2] is SessionStatus.CANCELLED
    assert {date(2026, 12, 3), date(2026, 12, 10)} & set(after) == set()
    async with db.transaction() as tx:
        assert await actions.plan_ahead(tx, now=TUESDAY, settings=SETTINGS) == 0


async def test_a_season_ends_and_what_lies_behind_it_stays_to_be_seen(db: Database) -> None:
    season = FORM.model_copy(update={"weekday": 2, "start": time(14), "last_day": date(2026, 12, 9)})
    assert await change(db, "elderly-gathering", 2, season) == 1
    after = await standing(db, "elderly-gathering")
    assert after[date(2026, 12, 16)][1:] == (1, SessionStatus.CANCELLED)
    assert await change(db, "elderly-gathering", 2, season.model_copy(update={"last_day": None})) == 1
    assert (await standing(db, "elderly-gathering"))[date(2026, 12, 16)][1:] == (2, SessionStatus.PLANNED)


async def test_a_day_without_is_called_off_and_never_planned(db: Database) -> None:
    without = FORM.model_copy(update={"weekday": 2, "start": time(14), "excepted": [date(2026, 12, 9)]})
    assert await change(db, "elderly-gathering", 2, without) == 1
    off = await session_on(db, "elderly-gathering", date(2026, 12, 9))
    assert (off.status, off.reason) == (SessionStatus.CANCELLED, CancelReason.CHANGED)


async def test_a_weekly_time_more_brings_its_sessions(db: Database) -> None:
    form = FORM.model_copy(update={"weekday": 0, "since": date(2026, 11, 30)})
    async with db.transaction() as tx:
        await series.add_series(tx, "elderly-gathering", form, ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True)
    assert {date(2026, 11, 30), date(2026, 12, 7)} <= set(await standing(db, "elderly-gathering"))


@pytest.mark.parametrize(
    ("update", "error", "field"),
    [
        ({"since": date(2026, 11, 16)}, DateHasPassed, "since"),
        ({"since": TUESDAY.date(), "weekday": 0}, DateHasPassed, "since"),
        ({"end": time(14)}, BadHours, "end"),
    ],
)
async def test_a_change_that_can_not_be_names_its_field(
    db: Database, update: dict[str, object], error: type[Exception], field: str
) -> None:
    row = await the_series(db, "elderly-gathering", 2)
    async with db.transaction() as tx:
        form = FORM.model_copy(update=update)
        with pytest.raises(error) as raised:
            await series.change_series(tx, row.id, form, ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True)
    assert raised.value.field == field  # type: ignore[attr-defined]


async def test_a_closed_day_is_skipped_moved_or_kept_and_comes_back(db: Database) -> None:
    moves = FORM.model_copy(update={"weekday": 4, "start": time(14), "on_holidays": HolidayRule.MOVE})
    await change(db, "elderly-gathering", 4, moves)  # Friday
    friday = date(2026, 12, 4)
    async with db.transaction() as tx:
        await resting.close_day(
            tx, ClosedDayForm(day=date(2026, 12, 2), name="祭り"), ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True
        )
        await resting.close_day(
            tx, ClosedDayForm(day=friday, name="祭り"), ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True
        )
    off = await session_on(db, "elderly-gathering", date(2026, 12, 2))
    assert (off.status, off.reason) == (SessionStatus.CANCELLED, CancelReason.CLOSED_DAY)
    assert friday + timedelta(days=1) in await standing(db, "elderly-gathering")
    async with db.transaction() as tx:
        for day in (date(2026, 12, 2), friday):
            await resting.open_day(tx, day, ORGANISER, now=TUESDAY, weeks=WEEKS, confirmed=True)
    after = await standing(db, "elderly-gathering")
    assert (after[date(2026, 12, 2)][2], after[friday][1]) == (SessionStatus.PLANNED, 2)


async def test_a_session_can_not_go_where_one_is(db: Database) -> None:
    wednesday = await session_on(db, "elderly-gathering", date(2026, 12, 2))
    async with db.transaction() as tx:
        form = MoveForm(held_on=date(2026, 12, 4), start=time(14), end=time(18))
        with pytest.raises(DayIsTaken):
            await moving.move_session(tx, wednesday.id, form, ORGANISER, now=TUESDAY)
