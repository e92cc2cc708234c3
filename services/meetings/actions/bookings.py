"""Bookings: a sitting has its room for its time, takes it along when it moves, and gives it back."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from services.meetings.actions import reading
from services.meetings.errors import RoomClosed, RoomTaken, RoomTooSmall, UnknownRoom
from services.meetings.models import Booking, Meeting, Room
from services.meetings.rules.rooms import is_open
from services.meetings.rules.spans import Span
from shared.db import Session


async def find_room(tx: Session, municipality: str, room_id: str) -> Room:
    room = await tx.get(Room, (municipality, room_id))
    if room is None:
        raise UnknownRoom("There is no such room.", field="room")
    return room


async def booking_of(tx: Session, meeting_id: str) -> Booking | None:
    return (await tx.exec(select(Booking).where(Booking.meeting_id == meeting_id))).first()


async def follow(tx: Session, meeting: Meeting, starts_at: datetime, minutes: int) -> None:
    """The room moves with its sitting; RoomTaken or RoomClosed when it can't, before anything is changed."""
    if booking := await booking_of(tx, meeting.id):
        room = await find_room(tx, meeting.municipality, booking.room)
        await book(tx, meeting, room, Span(starts_at, starts_at + timedelta(minutes=minutes)))


async def release(tx: Session, meeting: Meeting) -> None:
    """Somebody else may have the room."""
    if booking := await booking_of(tx, meeting.id):
        await tx.delete(booking)
        await tx.flush()


def span_of(meeting: Meeting) -> Span:
    return Span(meeting.starts_at, meeting.starts_at + timedelta(minutes=meeting.minutes))


async def book(tx: Session, meeting: Meeting, room: Room, span: Span) -> None:
    """Give the sitting a room; RoomClosed, RoomTooSmall or RoomTaken when it can't have it."""
    if not is_open(room.opens, room.closes, span):
        raise RoomClosed(f"The room is open from {room.opens:%H:%M} to {room.closes:%H:%M}.", field="room")
    called = [call for call in await reading.invitations_of(tx, meeting.id) if call.status == "called"]
    if len(called) > room.capacity:
        raise RoomTooSmall("More are called than the room holds.", field="room")
    if await _is_taken(tx, meeting, room, span):
        raise RoomTaken("Another sitting has the room at that time.", field="room")
    booking = await booking_of(tx, meeting.id) or Booking(
        municipality=meeting.municipality, meeting_id=meeting.id, room=room.id, starts_at=span.starts_at,
        ends_at=span.ends_at,
    )  # fmt: skip
    booking.room, booking.starts_at, booking.ends_at = room.id, span.starts_at, span.ends_at
    tx.add(booking)
    try:
        await tx.flush()
    except IntegrityError as error:  # somebody took it between the look and the booking
        raise RoomTaken("Another sitting has the room at that time.", field="room") from error


async def _is_taken(tx: Session, meeting: Meeting, room: Room, span: Span) -> bool:
    query = select(Booking.id).where(
        Booking.municipality == room.municipality,
        Booking.room == room.id,
        Booking.meeting_id != meeting.id,
        col(Booking.starts_at) < span.ends_at,
        col(Booking.ends_at) > span.starts_at,
    )
    return (await tx.exec(query.limit(1))).first() is not None
