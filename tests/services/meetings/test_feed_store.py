"""The stored events are what the rows say, whatever happens to a town, and each change costs one revision."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from services.meetings import feeds
from services.meetings.actions import placing, sittings
from services.meetings.actions.town import plan_ahead
from services.meetings.feeds.events import events_of
from services.meetings.models import CalendarEvent, CalendarFeed, Invitation, Meeting
from services.meetings.schemas import ConveneForm, MoveForm
from shared.db import Database
from shared.db.core import execute
from tests.services.meetings.life import Life, send_to_network
from tests.services.meetings.stage import NAKATOSA, SETTINGS, TUESDAY, A, C, hear, proposed, sittings_of

Events = dict[tuple[str, str, str], dict[str, object]]


def plain(events: list[CalendarEvent]) -> Events:
    """By key; the revision and the rule's day are not part of what is shown."""
    return {
        (event.municipality, event.subject, event.uid): event.model_dump(exclude={"revision", "series_day"})
        for event in events
    }


async def stored(db: Database) -> Events:
    async with db.reading() as tx:
        return plain(list((await tx.exec(select(CalendarEvent))).all()))


async def from_rows(db: Database) -> Events:
    """What feeds would show if each were built from rows at every request."""
    calls = defaultdict(list)
    async with db.reading() as tx:
        for call in (await tx.exec(select(Invitation))).all():
            calls[call.meeting_id].append(call)
        meetings = (await tx.exec(select(Meeting))).all()
    return plain([event for meeting in meetings for event in events_of(meeting, calls[meeting.id])])


async def revisions(db: Database) -> dict[str, int]:
    async with db.reading() as tx:
        rows = (await tx.exec(select(CalendarFeed).where(CalendarFeed.municipality == NAKATOSA))).all()
    return {row.subject: row.revision for row in rows}


@pytest.mark.parametrize("seed", range(4))
async def test_the_store_equals_what_is_built_from_rows(db: Database, seed: int) -> None:
    life = Life(db, seed)
    for _ in range(25):
        await life.one_thing()
        kept, wanted = await stored(db), await from_rows(db)
        assert {key: wanted.get(key) for key in kept} == kept
        never_shown = [wanted[key] for key in wanted.keys() - kept.keys()]
        assert all(event["is_off"] and not str(event["subject"]).startswith("body:") for event in never_shown)


async def test_a_change_costs_each_feed_it_shows_in_one_revision(db: Database) -> None:
    before = await revisions(db)
    meeting = (await sittings_of(db, "core"))[0]
    form = MoveForm(starts_at=meeting.starts_at + timedelta(hours=1))
    async with db.transaction() as tx:
        await sittings.move(tx, meeting.id, form, A, now=TUESDAY)
    after = await revisions(db)
    assert {subject for subject in after if after[subject] != before.get(subject)} == {
        "body:core", "post:A", "post:B", "post:C", "post:D", "post:E",
    }  # fmt: skip
    assert after["post:D"] == before["post:D"] + 1


async def test_what_changes_nothing_costs_nothing(db: Database) -> None:
    before, meeting = await revisions(db), (await sittings_of(db, "core"))[0]
    async with db.transaction() as tx:
        await sittings.move(tx, meeting.id, MoveForm(starts_at=meeting.starts_at), A, now=TUESDAY)
        await plan_ahead(tx, now=TUESDAY, settings=SETTINGS)
    assert await revisions(db) == before


async def test_sittings_from_before_the_store_are_rendered_once(db: Database) -> None:
    wanted = await stored(db)
    async with db.transaction() as tx:
        await execute(tx, text("DELETE FROM calendar_events"))
        await execute(tx, text("DELETE FROM calendar_feeds"))
    assert await feeds.fill_calendars(db, now=TUESDAY) > 50
    assert await stored(db) == wanted
    filled = await revisions(db)
    assert await feeds.fill_calendars(db, now=TUESDAY) == 0
    assert await revisions(db) == filled


async def test_an_agency_whose_call_was_held_never_hears_of_it(db: Database) -> None:
    """Not even by its cancellation: the secrecy register decides who may know that the case is discussed."""
    form = ConveneForm(body="network", starts_at=TUESDAY + timedelta(days=3))
    async with db.transaction() as tx:
        meeting = await sittings.convene(tx, form, C, now=TUESDAY)
    await hear(db, [proposed(1)])
    await send_to_network(db, "C-2026-0001", ["houkatsu", "four-corporations"])
    async with db.transaction() as tx:
        await sittings.cancel(tx, meeting.id, C, now=TUESDAY)
    shown = {subject: event["is_off"] for (_town, subject, _uid), event in (await stored(db)).items()}
    assert (shown.get("agency:houkatsu"), shown.get("agency:four-corporations")) == (True, None)


async def test_drafts_are_in_no_feed(db: Database) -> None:
    async with db.transaction() as tx:
        meeting = Meeting(
            municipality=NAKATOSA,
            body="core",
            title="コア会議",
            starts_at=datetime(2027, 1, 5, tzinfo=UTC),
            minutes=60,
            status="draft",
            uid="draft@yui",
            changed_at=TUESDAY,
        )
        tx.add(meeting)
        await placing.change(tx, meeting, meeting.starts_at + timedelta(hours=1), 60, "公民館", now=TUESDAY)
    assert [uid for _town, _subject, uid in await stored(db) if uid == "draft@yui"] == []
