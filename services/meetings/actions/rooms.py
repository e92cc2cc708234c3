"""Rooms: set up by the town's admin, taken by sittings, given back when a sitting moves away or is called off."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select

from services.meetings.actions import bookings, placing, reading
from services.meetings.errors import MeetingIsOver
from services.meetings.models import Booking, Meeting, Room
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import RoomForm, TakenView
from shared.auth import Who
from shared.db import Session


async def rooms_of(tx: Session, municipality: str) -> Sequence[Room]:
    """The town's rooms by name."""
    query = select(Room).where(Room.municipality == municipality).order_by(col(Room.name))
    return (await tx.exec(query)).all()


async def put_room(tx: Session, who: Who, room_id: str, form: RoomForm) -> Room:
    """A room is there, or is another than it was; sittings keep what they took."""
    return await tx.merge(Room(municipality=who.municipality, id=room_id, **form.model_dump(mode="python")))


async def take(tx: Session, meeting_id: str, room_id: str | None, who: Who, *, now: datetime) -> Meeting:
    """The sitting takes a room for its time, and everybody called hears where; with None it gives its room back."""
    meeting = await reading.arranged_meeting(tx, who, meeting_id)
    if meeting.status not in {"planned", "draft"}:
        raise MeetingIsOver("The sitting is over, open or cancelled.")
    place = ""
    await bookings.release(tx, meeting)
    if room_id:
        room = await bookings.find_room(tx, meeting.municipality, room_id)
        await bookings.book(tx, meeting, room, bookings.span_of(meeting))
        place = room.name
    if await placing.change(tx, meeting, meeting.starts_at, meeting.minutes, place, now=now):
        meeting.moved_by_hand = meeting.series_day is not None
    return meeting


async def day_of(tx: Session, municipality: str, room_id: str, day: date) -> list[TakenView]:
    """When a room is taken on a day, the earliest first."""
    first = at_local_time(day, time.min)
    query = (
        select(Booking, Meeting)
        .join(Meeting, col(Meeting.id) == Booking.meeting_id)
        .where(Booking.municipality == municipality, Booking.room == room_id)
        .where(col(Booking.starts_at) < first + timedelta(days=1), col(Booking.ends_at) > first)
        .order_by(col(Booking.starts_at))
    )
    return [
        TakenView(meeting_id=meeting.id, title=meeting.title, starts_at=booking.starts_at, ends_at=booking.ends_at)
        for booking, meeting in (await tx.exec(query)).all()
    ]
