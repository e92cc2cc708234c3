"""印刷: the agenda and the minutes as A4, cut to their reader. The paper is drawn after the transaction has ended."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.meetings.actions import printing
from services.meetings.api import Staff
from shared.paper import Paper, Press
from shared.web import Keys, Now, Reference
from shared.web.pages import lang_of

doors = APIRouter(prefix="/meetings/sittings/{meeting_id}")


@doors.get("/agenda.pdf")
async def print_agenda(meeting_id: Reference, request: Request, who: Staff, now: Now) -> Response:
    """次第."""
    async with request.app.state.db.reading() as tx:
        paper = await printing.agenda(tx, meeting_id, who, lang_of(request), now=now)
    return await _printed(request, paper, "agenda")


@doors.get("/minutes.pdf")
async def print_minutes(meeting_id: Reference, request: Request, who: Staff, keys: Keys, now: Now) -> Response:
    """議事録; the reading is written down."""
    async with request.app.state.db.transaction() as tx:
        paper = await printing.minutes(tx, meeting_id, who, lang_of(request), keys=keys, now=now)
    return await _printed(request, paper, "minutes")


async def _printed(request: Request, paper: Paper, name: str) -> Response:
    press: Press = request.app.state.press
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(await press.print(paper), media_type="application/pdf", headers=headers)
