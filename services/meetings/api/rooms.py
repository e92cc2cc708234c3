"""Rooms: which there are, who has them when, and taking one."""

from datetime import date

from fastapi import APIRouter

from services.meetings.actions import bookings, rooms
from services.meetings.api.who import Admin, Arranger, Member
from services.meetings.schemas import MeetingView, RoomChoice, RoomForm, RoomView, TakenView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/rooms")
async def list_rooms(tx: Read, who: Member) -> list[RoomView]:
    """The town's rooms."""
    return [RoomView.of(room) for room in await rooms.rooms_of(tx, who.municipality)]


@api.put("/rooms/{room_id}")
async def put_room(room_id: Reference, form: RoomForm, tx: Tx, who: Admin) -> RoomView:
    """Set up a room, or change it."""
    return RoomView.of(await rooms.put_room(tx, who, room_id, form))


@api.get("/rooms/{room_id}/days/{day}")
async def room_day(room_id: Reference, day: date, tx: Read, who: Member) -> list[TakenView]:
    """When a room is taken on a day."""
    await bookings.find_room(tx, who.municipality, room_id)
    return await rooms.day_of(tx, who.municipality, room_id, day)


@api.post("/meetings/{meeting_id}/room")
async def take_room(meeting_id: Reference, form: RoomChoice, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """The sitting takes a room, or gives it back."""
    return MeetingView.of(await rooms.take(tx, meeting_id, form.room, who, now=now))
