"""参加支援: what the programs answer, whom they are for, and 狭間の受け入れ."""

from fastapi import APIRouter, Request

from services.programs import actions
from services.programs.api.who import Keeper, Matcher, settings_of
from services.programs.schemas import (
    AcceptanceCount,
    AcceptanceForm,
    CriteriaForm,
    CriteriaView,
    FactsForm,
    MatchView,
)
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/match")
async def match(form: FactsForm, request: Request, tx: Read, who: Matcher, now: Now) -> list[MatchView]:
    """All of the town's programs against what is known of somebody, the best first; nothing of it is kept."""
    found = await actions.match(tx, form, who, now=now, settings=settings_of(request))
    request.app.state.matches.count([(actions.best_of(found).value,)])
    return [actions.view_of(each) for each in found]


@api.post("/programs/{program_id}/acceptances", status_code=204)
async def accept(program_id: Reference, form: AcceptanceForm, tx: Tx, who: Matcher, now: Now) -> None:
    """狭間の受け入れ: somebody comes though the conditions do not cover them."""
    await actions.accept(tx, program_id, form, who, now=now)


@api.get("/acceptances")
async def count_acceptances(tx: Read, who: Matcher) -> list[AcceptanceCount]:
    """How often each program took somebody in, by reason."""
    return list(await actions.acceptances_of(tx, who))


@api.get("/programs/{program_id}/conditions")
async def show_conditions(program_id: Reference, tx: Read, who: Matcher) -> CriteriaView:
    """Whom a program is for."""
    return await actions.criteria_of(tx, who, program_id)


@api.put("/programs/{program_id}/conditions")
async def change_conditions(program_id: Reference, form: CriteriaForm, tx: Tx, who: Keeper) -> CriteriaView:
    """Write down whom a program is for."""
    return await actions.change_criteria(tx, program_id, form, who)
