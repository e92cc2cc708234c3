"""だれのためのプログラムか: in words, and changed without a word of code."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.api import Keeper
from services.programs.rules.matching import Attends, Circumstance, Holds, Lives, Term, text_of
from services.programs.schemas import Criteria, CriteriaForm
from shared.db import Session
from shared.web import Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs/match/conditions")
RULE = "rule."
ALL, NOT, ANY, ANY_NOT = "all", "not", "any", "any-not"


@doors.get("")
async def show_all(request: Request, tx: Read, who: Keeper, done: str = "") -> Response:
    """All of the town's programs, each with whom it is for."""
    programs = await actions.programs_of(tx, who.municipality)
    return render(
        request, "conditions.html", programs=programs, known=await actions.conditions_of(tx, programs), done=done,
        names=await actions.names_of(tx, who.municipality), words=words,
    )  # fmt: skip


@doors.get("/{program_id}")
async def show(program_id: Reference, request: Request, tx: Read, who: Keeper) -> Response:
    """One program's conditions, to be changed."""
    view = await actions.criteria_of(tx, who, program_id)
    return await _show(request, tx, who, program_id, _written(view, view.version))


@doors.post("/{program_id}")
async def change(program_id: Reference, request: Request, tx: Tx, who: Keeper) -> Response:
    """これで決める."""
    values = await sent(request)
    _, wrong = await attempted(
        tx, lambda: actions.change_criteria(tx, program_id, read_form(_read(values), CriteriaForm), who)
    )
    if wrong:
        return await _show(request, tx, who, program_id, values, wrong)
    return RedirectResponse("/programs/match/conditions?done=changed", status_code=303)


async def _show(
    request: Request, tx: Session, who: Keeper, program_id: str, values: Sent,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    program = await actions.own_program(tx, who, program_id)
    names = await actions.names_of(tx, who.municipality)
    others = [Attends(each) for each in names.programs if each != program_id]
    areas = [Lives(area) for area in names.areas] if len(names.areas) > 1 else []
    terms: list[Term] = [*map(Holds, Circumstance), Lives(), *areas, *others]
    rules = [(RULE + text_of(each), words.asked(each, names), isinstance(each, Holds)) for each in terms]
    used = {name for name, _, _ in rules if values.one(name)}
    return render(
        request, "condition.html", status_code=422 if wrong else 200, program=program, rules=rules, used=used,
        values=values, wrong=wrong or {}, words=words,
    )  # fmt: skip


def _written(criteria: Criteria, version: int) -> Sent:
    """The form as it stands for conditions that are written down."""
    plain = criteria.model_dump(exclude_none=True, exclude={"all_of", "any_of", "version"})
    values = {name: [str(value).lower()] for name, value in plain.items()} | {"version": [str(version)]}
    for texts, so, not_so in ((criteria.all_of, ALL, NOT), (criteria.any_of, ANY, ANY_NOT)):
        for text in texts:
            absent = text.startswith("no-")
            values[RULE + text.removeprefix("no-")] = [not_so if absent else so]
    return Sent(values)


def _read(values: Sent) -> Sent:
    """One answer a rule, as the two lists that are written down."""
    plain = {name: texts for name, texts in values.values.items() if not name.startswith(RULE)}
    chosen = {name.removeprefix(RULE): values.one(name) for name in values.values if name.startswith(RULE)}
    plain["all_of"] = _terms(chosen, ALL, NOT)
    plain["any_of"] = _terms(chosen, ANY, ANY_NOT)
    return Sent(plain)


def _terms(chosen: Mapping[str, str], so: str, not_so: str) -> list[str]:
    absent = [f"no-{term}" for term, choice in chosen.items() if choice == not_so]
    return [term for term, choice in chosen.items() if choice == so] + absent
