"""部屋: which there are, when each is taken; for the admin: set them up; for who arranges a sitting: take one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import bookings, rooms
from services.meetings.api import Admin, Arranger, Member
from services.meetings.pages.sitting import sitting_page
from services.meetings.schemas import RoomChoice, RoomForm
from shared.auth import Role
from shared.clock import local_date, new_id
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings")

Wrong = Mapping[str, tuple[str, str]]


@doors.get("/rooms")
async def every(request: Request, tx: Read, who: Member) -> Response:
    """Where can we meet?"""
    return await _list(request, tx, who)


@doors.post("/rooms")
async def add(request: Request, tx: Tx, who: Admin) -> Response:
    """One room more."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: rooms.put_room(tx, who, new_id(), read_form(values, RoomForm)))
    if wrong:
        return await _list(request, tx, who, values, wrong)
    return RedirectResponse("/meetings/rooms", status_code=303)


@doors.get("/rooms/{room_id}")
async def day(
    room_id: Reference, request: Request, tx: Read, who: Member, now: Now, on: Annotated[date | None, Query()] = None
) -> Response:
    """A room's day: when is it free?"""
    shown = on or local_date(now)
    return render(
        request, "room.html", room=await bookings.find_room(tx, who.municipality, room_id), day=shown, words=words,
        taken=await rooms.day_of(tx, who.municipality, room_id, shown), today=local_date(now),
        before=shown - timedelta(days=1), after=shown + timedelta(days=1),
    )  # fmt: skip


@doors.post("/sittings/{meeting_id}/room")
async def take(meeting_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """This sitting is there."""
    values = await sent(request)
    _, wrong = await attempted(tx, lambda: rooms.take(tx, meeting_id, read_form(values, RoomChoice).room, who, now=now))
    if wrong:
        return await sitting_page(request, tx, who, meeting_id, now, values=values, wrong=wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=move", status_code=303)


async def _list(
    request: Request, tx: Session, who: Member, values: Sent | None = None, wrong: Wrong | None = None
) -> Response:
    return render(
        request, "rooms.html", status_code=422 if wrong else 200, rooms=await rooms.rooms_of(tx, who.municipality),
        words=words, values=values or Sent({}), wrong=wrong or {}, may_add=who.has(Role.ADMIN),
    )  # fmt: skip
