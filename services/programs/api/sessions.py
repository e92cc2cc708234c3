"""The week for everybody; posting and calling off for those who run it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.programs import actions
from services.programs.api.keeping import kept
from services.programs.api.who import Organiser, TownCode
from services.programs.errors import NoSuchTown
from services.programs.models import Session as SessionRow
from services.programs.rules import ProgramKind
from services.programs.schemas import CancelForm, DayView, ExtraForm, PostForm, SessionView, WeekForm
from shared.auth import public
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/week", dependencies=[public])
async def show_week(
    request: Request,
    response: Response,
    tx: Read,
    now: Now,
    town: TownCode = None,
    area: Annotated[Reference | None, Query()] = None,
    kind: ProgramKind | None = None,
) -> list[DayView]:
    """今週の予定: today and the six days after it, of an area, of a kind or all."""
    found, today = await actions.town_named(tx, town), local_date(now)
    if found is None:
        raise NoSuchTown("There are no programs yet.")
    response.headers.update(await kept(request, tx, found.code, today))
    return await actions.week(tx, found.code, today=today, area=area, kind=kind)


@api.post("/programs/{program_id}/week")
async def post_week(program_id: Reference, form: WeekForm, tx: Tx, who: Organiser, now: Now) -> list[SessionView]:
    """今週を出す: post several sessions with one line."""
    return await actions.views_of(tx, await actions.post_week(tx, program_id, form, who, now=now), None)


@api.post("/programs/{program_id}/sessions", status_code=201)
async def add_session(program_id: Reference, form: ExtraForm, tx: Tx, who: Organiser, now: Now) -> SessionView:
    """Post a date beside the weekly ones."""
    return await _view(tx, await actions.add_session(tx, program_id, form, who, now=now))


@api.post("/sessions/{session_id}/post")
async def post_session(session_id: Reference, form: PostForm, tx: Tx, who: Organiser, now: Now) -> SessionView:
    """Post one session."""
    return await _view(tx, await actions.post_session(tx, session_id, form, who, now=now))


@api.post("/sessions/{session_id}/cancel")
async def cancel_session(session_id: Reference, form: CancelForm, tx: Tx, who: Organiser, now: Now) -> SessionView:
    """Call a session off."""
    return await _view(tx, await actions.cancel_session(tx, session_id, form, who, now=now))


@api.post("/sessions/{session_id}/reopen")
async def reopen_session(session_id: Reference, tx: Tx, who: Organiser, now: Now) -> SessionView:
    """Take a cancellation back."""
    return await _view(tx, await actions.reopen_session(tx, session_id, who, now=now))


async def _view(tx: Session, session: SessionRow) -> SessionView:
    return (await actions.views_of(tx, [session], None))[0]
