"""今週の予定 for residents, and one program."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import queueing
from services.programs.api import TownCode, settings_of
from services.programs.models import RegistrationRules
from shared.auth import public
from shared.clock import local_date
from shared.web import Now, Read, Reference
from shared.web.pages import render

doors = APIRouter(prefix="/programs")


@doors.get("", dependencies=[public])
async def board(
    request: Request, tx: Read, now: Now, town: TownCode = None, area: Annotated[Reference | None, Query()] = None
) -> Response:
    """What's on near me?"""
    found = await actions.town_named(tx, town, request.state.who)
    code = found.code if found else ""
    today = local_date(now)
    return render(
        request, "board.html", today=today, words=words, municipality=found, towns=await actions.towns(tx),
        areas=await actions.areas_of(tx, code), area=area, public_url=_public_url(request),
        days=await actions.week(tx, code, today=today, area=area),
    )  # fmt: skip


@doors.get("/{program_id}", dependencies=[public])
async def show(program_id: Reference, request: Request, tx: Read, now: Now) -> Response:
    """One program: who it is for, where, its coming dates, its calendar."""
    program = await actions.find_program(tx, program_id)
    sessions = await actions.coming(tx, program, today=local_date(now))
    places = await actions.places_of(tx, program.municipality)
    return render(
        request, "program.html", program=program, settings=await tx.get(RegistrationRules, program.id),
        free=(await queueing.free_places(tx, program.municipality)).get(program.id),
        where=places.name(program), words=words, sessions=sessions,
        times=await actions.weekly_times(tx, program.id), today=local_date(now),
        feed_url=f"{_public_url(request)}/programs/feeds/{program.id}.ics",
    )  # fmt: skip


def _public_url(request: Request) -> str:
    return settings_of(request).public_url.rstrip("/")
