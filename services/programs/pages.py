"""HTML doors of programs: 今週の予定 for residents, 今週を出す and 中止する for organisers."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.programs import actions, words
from services.programs.api import Organiser, TownCode, settings_of
from services.programs.errors import NoSuchProgram
from services.programs.rules import CancelReason, SessionStatus
from services.programs.schemas import CancelForm, SessionView, WeekForm
from shared.auth import public
from shared.clock import local_date
from shared.db import Session, undo
from shared.errors import DomainError
from shared.ui import Pages
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent

Area = Annotated[Reference | None, Query()]
Chosen = Annotated[Reference | None, Query(alias="program")]


def pages_of_programs(pages: Pages) -> APIRouter:
    """今週の予定, one program, 今週を出す, 中止する."""
    doors = APIRouter(prefix="/programs", include_in_schema=False)

    @doors.get("", dependencies=[public])
    async def board(request: Request, tx: Read, now: Now, town: TownCode = None, area: Area = None) -> Response:
        found = await actions.town_named(tx, town, request.state.who)
        code = found.code if found else ""
        today = local_date(now)
        return pages.render(
            request, "board.html", today=today, words=words, municipality=found, towns=await actions.towns(tx),
            areas=await actions.areas_of(tx, code), area=area, public_url=settings_of(request).public_url.rstrip("/"),
            days=await actions.week(tx, code, today=today, area=area),
        )  # fmt: skip

    @doors.get("/mine")
    async def mine(
        request: Request, tx: Read, who: Organiser, now: Now, chosen: Chosen = None, done: str = ""
    ) -> Response:
        return await _mine(request, tx, who, local_date(now), chosen, done=done)

    @doors.post("/mine")
    async def post_week(request: Request, tx: Tx, who: Organiser, now: Now, chosen: Chosen = None) -> Response:
        values = await sent(request)
        try:
            await actions.post_week(tx, chosen or "", read_form(values, WeekForm), who, now=now)
        except ValidationError as error:
            return await _mine(request, tx, who, local_date(now), chosen, values=values, wrong=errors_of(error))
        except DomainError as error:
            if error.field is None:
                raise
            await undo(tx)
            wrong = {error.field: (error.title_ja, error.message)}
            return await _mine(request, tx, who, local_date(now), chosen, values=values, wrong=wrong)
        return RedirectResponse(f"/programs/mine?program={chosen}&done=posted", status_code=303)

    @doors.get("/sessions/{session_id}/cancel")
    async def choose_reason(session_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
        session, program = await actions.own_session(tx, who, session_id)
        return pages.render(request, "cancel.html", session=session, program=program, reasons=words.REASONS)

    @doors.post("/sessions/{session_id}/cancel")
    async def cancel(
        session_id: Reference, reason: Annotated[CancelReason, Form()], tx: Tx, who: Organiser, now: Now
    ) -> Response:
        session = await actions.cancel_session(tx, session_id, CancelForm(reason=reason), who, now=now)
        return RedirectResponse(f"/programs/mine?program={session.program_id}&done=cancelled", status_code=303)

    @doors.post("/sessions/{session_id}/reopen")
    async def reopen(session_id: Reference, tx: Tx, who: Organiser, now: Now) -> Response:
        session = await actions.reopen_session(tx, session_id, who, now=now)
        return RedirectResponse(f"/programs/mine?program={session.program_id}&done=reopened", status_code=303)

    @doors.get("/{program_id}", dependencies=[public])
    async def show(program_id: Reference, request: Request, tx: Read, now: Now) -> Response:
        program = await actions.find_program(tx, program_id)
        sessions = await actions.coming(tx, program, today=local_date(now))
        where = actions.where_of(program, await actions.areas_of(tx, program.municipality))
        feed_url = f"{settings_of(request).public_url.rstrip('/')}/programs/feeds/{program.id}.ics"
        return pages.render(
            request, "program.html", program=program, where=where, words=words, sessions=sessions,
            times=await actions.weekly_times(tx, program.id), today=local_date(now), feed_url=feed_url,
        )  # fmt: skip

    async def _mine(
        request: Request, tx: Session, who: Organiser, today: date, chosen: str | None, *, done: str = "",
        values: Sent | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
    ) -> Response:  # fmt: skip
        programs = await actions.programs_of(tx, who.municipality)
        program = next((each for each in programs if each.id == chosen), None) or next(iter(programs), None)
        if program is None or (chosen and program.id != chosen):
            raise NoSuchProgram("There is no such program.")
        week = await actions.week_of(tx, program, today=today)
        return pages.render(
            request, "mine.html", status_code=422 if wrong else 200, programs=programs, program=program, week=week,
            today=today, done=done, wrong=wrong or {}, words=words,
            values=values or await _usual(tx, program.id, week),
        )  # fmt: skip

    return doors


async def _usual(tx: Session, program_id: str, week: list[SessionView]) -> Sent:
    """The form as it is in a usual week: every date, the line of last time."""
    dates = [view.id for view in week if view.status is SessionStatus.PLANNED]
    return Sent({"sessions": dates, "note": [await actions.last_note(tx, program_id)]})
