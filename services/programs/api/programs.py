"""Programs as residents read them and organisers describe them."""

from fastapi import APIRouter, Request, Response

from services.programs import actions
from services.programs.actions import programs
from services.programs.api.keeping import kept
from services.programs.api.who import Organiser, TownCode, Weeks
from services.programs.schemas import ComingView, ProgramForm, ProgramView
from shared.auth import public
from shared.clock import local_date
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.get("/programs", dependencies=[public])
async def list_programs(tx: Read, town: TownCode = None) -> list[ProgramView]:
    """The town's programs; `town` is needed where there are several."""
    found = await actions.town_named(tx, town)
    return [ProgramView.of(program) for program in await actions.programs_of(tx, found.code)] if found else []


@api.get("/programs/{program_id}", dependencies=[public])
async def show_program(program_id: Reference, tx: Read) -> ProgramView:
    """One program."""
    return ProgramView.of(await actions.find_program(tx, program_id))


@api.get("/programs/{program_id}/coming", dependencies=[public])
async def show_coming(program_id: Reference, request: Request, response: Response, tx: Read, now: Now) -> ComingView:
    """One program with its dates of the next four weeks."""
    today = local_date(now)
    response.headers.update(await kept(request, tx, await actions.town_of(tx, program_id), today))
    program = await actions.find_program(tx, program_id)
    return ComingView(program=ProgramView.of(program), sessions=await actions.coming(tx, program, today=today))


@api.post("/programs", status_code=201)
async def start_program(form: ProgramForm, tx: Tx, who: Organiser, now: Now) -> ProgramView:
    """A program that is new; its weekly times are added next."""
    return ProgramView.of(await programs.start_program(tx, form, who, now=now))


@api.put("/programs/{program_id}")
async def edit_program(
    program_id: Reference, form: ProgramForm, tx: Tx, who: Organiser, now: Now, weeks: Weeks
) -> ProgramView:
    """Describe a program anew."""
    return ProgramView.of(await programs.edit_program(tx, program_id, form, who, now=now, weeks=weeks))
