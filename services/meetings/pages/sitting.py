"""会議: what are we here for, what is my part in it; begin it (who leads), move it, call it off (an admin, too)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings import feeds, words
from services.meetings.actions import reading, sitting_view, sittings
from services.meetings.api import Arranger, Leader, Member
from services.meetings.schemas import MoveForm, NewTime
from shared.clock import TOKYO, local_date
from shared.db import Session, undo
from shared.errors import Invalid
from shared.feed import CALENDAR
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/sittings")


@doors.get("/{meeting_id}")
async def show(meeting_id: Reference, request: Request, tx: Read, who: Member, now: Now, done: str = "") -> Response:
    """Time, place, chair, my part, the agenda, who is called."""
    return render(request, "sitting.html", done=done, **await sitting_context(tx, who, meeting_id, now))


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


@doors.post("/{meeting_id}/move")
async def move(meeting_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """Another day or hour."""
    values = await sent(request)
    try:
        wanted = read_form(values, NewTime)
        starts_at = datetime.combine(wanted.day, wanted.start, TOKYO)
        await sittings.move(tx, meeting_id, MoveForm(starts_at=starts_at), who, now=now)
    except ValidationError as error:
        return await _again(request, tx, who, meeting_id, now, values, errors_of(error))
    except Invalid as error:
        await undo(tx)
        return await _again(request, tx, who, meeting_id, now, values, {"day": (error.title_ja, error.message)})
    return RedirectResponse(f"/meetings/sittings/{meeting_id}?done=move", status_code=303)


async def sitting_context(tx: Session, who: Member, meeting_id: str, now: Now) -> dict[str, Any]:
    """What the pages of one sitting show."""
    sitting = await sitting_view.sitting(tx, who, meeting_id)
    body = await reading.find_body(tx, who.municipality, sitting.body)
    called = [call for call in sitting.invitations if call.status == "called"]
    return {
        "sitting": sitting, "body": body, "names": await reading.names_of(tx, who.municipality), "words": words,
        "mine": [call for call in called if reading.is_invitee(who, call)], "today": local_date(now),
        "leads": reading.leads(who, body), "arranges": reading.arranges(who, body), "values": Sent({}), "wrong": {},
    }  # fmt: skip


async def _again(
    request: Request, tx: Session, who: Arranger, meeting_id: str, now: Now, values: Sent,
    wrong: Mapping[str, tuple[str, str]],
) -> Response:  # fmt: skip
    context = await sitting_context(tx, who, meeting_id, now)
    shown = {**context, "values": values, "wrong": wrong, "done": ""}
    return render(request, "sitting.html", status_code=422, **shown)
