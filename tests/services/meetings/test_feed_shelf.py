"""Events kept in memory are what the database says, whatever happened in between and in however little room."""

import random
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, delete, select

from services.meetings.actions import reading, sittings
from services.meetings.feeds import shelf as under_test
from services.meetings.feeds.shelf import Revision, Shelf
from services.meetings.models import CalendarEvent, CalendarFeed, Meeting
from services.meetings.schemas import MoveForm
from shared.db import Database
from shared.db.core import execute
from tests.services.meetings.stage import NAKATOSA, TUESDAY, C

SUBJECTS = ("body:network", "post:C", "body:core", "body:nothing-yet")
MONTH = timedelta(days=30)


async def shown(db: Database, shelf: Shelf, now: datetime = TUESDAY) -> list[object]:
    async with db.reading() as tx:
        rows = (await tx.exec(select(CalendarFeed).where(CalendarFeed.municipality == NAKATOSA))).all()
        known = {row.subject: row.revision for row in rows}
        revisions: list[Revision] = [(subject, known.get(subject, 0), None) for subject in SUBJECTS]
        return list(await shelf.in_window(tx, NAKATOSA, revisions, "place", now=now))


async def convene(db: Database, days: int) -> Meeting:
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, "network")
        return await sittings.schedule(tx, body, TUESDAY + timedelta(days=days), 60, now=TUESDAY)


async def move(db: Database, meeting: Meeting, days: int) -> None:
    async with db.transaction() as tx:
        form = MoveForm(starts_at=TUESDAY + timedelta(days=days), place=f"部屋{days}")
        await sittings.move(tx, meeting.id, form, C, now=TUESDAY)


async def take_out(db: Database, meeting: Meeting) -> None:
    """Its events go, as when a call that was never shown is gone: the feed changes, and no row says so."""
    async with db.transaction() as tx:
        await execute(tx, delete(CalendarEvent).where(col(CalendarEvent.meeting_id) == meeting.id))
        for feed in (await tx.exec(select(CalendarFeed).where(CalendarFeed.municipality == NAKATOSA))).all():
            feed.revision += 1
            tx.add(feed)


@pytest.mark.parametrize("most_octets", [1, under_test.MOST_OCTETS])
async def test_after_any_changes_it_shows_what_a_new_one_would(db: Database, most_octets: int) -> None:
    chance, shelf = random.Random(most_octets), Shelf(most_octets)  # noqa: S311  # the same changes each time
    there: list[Meeting] = []
    for day in range(1, 25):
        deed = chance.choice(["convene", "convene", "move", "move", "take out", "nothing"])
        if deed == "convene" or not there:
            there.append(await convene(db, day))
        elif deed == "move":
            await move(db, chance.choice(there), chance.randrange(1, 380))
        elif deed == "take out":
            await take_out(db, there.pop(chance.randrange(len(there))))
        assert await shown(db, shelf) == await shown(db, Shelf())


async def test_one_that_goes_while_another_comes_is_noticed(db: Database) -> None:
    shelf, first = Shelf(), await convene(db, 3)
    before = await shown(db, shelf)
    await take_out(db, first)
    await convene(db, 4)
    after = await shown(db, shelf)
    assert (len(after), after == before, after == await shown(db, Shelf())) == (len(before), False, True)


async def test_the_window_moves_on_without_any_change(db: Database) -> None:
    shelf = Shelf()
    await convene(db, 3)
    for months in range(15):
        now = TUESDAY + months * MONTH
        assert await shown(db, shelf, now) == await shown(db, Shelf(), now)


async def test_of_many_events_only_the_changed_one_is_read(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, meetings = Shelf(), [await convene(db, day) for day in range(1, 9)]
    await shown(db, shelf)
    read, was = [], under_test._read

    async def counted(*asked: object) -> dict[str, object]:
        found = await was(*asked)  # type: ignore[arg-type]  # handed through
        read.append(len(found))
        return found  # type: ignore[return-value]

    monkeypatch.setattr(under_test, "_read", counted)
    await move(db, meetings[0], 100)
    await shown(db, shelf)
    assert sum(read) <= 2  # its body's, and the leader's own
