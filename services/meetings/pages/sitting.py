"""会議: what are we here for, what is my part in it; begin it (who leads), move it, call it off (an admin, too)."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import feeds, words
from services.meetings.actions import attending, bookings, empty, reading, rooms, sitting_view, sittings
from services.meetings.api import Arranger, Leader, Member
from services.meetings.errors import OverlappingPosts
from services.meetings.schemas import NewTime
from shared.clock import local_date
from shared.db import Session
from shared.errors import DomainError
from shared.feed import CALENDAR
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/sittings")


@doors.get("/{meeting_id}")
async def show(meeting_id: Reference, request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """Time, place, chair, my part, the agenda, who is called."""
    return await sitting_page(request, tx, who, meeting_id, now, done=done)


@doors.get("/{meeting_id}/calendar.ics")
async def download(meeting_id: Reference, tx: Read, who: Member) -> Response:
    """This one sitting, for a calendar that subscribes to nothing."""
    found = {"Content-Disposition": 'attachment; filename="kaigi.ics"', "Cache-Control": "private, no-store"}
    return Response(await feeds.sitting_file(tx, who, meeting_id), headers=found, media_type=CALENDAR)


@doors.post("/{meeting_id}/open")
async def begin(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
    """会議を始める."""
    await sittings.open_meeting(tx, meeting_id, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/hold", status_code=303)


@doors.post("/{meeting_id}/close")
async def end(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
    """会議を終える."""
    await sittings.close_meeting(tx, meeting_id, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=close", status_code=303)


@doors.post("/{meeting_id}/cancel")
async def cancel(meeting_id: Reference, tx: Tx, who: Arranger, now: Now) -> Response:
    """会議を取りやめる."""
    await sittings.cancel(tx, meeting_id, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=cancel", status_code=303)


@doors.post("/{meeting_id}/shorten")
async def shorten(meeting_id: Reference, tx: Tx, who: Arranger, now: Now) -> Response:
    """An agenda that stayed empty: half an hour is enough."""
    await empty.shorten(tx, meeting_id, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=move", status_code=303)


@doors.post("/{meeting_id}/move")
async def move(meeting_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """Another day or hour."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: sittings.move(tx, meeting_id, read_form(values, NewTime).moves(), who, now=now), said=_said
    )
    if wrong:
        return await sitting_page(request, tx, who, meeting_id, now, values=values, wrong=wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=move", status_code=303)


def _said(error: DomainError) -> Mistakes:
    """Beside the field people see: who sits elsewhere then can be overridden, all else is about the day."""
    at = "despite_overlap" if isinstance(error, OverlappingPosts) else "day"
    return {at: (error.title_ja, error.message)}


async def sitting_context(tx: Session, who: Member, meeting_id: str, now: Now) -> dict[str, Any]:
    """What the pages of one sitting show."""
    sitting = await sitting_view.sitting(tx, who, meeting_id)
    body = await reading.find_body(tx, who.municipality, sitting.body)
    called = [call for call in sitting.invitations if call.status == "called"]
    arranges = reading.arranges(who, body)
    booking = await bookings.booking_of(tx, meeting_id) if arranges else None
    return {
        "rooms": await rooms.rooms_of(tx, who.municipality) if arranges else [],
        "room_taken": booking.room if booking else None,
        "sitting": sitting, "body": body, "names": await reading.names_of(tx, who.municipality), "words": words,
        "mine": [call for call in called if reading.is_invitee(who, call)], "today": local_date(now),
        "leads": reading.leads(who, body), "arranges": arranges, "values": Sent({}), "wrong": {},
        "sheet": await attending.sheet(tx, who, meeting_id) if reading.leads(who, body) else None,
        "may_reply": sitting.status in ("planned", "open") and now <= sitting.ends_at,
    }  # fmt: skip


async def sitting_page(
    request: Request, tx: Session, who: Member, meeting_id: str, now: Now, *, done: str = "",
    values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    """The sitting's page; with what was typed into one of its forms and what is wrong with it."""
    context = await sitting_context(tx, who, meeting_id, now)
    shown = {**context, "values": values or Sent({}), "wrong": wrong or {}, "done": done}
    return render(request, "sitting.html", status_code=422 if wrong else 200, **shown)
