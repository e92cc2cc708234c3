"""プログラムを整える: what is there, is it still right, what changes?"""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import organisers, programs
from services.programs.api import Organiser, Weeks
from services.programs.models import Program
from services.programs.pages.once import sent_once
from services.programs.schemas import ProgramForm
from shared.auth import Role
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage")


@doors.get("")
async def every(request: Request, tx: Read, who: Organiser, now: Now, done: str = "") -> Response:
    """The programs one looks after, and when somebody last looked whether all of it is still true."""
    found = await actions.programs_for(tx, who)
    times = {program.id: await actions.weekly_times(tx, program.id) for program in found}
    return render(
        request, "manage.html", programs=found, times=times, words=words, today=local_date(now), done=done,
        keeps=who.has(Role.COORDINATOR, Role.ADMIN),
    )  # fmt: skip


@doors.get("/new")
async def new(request: Request, tx: Read, who: Organiser) -> Response:
    """A program that is new."""
    return await _form(request, tx, who, None, Sent({"organiser": sorted(who.organisers)[:1]}))


@doors.post("/new")
async def start(request: Request, tx: Tx, who: Organiser, now: Now) -> Response:
    """It is there; its weekly times come next."""
    values, is_first = await sent_once(tx, await sent(request), now=now)
    if not is_first:
        return RedirectResponse("/programs/manage?done=saved", status_code=303)
    program, wrong = await attempted(
        tx, lambda: programs.start_program(tx, read_form(values, ProgramForm), who, now=now)
    )
    if program is None:
        return await _form(request, tx, who, None, values, wrong)
    return RedirectResponse(f"/programs/manage/{program.id}/times/new", status_code=303)


@doors.get("/{program_id}")
async def edit(program_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
    """A program as a form, filled in as it is."""
    program = await actions.own_program(tx, who, program_id)
    return await _form(request, tx, who, program, _filled(program))


@doors.post("/{program_id}")
async def save(program_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now, weeks: Weeks) -> Response:
    """It is described anew."""
    values = await sent(request)
    _, wrong = await attempted(
        tx,
        lambda: programs.edit_program(tx, program_id, read_form(values, ProgramForm), who, now=now, weeks=weeks),
    )
    if wrong:
        return await _form(request, tx, who, await actions.own_program(tx, who, program_id), values, wrong)
    return RedirectResponse("/programs/manage?done=saved", status_code=303)


@doors.post("/{program_id}/verify")
async def verify(program_id: Reference, tx: Tx, who: Organiser, now: Now) -> Response:
    """いまも合っています."""
    await programs.verify_program(tx, program_id, who, now=now)
    return RedirectResponse("/programs/manage?done=verified", status_code=303)


async def _form(
    request: Request, tx: Session, who: Organiser, program: Program | None, values: Sent, wrong: Mistakes | None = None
) -> Response:
    found = await organisers.organisers_of(tx, who.municipality)
    return render(
        request, "program_form.html", status_code=422 if wrong else 200, program=program, values=values,
        wrong=wrong or {}, words=words, venues=await actions.venues_of(tx, who.municipality),
        areas=await actions.areas_of(tx, who.municipality),
        organisers=[row for row in found if not who.organisers or row.id in who.organisers],
    )  # fmt: skip


def _filled(program: Program) -> Sent:
    kept = {
        "name", "name_kana", "name_en", "kind", "purpose", "audience", "content", "plain", "summary_en", "irregular",
        "place", "area", "ended_on",
    }  # fmt: skip
    values = {
        **program.model_dump(mode="json", include=kept),
        "organiser": program.organiser_id,
        "venue": program.venue_id,
    }
    return Sent({name: [value] for name, value in values.items() if value})
