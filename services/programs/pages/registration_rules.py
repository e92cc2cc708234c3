"""申込みのきまり of a program; and the coordinator's quiet checks (見守り)."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import checking, registering
from services.programs.api import Keeper, Organiser
from services.programs.models import RegistrationRules
from services.programs.schemas import RulesForm
from shared.db import Session
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage")


@doors.get("/town/checks")
async def checks(request: Request, tx: Read, who: Keeper) -> Response:
    """Which regulars were missed?"""
    return render(request, "checks.html", checks=await checking.open_checks(tx, who), shown=None, words=words)


@doors.post("/town/checks/{check_id}")
async def who_is_it(check_id: Reference, request: Request, tx: Tx, who: Keeper, keys: Keys, now: Now) -> Response:
    """Name and number of one, on purpose: the reading is written down."""
    person = await checking.person_of(tx, check_id, who, keys=keys, now=now)
    return render(
        request, "checks.html", checks=await checking.open_checks(tx, who), shown=(check_id, *person), words=words,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


@doors.post("/town/checks/{check_id}/close")
async def close(check_id: Reference, tx: Tx, who: Keeper, now: Now) -> Response:
    """Somebody looked."""
    await checking.close_check(tx, check_id, who, now=now)
    return RedirectResponse("/programs/manage/town/checks", status_code=303)


@doors.get("/{program_id}/registration")
async def show(program_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
    """The rules as a form, filled in as they are."""
    row = await tx.get(RegistrationRules, program_id)
    kept = row.model_dump(mode="json", exclude={"program_id"}) if row else {"has_waiting_list": True, "is_open": True}
    values = {name: [str(value).lower()] for name, value in kept.items() if value not in (None, False)}
    return await _form(request, tx, who, program_id, Sent(values))


@doors.post("/{program_id}/registration")
async def save(program_id: Reference, request: Request, tx: Tx, who: Organiser, now: Now) -> Response:
    """They are as the form says."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: registering.put_rules(tx, program_id, read_form(values, RulesForm), who, now=now)
    )
    if wrong:
        return await _form(request, tx, who, program_id, values, wrong)
    return RedirectResponse("/programs/manage?done=saved", status_code=303)


async def _form(
    request: Request, tx: Session, who: Organiser, program_id: str, values: Sent, wrong: Mistakes | None = None
) -> Response:
    program = await actions.own_program(tx, who, program_id)
    return render(
        request, "registration_rules.html", status_code=422 if wrong else 200, program=program, values=values,
        wrong=wrong or {}, words=words,
    )  # fmt: skip
