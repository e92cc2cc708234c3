"""What is kept of a calendar: spans of one person, replaced whole, asked by time, forgotten when past."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from services.meetings.actions import busy_times
from services.meetings.models import BusyCalendar, BusyTime
from services.meetings.rules.busy import reach_of
from services.meetings.rules.spans import Span
from shared.auth import Who
from shared.db import Database
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C

HOUR = timedelta(hours=1)
NOON = TUESDAY + timedelta(days=1, hours=2)


def hours(*starts: datetime) -> list[Span]:
    return [Span(start, start + HOUR) for start in starts]


async def hand_in(db: Database, who: Who, spans: list[Span]) -> None:
    async with db.transaction() as tx:
        await busy_times.replace(tx, who, spans, now=TUESDAY)


async def kept(db: Database) -> set[tuple[str, datetime, datetime]]:
    async with db.reading() as tx:
        return {(row.account_id, row.starts_at, row.ends_at) for row in (await tx.exec(select(BusyTime))).all()}


async def busy(db: Database, starts_at: datetime, ends_at: datetime, municipality: str = NAKATOSA) -> set[str]:
    async with db.reading() as tx:
        return await busy_times.busy_at(tx, municipality, ["A", "B", "C"], starts_at, ends_at)


async def test_a_new_calendar_replaces_the_old_one_whole(db: Database) -> None:
    await hand_in(db, A, hours(NOON, NOON + 3 * HOUR))
    await hand_in(db, B, hours(NOON))
    await hand_in(db, A, hours(NOON + 5 * HOUR))
    assert await kept(db) == {("A", NOON + 5 * HOUR, NOON + 6 * HOUR), ("B", NOON, NOON + HOUR)}
    async with db.reading() as tx:
        mine = await busy_times.of_person(tx, A, now=TUESDAY)
    assert mine
    assert (mine.uploaded_at, mine.reaches_until, mine.times) == (TUESDAY, reach_of(TUESDAY).ends_at, 1)


async def test_two_calendars_at_once_leave_one_of_them(db: Database) -> None:
    first, second = hours(NOON, NOON + 2 * HOUR), hours(NOON, NOON + 4 * HOUR)
    await asyncio.gather(hand_in(db, A, first), hand_in(db, A, second))
    assert {start for _whose, start, _end in await kept(db)} in (
        {NOON, NOON + 2 * HOUR},
        {NOON, NOON + 4 * HOUR},
    )


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [(-1, 0, set()), (-1, 0.1, {"A"}), (0.2, 0.3, {"A"}), (0.9, 3, {"A", "B"}), (1, 2, set()), (1, 9, {"B"})],
)
async def test_who_is_busy_between_two_moments(db: Database, starts: float, ends: float, expected: set[str]) -> None:
    await hand_in(db, A, hours(NOON))
    await hand_in(db, B, hours(NOON + 2 * HOUR))
    await hand_in(db, C, [])
    assert await busy(db, NOON + starts * HOUR, NOON + ends * HOUR) == expected


async def test_nobody_of_another_town_is_seen(db: Database) -> None:
    await hand_in(db, A, hours(NOON))
    assert await busy(db, NOON, NOON + HOUR, "39204") == set()


async def test_forgetting_takes_ones_own_and_nobody_elses(db: Database) -> None:
    await hand_in(db, A, hours(NOON))
    await hand_in(db, B, hours(NOON))
    for _again in range(2):
        async with db.transaction() as tx:
            await busy_times.forget(tx, A)
    assert {whose for whose, _start, _end in await kept(db)} == {"B"}
    async with db.reading() as tx:
        assert await busy_times.of_person(tx, A, now=TUESDAY) is None


async def test_what_is_past_is_forgotten_by_itself(db: Database) -> None:
    await hand_in(db, A, hours(NOON, NOON + 2 * HOUR))
    async with db.transaction() as tx:
        await busy_times.forget_past(tx, now=NOON + HOUR)
    assert {start for _whose, start, _end in await kept(db)} == {NOON + 2 * HOUR}
    async with db.transaction() as tx:
        await busy_times.forget_past(tx, now=TUESDAY + timedelta(days=400))
    async with db.reading() as tx:
        assert (await tx.exec(select(BusyCalendar))).all() == []
