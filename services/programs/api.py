"""JSON doors of programs: what is on, for everybody; posting and calling off, for those who run it."""

from collections.abc import Awaitable
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.programs import actions, feeds
from services.programs.errors import NoSuchTown
from services.programs.models import Session as SessionRow
from services.programs.schemas import (
    CancelForm,
    DayView,
    ExtraForm,
    PostForm,
    ProgramView,
    SessionView,
    WeekForm,
)
from services.programs.settings import Settings
from shared.auth import Role, Who, may, public
from shared.clock import local_date
from shared.db import Session
from shared.errors import DomainError
from shared.feed import HEADERS, Feed, respond
from shared.web import Now, Read, Reference, Tx

log = structlog.get_logger()

api = APIRouter(prefix="/programs/api", tags=["programs"])
feed_doors = APIRouter(prefix="/programs/feeds", tags=["programs"])

Organiser = Annotated[Who, may(Role.ORGANISER, Role.COORDINATOR, Role.ADMIN)]
TownCode = Annotated[str | None, Query(pattern=r"^\d{5}$")]


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@api.get("/programs", dependencies=[public])
async def list_programs(tx: Read, town: TownCode = None) -> list[ProgramView]:
    """The town's programs; `town` is needed where there are several."""
    found = await actions.town_named(tx, town)
    return [ProgramView.of(program) for program in await actions.programs_of(tx, found.code)] if found else []


@api.get("/week", dependencies=[public])
async def show_week(
    tx: Read, now: Now, town: TownCode = None, area: Annotated[Reference | None, Query()] = None
) -> list[DayView]:
    """今週の予定: today and the six days after it."""
    found = await actions.town_named(tx, town)
    if found is None:
        raise NoSuchTown("There are no programs yet.")
    return await actions.week(tx, found.code, today=local_date(now), area=area)


@api.get("/programs/{program_id}", dependencies=[public])
async def show_program(program_id: Reference, tx: Read) -> ProgramView:
    """One program."""
    return ProgramView.of(await actions.find_program(tx, program_id))


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


@feed_doors.api_route("/town-{code}.ics", methods=["GET", "HEAD"], dependencies=[public], include_in_schema=False)
async def town_feed(code: str, request: Request, tx: Read, now: Now) -> Response:
    """All sessions of a town, for a calendar to subscribe to."""
    return await _answer(request, feeds.town_feed(tx, code, settings=settings_of(request), now=now))


@feed_doors.api_route("/{program_id}.ics", methods=["GET", "HEAD"], dependencies=[public], include_in_schema=False)
async def program_feed(program_id: str, request: Request, tx: Read, now: Now) -> Response:
    """One program's sessions, for a calendar to subscribe to."""
    return await _answer(request, feeds.program_feed(tx, program_id, settings=settings_of(request), now=now))


async def _answer(request: Request, building: Awaitable[Feed]) -> Response:
    """The feed; 503 when it can't be built, for at anything else a calendar would empty itself."""
    try:
        return respond(await building, dict(request.headers))
    except DomainError:
        raise
    except Exception as error:
        log.error("feed not built", exc_info=error)
        return Response(status_code=503, headers={**HEADERS, "Retry-After": "300"})


async def _view(tx: Session, session: SessionRow) -> SessionView:
    return (await actions.views_of(tx, [session], None))[0]
