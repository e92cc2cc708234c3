"""警報: which are out, and what each program does then."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import weather
from services.programs.api import Keeper, Organiser
from services.programs.schemas import WarningForm, WeatherRuleForm
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/manage")


@doors.get("/town/weather")
async def warnings(
    request: Request, tx: Read, who: Keeper, now: Now, done: str = "", entered: Reference | None = None
) -> Response:
    """Which warnings are out? Of the one just entered: who was asked."""
    is_new = done == "out" and entered is not None
    asked = await weather.organisers_asked(tx, entered, who, now=now) if is_new and entered else None
    return await _warnings(request, tx, who, Sent({}), asked=asked)


@doors.post("/town/weather")
async def issue(request: Request, tx: Tx, who: Keeper, now: Now) -> Response:
    """警報が出た: organisers are asked at the hour their rules name."""
    values = await sent(request)
    entered, wrong = await attempted(
        tx, lambda: weather.issue_warning(tx, read_form(values, WarningForm), who, now=now)
    )
    if entered is None:
        return await _warnings(request, tx, who, values, wrong)
    await weather.propose(tx, now=now)
    return RedirectResponse(f"/programs/manage/town/weather?done=out&entered={entered.id}", status_code=303)


@doors.post("/town/weather/{warning_id}/lift")
async def lift(warning_id: Reference, tx: Tx, who: Keeper, now: Now) -> Response:
    """警報が解除された."""
    await weather.lift_warning(tx, warning_id, who, now=now)
    return RedirectResponse("/programs/manage/town/weather", status_code=303)


@doors.get("/{program_id}/weather")
async def rules(program_id: Reference, request: Request, tx: Read, who: Organiser) -> Response:
    """A program's own rules."""
    return await _rules(request, tx, who, program_id, Sent({"decides_at": ["07:00"]}))


@doors.post("/{program_id}/weather")
async def add(program_id: Reference, request: Request, tx: Tx, who: Organiser) -> Response:
    """One rule more, or (with `drop`) one less."""
    values = await sent(request)
    fields = Sent({name: texts for name, texts in values.values.items() if name != "drop"})
    act = weather.drop_rule if values.one("drop") else weather.add_rule
    _, wrong = await attempted(tx, lambda: act(tx, program_id, read_form(fields, WeatherRuleForm), who))
    if wrong:
        return await _rules(request, tx, who, program_id, fields, wrong)
    return RedirectResponse(f"/programs/manage/{program_id}/weather", status_code=303)


async def _warnings(
    request: Request, tx: Session, who: Keeper, values: Sent, wrong: Mistakes | None = None, asked: int | None = None
) -> Response:
    return render(
        request, "warnings.html", asked=asked, status_code=422 if wrong else 200, wrong=wrong or {}, values=values,
        words=words, warnings=await weather.warnings_of(tx, who.municipality),
        areas=await actions.areas_of(tx, who.municipality),
    )  # fmt: skip


async def _rules(
    request: Request, tx: Session, who: Organiser, program_id: str, values: Sent, wrong: Mistakes | None = None
) -> Response:
    program = await actions.own_program(tx, who, program_id)
    return render(
        request, "weather_rules.html", status_code=422 if wrong else 200, wrong=wrong or {}, values=values,
        words=words, program=program, rules=await weather.rules_of(tx, program.id),
    )  # fmt: skip
