"""相談を受ける: one form in three steps on one page; what was typed stays when something is wrong."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.intake import actions, words
from services.intake.api import Staff, settings_of
from services.intake.schemas import CaseRef, ConsultationForm
from shared.clock import new_id
from shared.db import Session, undo
from shared.errors import DomainError
from shared.web import Keys, Now, Read, Tx
from shared.web.forms import Sent, errors_of, read_form, sent
from shared.web.pages import render

doors = APIRouter(prefix="/intake/consultations")


@doors.get("/new")
async def new_consultation(
    request: Request, tx: Read, who: Staff, case_ref: Annotated[CaseRef | None, Query()] = None
) -> Response:
    """An empty form, or one for a further contact of a case I work on."""
    if case_ref:
        await actions.involved_case(tx, who, case_ref)
    values = {"request_id": [new_id()], "case_ref": [case_ref or ""], "agency": sorted(who.agencies)[:1]}
    return await _form(request, tx, who, Sent(values), {})


@doors.post("/new")
async def take_consultation(request: Request, tx: Tx, who: Staff, keys: Keys, now: Now) -> Response:
    """Write it down and go on to the case."""
    values = _settled(await sent(request))
    try:
        form = read_form(values, ConsultationForm, groups=["person"])
        days = settings_of(request).next_contact_days
        taken = await actions.take_consultation(tx, form, who, keys=keys, now=now, contact_days=days)
    except ValidationError as error:
        return await _form(request, tx, who, values, errors_of(error))
    except DomainError as error:
        await undo(tx)
        wrong = {error.field or "form": (error.title_ja, error.message)}
        return await _form(request, tx, who, values, wrong, status=error.status)
    return RedirectResponse(f"/intake/cases/{taken.case_ref}?done=consultation", status_code=303)


def _settled(values: Sent) -> Sent:
    """Without a ◎ on an issue that was unticked again: the browser still sends it."""
    if values.one("most_pressing") in values.all("categories"):
        return values
    return Sent({name: texts for name, texts in values.values.items() if name != "most_pressing"})


async def _form(
    request: Request, tx: Session, who: Staff, values: Sent, wrong: Mapping[str, tuple[str, str]], status: int = 422
) -> Response:
    names = await actions.names_of(tx, who.municipality)
    return render(
        request, "consultation.html", status_code=status if wrong else 200, values=values, wrong=wrong, names=names,
        words=words, mine=sorted(who.agencies), days=settings_of(request).next_contact_days,
    )  # fmt: skip
