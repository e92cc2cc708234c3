"""臨時の会議: a sitting beside the body's rule, called by who arranges it."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.meetings import words
from services.meetings.actions import bodies, reading, sittings
from services.meetings.api import Arranger
from services.meetings.errors import OverlappingPosts
from services.meetings.schemas import NewSitting
from shared.auth import Who
from shared.clock import new_id
from shared.db import Session
from shared.errors import DomainError
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/meetings/bodies")


@doors.get("/{body_id}/convene")
async def show(body_id: Reference, request: Request, tx: Read, who: Arranger) -> Response:
    """The form; sent twice it makes one sitting."""
    body = await reading.arranged_body(tx, who, body_id)
    usual = {"request_id": [new_id()], "minutes": [str(body.minutes)], "place": [body.place]}
    return await _form(request, tx, who, body_id, Sent(usual))


@doors.post("/{body_id}/convene")
async def convene(body_id: Reference, request: Request, tx: Tx, who: Arranger, now: Now) -> Response:
    """It stands in the calendars of whoever always comes, and takes the lines that waited."""
    values = await sent(request)
    meeting, wrong = await attempted(
        tx, lambda: sittings.convene(tx, read_form(values, NewSitting).convenes(body_id), who, now=now), said=_said
    )
    if meeting is None:
        return await _form(request, tx, who, body_id, values, wrong)
    return RedirectResponse(f"/meetings/sittings/{meeting.id}?done=convene", status_code=303)


def _said(error: DomainError) -> Mistakes:
    """Beside the field people see."""
    at = {"starts_at": "day"}.get(error.field or "", error.field or "")
    at = "despite_overlap" if isinstance(error, OverlappingPosts) else at
    return {at: (error.title_ja, error.message)}


async def _form(
    request: Request, tx: Session, who: Who, body_id: str, values: Sent,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    return render(
        request, "convene.html", status_code=422 if wrong else 200, values=values, wrong=wrong or {}, words=words,
        body=await bodies.body_of(tx, who, body_id),
    )  # fmt: skip
