"""中止する, and taking it back."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.api import Organiser
from services.programs.rules import CancelReason
from services.programs.schemas import CancelForm
from shared.web import Now, Read, Reference, Tx
from shared.web.pages import render

doors = APIRouter(prefix="/programs/sessions")


@doors.get("/{session_id}/cancel")
async def choose_reason(session_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
    """Why does it not take place?"""
    session, program = await actions.own_session(tx, who, session_id)
    return render(request, "cancel.html", session=session, program=program, reasons=words.REASONS)


@doors.post("/{session_id}/cancel")
async def cancel(
    session_id: Reference, reason: Annotated[CancelReason, Form()], tx: Tx, who: Organiser, now: Now
) -> Response:
    """中止する."""
    session = await actions.cancel_session(tx, session_id, CancelForm(reason=reason), who, now=now)
    return RedirectResponse(f"/programs/mine?program={session.program_id}&done=cancelled", status_code=303)


@doors.post("/{session_id}/reopen")
async def reopen(session_id: Reference, tx: Tx, who: Organiser, now: Now) -> Response:
    """中止を取り消す."""
    session = await actions.reopen_session(tx, session_id, who, now=now)
    return RedirectResponse(f"/programs/mine?program={session.program_id}&done=reopened", status_code=303)
