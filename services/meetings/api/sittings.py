"""Sittings: mine, one of them, convened, moved, called off, begun and ended."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.meetings.actions import sitting_view, sittings
from services.meetings.api.who import Arranger, Leader, Member
from services.meetings.schemas import ConveneForm, MeetingView, MoveForm, SittingView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/meetings")
async def my_meetings(
    tx: Read, who: Member, now: Now, body: Annotated[Reference | None, Query()] = None
) -> list[MeetingView]:
    """Coming sittings the caller is called to (or all of one body that they sit on or arrange), soonest first."""
    return await sitting_view.my_meetings(tx, who, body, now=now)


@api.post("/meetings", status_code=201)
async def convene(form: ConveneForm, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Call a sitting by hand."""
    return MeetingView.of(await sittings.convene(tx, form, who, now=now))


@api.get("/meetings/{meeting_id}")
async def show_meeting(meeting_id: Reference, tx: Read, who: Member) -> SittingView:
    """One sitting with its agenda, cut to what the caller was called for."""
    return await sitting_view.sitting(tx, who, meeting_id)


@api.post("/meetings/{meeting_id}/move")
async def move(meeting_id: Reference, form: MoveForm, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Change a sitting's time or place."""
    return MeetingView.of(await sittings.move(tx, meeting_id, form, who, now=now))


@api.post("/meetings/{meeting_id}/cancel")
async def cancel(meeting_id: Reference, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """Call a sitting off; its lines go to the next one."""
    return MeetingView.of(await sittings.cancel(tx, meeting_id, who, now=now))


@api.post("/meetings/{meeting_id}/open")
async def open_meeting(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> MeetingView:
    """Begin a sitting."""
    return MeetingView.of(await sittings.open_meeting(tx, meeting_id, who, now=now))


@api.post("/meetings/{meeting_id}/close")
async def close_meeting(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> MeetingView:
    """End a sitting; what was not decided is carried to the next one."""
    return MeetingView.of(await sittings.close_meeting(tx, meeting_id, who, now=now))
