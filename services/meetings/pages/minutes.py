"""議事録: read what one may see, write part by part, approve, correct afterwards."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.meetings.actions import minutes_reading, minutes_writing
from services.meetings.api import Leader, Staff
from services.meetings.errors import ChangedMeanwhile, NoSuchPart
from services.meetings.pages.sitting import sitting_context
from services.meetings.schemas import AddendumForm, MinutesForm
from shared.clock import new_id
from shared.db import Session, undo
from shared.web import Keys, Now, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/sittings/{meeting_id}")


@doors.get("/minutes")
async def read(
    meeting_id: Reference, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now, done: str = ""
) -> Response:
    """What was said, as far as it is mine to read; the reading is written down."""
    minutes = await minutes_reading.read(tx, meeting_id, who, keys=keys, now=now)
    context = await sitting_context(tx, who, meeting_id, now)
    return render(request, "minutes.html", minutes=minutes, done=done, request_id=new_id(), **context)


@doors.post("/minutes-approval")
async def approve(meeting_id: Reference, tx: Tx, who: Leader, now: Now) -> Response:
    """They are right: lock them."""
    await minutes_writing.approve(tx, meeting_id, who, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/minutes?done=approved", status_code=303)


@doors.get("/minutes/{part}")
async def edit(
    meeting_id: Reference, part: Reference, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now
) -> Response:
    """One part to write or correct."""
    return await _form(request, tx, who, keys, meeting_id, part, now)


@doors.post("/minutes/{part}")
async def write(
    meeting_id: Reference, part: Reference, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now
) -> Response:
    """Keep it; when somebody else wrote meanwhile, show both texts and ask to join them."""
    values = await sent(request)
    try:
        form = MinutesForm.model_validate({"text": values.one("text"), "version": values.one("version")})
        await minutes_writing.write(tx, meeting_id, part, form, who, keys=keys, now=now)
    except ValidationError as error:
        return await _form(request, tx, who, keys, meeting_id, part, now, values=values, wrong=errors_of(error))
    except ChangedMeanwhile:
        await undo(tx)
        return await _form(request, tx, who, keys, meeting_id, part, now, values=values, both=True)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/minutes?done=written", status_code=303)


@doors.post("/minutes/{part}/addenda")
async def add(
    meeting_id: Reference, part: Reference, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now
) -> Response:
    """A correction after approval."""
    values = await sent(request)
    try:
        form = read_form(values, AddendumForm)
    except ValidationError as error:
        return await _form(request, tx, who, keys, meeting_id, part, now, values=values, wrong=errors_of(error))
    await minutes_writing.add(tx, meeting_id, part, form, who, keys=keys, now=now)
    return RedirectResponse(f"/meetings/sittings/{meeting_id}/minutes?done=added", status_code=303)


async def _form(
    request: Request, tx: Session, who: Staff, keys: Keys, meeting_id: str, part: str, now: Now, *,
    values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None, both: bool = False,
) -> Response:  # fmt: skip
    minutes = await minutes_reading.read(tx, meeting_id, who, keys=keys, now=now)
    shown = minutes.part(part)
    if shown is None:
        raise NoSuchPart("The sitting has no such part.")
    context = await sitting_context(tx, who, meeting_id, now)
    context |= {"wrong": wrong or {}, "values": values or Sent({"text": [shown.text or ""]})}
    return render(
        request, "minutes_part.html", status_code=409 if both else 422 if wrong else 200, minutes=minutes, part=shown,
        both=both, request_id=new_id(), **context,
    )  # fmt: skip
