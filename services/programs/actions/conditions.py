"""Whom programs are for: reading it, writing it down."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from services.programs.actions.areas import check_area
from services.programs.actions.places import areas_of
from services.programs.actions.reading import own_program, programs_of
from services.programs.errors import ConditionsChanged, UnknownArea, UnknownProgram
from services.programs.models import Program, ProgramConditions
from services.programs.rules.matching import (
    Attends,
    Circumstance,
    Condition,
    Holds,
    Lives,
    Term,
    Without,
    term,
    terms_in,
)
from services.programs.schemas import Criteria, CriteriaForm, CriteriaView
from services.programs.words import Names
from shared.auth import Who
from shared.db import Session as Tx
from shared.towns import Program as ProgramFacts

Conditions = Mapping[str, tuple[Condition, ...]]


async def adopt_conditions(tx: Tx, facts: ProgramFacts) -> None:
    """Take over a town file's conditions for a program that has none yet."""
    if await tx.get(ProgramConditions, facts.id) is None:
        criteria = Criteria.model_validate(facts.audience.model_dump(exclude={"text"}))
        tx.add(ProgramConditions(program_id=facts.id, criteria=_stored(criteria)))


async def conditions_of(tx: Tx, programs: Sequence[Program]) -> Conditions:
    """Conditions by program; a program whose conditions nobody has written down is missing."""
    ids = [program.id for program in programs]
    rows = (await tx.exec(select(ProgramConditions).where(col(ProgramConditions.program_id).in_(ids)))).all()
    return {row.program_id: Criteria.model_validate(row.criteria).conditions() for row in rows}


async def criteria_of(tx: Tx, who: Who, program_id: str) -> CriteriaView:
    """Whom a program is for, to be edited."""
    program = await own_program(tx, who, program_id)
    row = await tx.get(ProgramConditions, program.id)
    return CriteriaView.model_validate({**row.criteria, "version": row.version}) if row else CriteriaView()


async def change_criteria(tx: Tx, program_id: str, form: CriteriaForm, who: Who) -> CriteriaView:
    """Write down whom a program is for. ConditionsChanged when somebody else did since it was read."""
    program = await own_program(tx, who, program_id)
    await _check_terms(tx, program, form)
    row = await tx.get(ProgramConditions, program.id, with_for_update=True)
    if form.version != (row.version if row else 0):
        raise ConditionsChanged("Somebody else changed it meanwhile.", field="version")
    stored = _stored(form.criteria())
    if row is None:
        row = ProgramConditions(program_id=program.id, criteria=stored)
    elif row.criteria != stored:
        row.criteria, row.version = stored, row.version + 1
    tx.add(row)
    return CriteriaView.model_validate({**stored, "version": row.version})


async def names_of(tx: Tx, municipality: str) -> Names:
    """What the town's programs and areas are called, for conditions in words."""
    programs = {each.id: (each.name, each.name_en or each.name) for each in await programs_of(tx, municipality)}
    return Names(programs, await areas_of(tx, municipality))


async def asked_of(tx: Tx, municipality: str) -> list[Term]:
    """What has to be known of somebody to answer for all of the town's programs: each once, in a steady order."""
    conditions = await conditions_of(tx, await programs_of(tx, municipality))
    found = {_asked(each) for one in conditions.values() for each in terms_in(one)}
    codes = [Holds(code) for code in Circumstance if Holds(code) in found]
    programs = sorted((each for each in found if isinstance(each, Attends)), key=lambda each: each.program)
    return [*([Lives()] if Lives() in found else []), *codes, *programs]


def _asked(condition: Term) -> Term:
    """People are asked what is so, never what is not; where in town they live is asked once for all areas."""
    match condition:
        case Without():
            return Holds(condition.code)
        case Lives():
            return Lives()
    return condition


async def _check_terms(tx: Tx, program: Program, form: Criteria) -> None:
    known = {each.id for each in await programs_of(tx, program.municipality)} - {program.id}
    for field, texts in (("all_of", form.all_of), ("any_of", form.any_of)):
        for each in map(term, texts):
            if isinstance(each, Attends) and each.program not in known:
                raise UnknownProgram("There is no such other program.", field=field)
            if isinstance(each, Lives):
                try:
                    await check_area(tx, program.municipality, each.area)
                except UnknownArea as error:
                    raise UnknownArea(error.message, field=field) from None


def _stored(criteria: Criteria) -> dict[str, object]:
    return criteria.model_dump(exclude_defaults=True)
