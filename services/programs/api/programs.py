"""Programs as residents read them."""

from fastapi import APIRouter

from services.programs import actions
from services.programs.api.who import TownCode
from services.programs.schemas import ProgramView
from shared.auth import public
from shared.web import Read, Reference

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
