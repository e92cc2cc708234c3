"""これからの日付: one date moved, called off, or added beside the weekly ones."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import moving
from services.programs.api import Organiser, Weeks
from services.programs.models import Program, Session
from services.programs.pages.once import sent_once
from services.programs.schemas import ExtraForm, MoveForm
from shared.clock import TOKYO, local_date
from shared.db import Session as Reading
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage")


@doors.get("/{program_id}/dates")
async def every(
    program_id: Reference, request: Request, tx: Read, who: Organiser, now: Now, weeks: Weeks, done: str = ""
) -> Response:
    """A program's coming dates."""
    return await _dates(request, tx, who, program_id, now, weeks, done=done)


@doors.post("/{program_id}/dates")
async def add(program_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now, weeks: Weeks) -> Response:
    """A date beside the weekly ones (課外学習)."""
    values, is_first = await sent_once(tx, await sent(request), now=now)
    wrong: Mistakes = {}
    if is_first:
        _, wrong = await attempted(
            tx, lambda: actions.add_session(tx, program_id, read_form(values, ExtraForm), who, now=now)
        )
    if wrong:
        return await _dates(request, tx, who, program_id, now, weeks, values=values, wrong=wrong)
    return RedirectResponse(f"/programs/manage/{program_id}/dates?done=added", status_code=303)


@doors.get("/sessions/{session_id}")
async def one(session_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
    """One date as a form."""
    session, program = await actions.own_session(tx, who, session_id)
    return await _move(request, tx, session, program, _filled(session, program))


@doors.post("/sessions/{session_id}")
async def move(session_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now) -> Response:
    """This date alone is different."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: moving.move_session(tx, session_id, read_form(values, MoveForm), who, now=now)
    )
    session, program = await actions.own_session(tx, who, session_id)
    if wrong:
        return await _move(request, tx, session, program, values, wrong)
    return RedirectResponse(f"/programs/manage/{program.id}/dates?done=moved", status_code=303)


async def _dates(
    request: Request, tx: Reading, who: Organiser, program_id: str, now: Now, weeks: int, *, done: str = "",
    values: Sent | None = None, wrong: Mistakes | None = None,
) -> Response:  # fmt: skip
    program = await actions.own_program(tx, who, program_id)
    sessions = await actions.coming(tx, program, today=local_date(now), weeks=weeks)
    return render(
        request, "dates.html", status_code=422 if wrong else 200, program=program, sessions=sessions, done=done,
        values=values or Sent({}), wrong=wrong or {}, words=words, today=local_date(now),
        venues=await actions.venues_of(tx, program.municipality),
        change=await actions.last_change(tx, who, now=now, of=program),
    )  # fmt: skip


async def _move(
    request: Request, tx: Reading, session: Session, program: Program, values: Sent, wrong: Mistakes | None = None
) -> Response:
    return render(
        request, "move.html", status_code=422 if wrong else 200, session=session, program=program, values=values,
        wrong=wrong or {}, words=words, venues=await actions.venues_of(tx, program.municipality),
    )  # fmt: skip


def _filled(session: Session, program: Program) -> Sent:
    times = {"start": session.starts_at, "end": session.ends_at}
    hours = {name: [f"{at.astimezone(TOKYO):%H:%M}"] for name, at in times.items() if at}
    venue = session.venue_id or program.venue_id or ""
    return Sent({"held_on": [session.held_on.isoformat()], "note": [session.note], "venue": [venue], **hours})
