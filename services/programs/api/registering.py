"""Registering, for everybody; its rules and the attendance list for who runs a program; checks for coordinators."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.programs import actions
from services.programs.actions import attending, checking, registering, roster
from services.programs.api.who import Keeper, Organiser, Unhurried, settings_of
from services.programs.models import RegistrationRules
from services.programs.schemas import (
    AttendanceForm,
    AttendanceView,
    CheckView,
    FiguresView,
    RegistrationForm,
    RosterRow,
    RulesForm,
    TicketView,
)
from shared.auth import public
from shared.web import Keys, Now, Read, Reference, Tx

api = APIRouter()


@api.put("/programs/{program_id}/registration")
async def put_rules(program_id: Reference, form: RulesForm, tx: Tx, who: Organiser, now: Now) -> RegistrationRules:
    """How one registers for a program."""
    return await registering.put_rules(tx, program_id, form, who, now=now)


@api.post("/programs/{program_id}/registrations", dependencies=[public], status_code=201)
async def register(
    program_id: Reference, form: RegistrationForm, tx: Tx, keys: Keys, now: Now, pace: Unhurried
) -> TicketView:
    """Register; the same ticket again changes nothing."""
    return await registering.register(tx, program_id, form, keys=keys, now=now)


@api.get("/sessions/{session_id}/roster")
async def show_roster(session_id: Reference, tx: Tx, who: Organiser, keys: Keys, now: Now) -> list[RosterRow]:
    """Who is expected at a session, by name; the reading is written down."""
    session, _ = await actions.own_session(tx, who, session_id)
    return await roster.roster_of(tx, session, who, keys=keys, now=now)


@api.put("/sessions/{session_id}/attendance")
async def mark(
    session_id: Reference, form: AttendanceForm, request: Request, tx: Tx, who: Organiser, now: Now
) -> AttendanceView:
    """Who was there."""
    return await attending.mark_attendance(tx, session_id, form, who, now=now, settings=settings_of(request))


@api.get("/programs/{program_id}/figures")
async def figures(
    program_id: Reference, tx: Read, who: Organiser, first: Annotated[date, Query()], last: Annotated[date, Query()]
) -> FiguresView:
    """A span of days in counts."""
    return await attending.figures_of(tx, program_id, who, first=first, last=last)


@api.get("/checks")
async def checks(tx: Read, who: Keeper) -> list[CheckView]:
    """Regulars who were missed: somebody should look how they are."""
    return await checking.open_checks(tx, who)


@api.post("/checks/{check_id}/close", status_code=204)
async def close_check(check_id: Reference, tx: Tx, who: Keeper, now: Now) -> None:
    """Somebody looked."""
    await checking.close_check(tx, check_id, who, now=now)
