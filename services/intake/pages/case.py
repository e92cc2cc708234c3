"""One case: where it stands, who they are (each reading is written down), consent, つなぎ."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.intake import actions, rules, words
from services.intake.api import Staff, settings_of
from services.intake.schemas import CaseRef, ConsentForm, IdentityView, ReferralForm
from shared.clock import local_date, new_id
from shared.contracts.words import Consent
from shared.db import Session, undo
from shared.errors import DomainError
from shared.sealed import Why
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.pages import render

ASK_WHY = ("見る理由を選んでください", "Please choose why you read it")

doors = APIRouter(prefix="/intake/cases")


@doors.get("/{case_ref}")
async def show_case(case_ref: CaseRef, request: Request, tx: Read, who: Staff, now: Now, done: str = "") -> Response:
    """What is known without naming anybody, and what can be done next."""
    return await _case(request, tx, case_ref, who, now, done=done)


@doors.post("/{case_ref}/identity")
async def read_identity(
    case_ref: CaseRef, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now, why: Annotated[str, Form()] = ""
) -> Response:
    """Who they are, for a reason one gives."""
    if why not in words.REASONS:
        return await _case(request, tx, case_ref, who, now, wrong={"why": ASK_WHY})
    identity = await actions.read_identity(tx, case_ref, who, Why(why), keys=keys, now=now)
    return await _case(request, tx, case_ref, who, now, identity=identity)


@doors.post("/{case_ref}/consent")
async def change_consent(
    case_ref: CaseRef, consent: Annotated[Consent, Form()], tx: Tx, who: Staff, now: Now
) -> Response:
    """Consent was asked, given or withdrawn."""
    await actions.change_consent(tx, case_ref, ConsentForm(consent=consent), who, now=now)
    return RedirectResponse(f"/intake/cases/{case_ref}?done=consent", status_code=303)


@doors.post("/{case_ref}/referrals")
async def make_referral(
    case_ref: CaseRef, request: Request, tx: Tx, who: Staff, now: Now, from_agency: Annotated[Reference, Form()],
    request_id: Annotated[Reference, Form()], to_agency: Annotated[Reference | None, Form()] = None,
) -> Response:  # fmt: skip
    """つなぎ: ask another agency."""
    try:
        form = ReferralForm(request_id=request_id, from_agency=from_agency, to_agency=to_agency or from_agency)
        days = settings_of(request).referral_answer_days
        await actions.make_referral(tx, case_ref, form, who, now=now, answer_days=days)
    except DomainError as error:
        if error.field != "to_agency":
            raise
        await undo(tx)
        return await _case(request, tx, case_ref, who, now, wrong={"to_agency": (error.title_ja, error.message)})
    return RedirectResponse(f"/intake/cases/{case_ref}?done=referral", status_code=303)


async def _case(
    request: Request, tx: Session, case_ref: str, who: Staff, now: Now, *, done: str = "",
    identity: IdentityView | None = None, wrong: Mapping[str, tuple[str, str]] | None = None,
) -> Response:  # fmt: skip
    case = await actions.involved_case(tx, who, case_ref)
    view = (await actions.views(tx, [case], today=local_date(now)))[0]
    return render(
        request, "case.html", status_code=422 if wrong else 200, case=view, words=words, done=done, identity=identity,
        names=await actions.names_of(tx, who.municipality), mine=sorted(who.agencies), request_id=new_id(),
        referrals=await actions.referrals_on(tx, who, case_ref), wrong=wrong or {},
        steps=[step for step in Consent if step in rules.CONSENT_STEPS[case.consent]],
    )  # fmt: skip
