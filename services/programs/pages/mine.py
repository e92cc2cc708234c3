"""今週を出す: is this week the usual?"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.api import Organiser
from services.programs.errors import NoSuchProgram
from services.programs.rules import SessionStatus
from services.programs.schemas import SessionView, WeekForm
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

Chosen = Annotated[Reference | None, Query(alias="program")]

doors = APIRouter(prefix="/programs/mine")


@doors.get("")
async def mine(request: Request, tx: Read, who: Organiser, now: Now, chosen: Chosen = None, done: str = "") -> Response:
    """The week as it usually is, ready to be posted."""
    return await _mine(request, tx, who, local_date(now), chosen, done=done)


@doors.post("")
async def post_week(request: Request, tx: Tx, who: Organiser, now: Now, chosen: Chosen = None) -> Response:
    """出す."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: actions.post_week(tx, chosen or "", read_form(values, WeekForm), who, now=now)
    )
    if wrong:
        return await _mine(request, tx, who, local_date(now), chosen, values=values, wrong=wrong)
    return RedirectResponse(f"/programs/mine?program={chosen}&done=posted", status_code=303)


async def _mine(
    request: Request, tx: Session, who: Organiser, today: date, chosen: str | None, *, done: str = "",
    values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    programs = await actions.programs_of(tx, who.municipality)
    program = next((each for each in programs if each.id == chosen), None) or next(iter(programs), None)
    if program is None or (chosen and program.id != chosen):
        raise NoSuchProgram("There is no such program.")
    week = await actions.week_of(tx, program, today=today)
    return render(
        request, "mine.html", status_code=422 if wrong else 200, programs=programs, program=program, week=week,
        today=today, done=done, wrong=wrong or {}, words=words, values=values or await _usual(tx, program.id, week),
    )  # fmt: skip


async def _usual(tx: Session, program_id: str, week: list[SessionView]) -> Sent:
    """The form as it is in a usual week: every date, the line of last time."""
    dates = [view.id for view in week if view.status is SessionStatus.PLANNED]
    return Sent({"sessions": dates, "note": [await actions.last_note(tx, program_id)]})
