"""つなぎ: one agency asks, the other answers."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.intake import actions, words
from services.intake.api import Staff
from services.intake.schemas import AnswerForm
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.pages import render

SAY_WHY = ("引き受けられない理由を選んでください", "Please choose why you can't take it on")

doors = APIRouter(prefix="/intake/referrals")


@doors.get("/{referral_id}")
async def show_referral(referral_id: Reference, request: Request, tx: Read, who: Staff, now: Now) -> Response:
    """Who asks whom about what, and the answer."""
    return await _referral(request, tx, who, referral_id, now)


@doors.post("/{referral_id}/answer")
async def answer_referral(
    referral_id: Reference, accepted: Annotated[bool, Form()], request: Request, tx: Tx, who: Staff, now: Now,
    reason: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """引き受ける, or 引き受けられない with a reason the other side can work with."""
    if not accepted and reason not in words.DECLINES:
        return await _referral(request, tx, who, referral_id, now, wrong={"reason": SAY_WHY})
    form = AnswerForm(accepted=accepted, decline_reason=None if accepted else reason)
    await actions.answer_referral(tx, referral_id, form, who, now=now)
    return RedirectResponse(f"/intake/referrals/{referral_id}", status_code=303)


async def _referral(
    request: Request, tx: Session, who: Staff, referral_id: str, now: Now,
    wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    referral = await actions.find_referral(tx, who, referral_id)
    case = await actions.case_for(tx, who, referral.case_ref)
    return render(
        request, "referral.html", status_code=422 if wrong else 200, referral=referral, words=words, wrong=wrong or {},
        case=(await actions.views(tx, [case], today=local_date(now)))[0], works_on=actions.involved(who, case),
        names=await actions.names_of(tx, who.municipality),
        may_answer=referral.to_agency in who.agencies and referral.answered_at is None,
    )  # fmt: skip
