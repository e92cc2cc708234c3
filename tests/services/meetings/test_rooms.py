"""Rooms: never two sittings in one at a time, whoever is first; and they move with their sittings."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from services.meetings.actions import bookings, reading, rooms, series, sittings
from services.meetings.errors import NotTheChair, RoomClosed, RoomTaken, RoomTooSmall, UnknownRoom
from services.meetings.models import Booking, Meeting, Room
from services.meetings.pages.calendar import week_of
from services.meetings.rules.rooms import is_open
from services.meetings.rules.spans import Span
from services.meetings.schemas import MoveForm, RoomForm
from shared.db import Database, undo
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C, sittings_of, told
from tests.services.meetings.test_series import form as series_form

NOON = datetime(2026, 12, 3, 3, 0, tzinfo=UTC)


async def two(db: Database) -> tuple[Meeting, Meeting]:
    """Two network sittings on one day, the second an hour later."""
    async with db.transaction() as tx:
        body = await reading.find_body(tx, NAKATOSA, "network")
        first = await sittings.schedule(tx, body, NOON, 60, now=TUESDAY)
        return first, await sittings.schedule(tx, body, NOON + timedelta(hours=1), 60, now=TUESDAY)


async def take(db: Database, meeting: Meeting, room: str | None = "office") -> None:
    async with db.transaction() as tx:
        await rooms.take(tx, meeting.id, room, C, now=TUESDAY)


async def move(db: Database, meeting: Meeting, hours: int) -> None:
    async with db.transaction() as tx:
        await sittings.move(tx, meeting.id, MoveForm(starts_at=NOON + timedelta(hours=hours)), C, now=TUESDAY)


async def taken(db: Database) -> list[tuple[str, datetime]]:
    async with db.reading() as tx:
        rows = (await tx.exec(select(Booking))).all()
    return sorted((row.meeting_id, row.starts_at) for row in rows)


async def test_one_after_the_other_is_no_double_booking(db: Database) -> None:
    first, second = await two(db)
    await take(db, first)
    await take(db, second)
    assert len(await taken(db)) == 2
    async with db.reading() as tx:
        day = await rooms.day_of(tx, NAKATOSA, "office", NOON.date())
    assert [each.starts_at for each in day] == [NOON, NOON + timedelta(hours=1)]


async def test_a_room_that_is_taken_is_refused_and_nothing_changes(db: Database) -> None:
    first, second = await two(db)
    await take(db, first)
    await take(db, second)
    before = await taken(db)
    with pytest.raises(RoomTaken) as refused:
        await move(db, second, 0)
    assert refused.value.field == "room"
    assert await taken(db) == before
    async with db.reading() as tx:
        assert (await reading.find_meeting(tx, second.id)).starts_at == NOON + timedelta(hours=1)


async def test_a_rule_that_a_room_cant_follow_says_on_which_day(db: Database) -> None:
    core = next(each for each in await sittings_of(db, "core") if each.starts_at > TUESDAY)
    async with db.transaction() as tx:
        await rooms.take(tx, core.id, "office", A, now=TUESDAY)
        await rooms.put_room(tx, A, "office", RoomForm(name="朝の部屋", capacity=99, closes=time(12)))
    core = next(each for each in await sittings_of(db, "core") if each.id == core.id)
    later = series_form(start=time(14))
    async with db.transaction() as tx:
        with pytest.raises(RoomClosed) as refused:
            await series.change_rest(tx, "core", later, A, now=TUESDAY, months=13)
        await undo(tx)
    assert (refused.value.field, refused.value.title_ja[:5]) == ("start", "12月8日")
    assert core in await sittings_of(db, "core")


async def insert(db: Database, meeting: Meeting, starts_at: datetime) -> None:
    """Past all our own looks, straight into the table."""
    async with db.transaction() as tx:
        ends_at = starts_at + timedelta(hours=1)
        tx.add(
            Booking(municipality=NAKATOSA, room="office", meeting_id=meeting.id, starts_at=starts_at, ends_at=ends_at)
        )


async def shift(db: Database, meeting: Meeting, starts_at: datetime) -> None:
    async with db.transaction() as tx:
        booking = await bookings.booking_of(tx, meeting.id)
        assert booking
        booking.starts_at = starts_at
        tx.add(booking)


async def test_the_database_itself_refuses_two_at_one_time(db: Database) -> None:
    first, second = await two(db)
    await insert(db, first, NOON)
    with pytest.raises(IntegrityError):
        await insert(db, second, NOON + timedelta(minutes=59))
    await insert(db, second, NOON + timedelta(hours=1))
    with pytest.raises(IntegrityError):
        await shift(db, second, NOON)


async def test_a_room_goes_along_and_is_given_back(db: Database) -> None:
    first, second = await two(db)
    await take(db, first)
    await move(db, first, 4)
    assert await taken(db) == [(first.id, NOON + timedelta(hours=4))]
    async with db.transaction() as tx:
        await sittings.cancel(tx, first.id, C, now=TUESDAY)
    assert await taken(db) == []
    await take(db, second)
    await take(db, second, None)
    assert await taken(db) == []


async def test_everybody_called_hears_of_the_place(db: Database) -> None:
    core = next(each for each in await sittings_of(db, "core") if each.starts_at > TUESDAY)
    async with db.transaction() as tx:
        await rooms.put_room(tx, A, "hall", RoomForm(name="町民ホール", capacity=200))
        await rooms.take(tx, core.id, "hall", A, now=TUESDAY)
    assert {fact.body["place"] for fact in await told(db, "meeting_moved")} == {"町民ホール"}
    after = next(each for each in await sittings_of(db, "core") if each.id == core.id)
    assert (after.place, after.uid, after.sequence > core.sequence) == ("町民ホール", core.uid, True)


@pytest.mark.parametrize(("room", "error"), [("hut", RoomTooSmall), ("morning", RoomClosed), ("nowhere", UnknownRoom)])
async def test_a_room_that_does_not_suit_says_why(db: Database, room: str, error: type[Exception]) -> None:
    core = next(each for each in await sittings_of(db, "core") if each.starts_at > TUESDAY)
    async with db.transaction() as tx:
        await rooms.put_room(tx, A, "hut", RoomForm(name="小屋", capacity=4))
        await rooms.put_room(tx, A, "morning", RoomForm(name="朝の部屋", capacity=9, closes=time(12)))
        with pytest.raises(error):
            await rooms.take(tx, core.id, room, A, now=TUESDAY)
    assert await taken(db) == []


async def test_only_who_arranges_a_sitting_gives_it_a_room(db: Database) -> None:
    core = next(each for each in await sittings_of(db, "core") if each.starts_at > TUESDAY)
    async with db.transaction() as tx:
        with pytest.raises(NotTheChair):
            await rooms.take(tx, core.id, "office", B, now=TUESDAY)


@pytest.mark.parametrize("fields", [{"name": ""}, {"capacity": 0}, {"opens": "18:00", "closes": "9:00"}])
def test_an_impossible_room_is_no_form(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RoomForm.model_validate({"name": "x", "capacity": 3, **fields})


@given(st.integers(0, 500_000), st.integers(1, 600))
def test_a_room_is_open_for_the_whole_of_a_sitting_or_not(later: int, minutes: int) -> None:
    begins = NOON + timedelta(minutes=later)
    local = begins + timedelta(hours=9)
    ends = local + timedelta(minutes=minutes)
    fits = local.date() == ends.date() and local.time() >= time(8, 30) and ends.time() <= time(21)
    assert is_open(time(8, 30), time(21), Span(begins, begins + timedelta(minutes=minutes))) == fits


# pages


@given(st.dates())
def test_a_calendar_begins_with_sunday_and_holds_the_day(day: Any) -> None:
    for days in (week_of(day) if 2 < day.toordinal() < 3652050 else [],):
        assert not days or (days[0].weekday() == 6 and day in days and len(days) == 7)


async def test_the_calendar_shows_my_sittings_and_an_agency_its_own_slot(town: Nakatosa) -> None:
    assert "コア会議" in (await (await town.sign_in("promoter-a")).see("/meetings/calendar?on=2026-12-01")).text
    page = "/meetings/calendar?show=week&on=2026-12-17"
    assert "コア会議" not in (await (await town.sign_in("houkatsu")).see("/meetings/calendar?on=2026-12-01")).text
    assert (await (await town.sign_in("desk")).see(page)).status_code == 200
    assert (await (await town.sign_in("desk")).see("/meetings/calendar?on=whenever")).status_code == 422


async def test_a_room_is_chosen_on_the_sittings_page(town: Nakatosa) -> None:
    chair, page = await town.sign_in("promoter-c"), f"/meetings/sittings/{town.network_sitting}"
    assert (await chair.send(f"{page}/room", {"room": "office"}, page=page)).status_code == 303
    assert "中土佐町役場" in (await chair.see(page)).text
    refused = await chair.send(f"{page}/room", {"room": "nowhere"}, page=page)
    assert (refused.status_code, "部屋を選び直してください" in refused.text) == (422, True)


async def test_only_an_admin_sets_up_rooms(town: Nakatosa) -> None:
    admin = await town.sign_in("admin")
    wrong = await admin.send("/meetings/rooms", {"name": "", "capacity": "0"})
    assert wrong.status_code == 422
    assert (
        await admin.send("/meetings/rooms", {"name": "町民ホール", "capacity": "200", "opens": "09:00"})
    ).status_code == 303
    assert "町民ホール" in (await admin.see("/meetings/rooms")).text
    assert (await (await town.sign_in("promoter-a")).send("/meetings/rooms", {"name": "x"})).status_code == 403


async def test_rooms_of_a_town_file_are_there(db: Database) -> None:
    async with db.reading() as tx:
        found = await tx.get(Room, (NAKATOSA, "office"))
    assert found
    assert found.name == "中土佐町役場 2階会議室"


async def test_signing_in_leads_back_to_the_month_that_was_asked_for(town: Nakatosa) -> None:
    somebody = await town.sign_in("promoter-a")
    somebody.client.cookies.clear()
    answer = await somebody.see("/meetings/calendar?show=week&on=2026-12-08")
    assert answer.headers["location"] == "/login?next=/meetings/calendar%3Fshow%3Dweek%26on%3D2026-12-08"
