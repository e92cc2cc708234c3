"""HTML doors of intake: the same actions as the JSON doors, for people."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.intake import actions, words
from services.intake.api import Staff, settings_of
from services.intake.rules import Stage
from services.intake.schemas import AnswerForm, CaseRef, ConsentForm, ConsultationForm, ReferralForm
from shared.clock import local_date, new_id
from shared.contracts.words import Consent
from shared.db import Session
from shared.errors import DomainError
from shared.sealed import Why
from shared.ui import Pages
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.forms import Sent, errors_of, read_form, sent

COLUMNS = (Stage.CONSULTATION, Stage.CORE, Stage.NETWORK, Stage.SUPPORT, Stage.PROGRESS)


def pages_of_intake(pages: Pages) -> APIRouter:
    """今日, 相談を受ける, 事案ボード, one case."""
    doors = APIRouter(prefix="/intake", include_in_schema=False)

    @doors.get("")
    async def today(request: Request, tx: Read, who: Staff, now: Now) -> Response:
        waiting, due = await actions.needs_me(tx, who, today=local_date(now))
        names = await actions.names_of(tx, who.municipality)
        needs = words.needs(waiting, due, names)
        return pages.render(
            request, "intake_today.html", today=local_date(now), needs=needs, lines=[], week=[],
            main_action=("相談を受ける", "/intake/consultations/new"),
        )  # fmt: skip

    @doors.get("/consultations/new")
    async def new_consultation(request: Request, tx: Read, who: Staff, case_ref: CaseRef | None = None) -> Response:
        values = {"request_id": [new_id()], "case_ref": [case_ref or ""], "agency": sorted(who.agencies)[:1]}
        return await _form(request, tx, Sent(values), {}, who.municipality)

    @doors.post("/consultations/new")
    async def take_consultation(request: Request, tx: Tx, who: Staff, keys: Keys, now: Now) -> Response:
        values = await sent(request)
        try:
            form = read_form(values, ConsultationForm, groups=["person"])
        except ValidationError as error:
            return await _form(request, tx, values, errors_of(error), who.municipality)
        try:
            days = settings_of(request).next_contact_days
            taken = await actions.take_consultation(tx, form, who, keys=keys, now=now, contact_days=days)
        except DomainError as error:
            if error.field is None:
                raise
            await tx.rollback()
            wrong = {error.field: (error.title_ja, error.message)}
            return await _form(request, tx, values, wrong, who.municipality)
        return RedirectResponse(f"/intake/cases/{taken.case_ref}?done=consultation", status_code=303)

    @doors.get("/cases")
    async def board(request: Request, tx: Read, who: Staff, now: Now, stage: Stage = Stage.CONSULTATION) -> Response:
        cases = await actions.board(tx, who, today=local_date(now))
        columns = [
            (column.value, [words.card(case, local_date(now)) for case in cases if case.stage is column])
            for column in COLUMNS
        ]
        return pages.render(request, "board.html", columns=columns, now=stage.value)

    @doors.get("/cases/{case_ref}")
    async def show_case(
        case_ref: CaseRef, request: Request, tx: Read, who: Staff, now: Now, done: str = ""
    ) -> Response:
        return await _case(request, tx, case_ref, who, now, done=done)

    @doors.post("/cases/{case_ref}/identity")
    async def read_identity(
        case_ref: CaseRef, why: Annotated[Why, Form()], request: Request, tx: Tx, who: Staff, keys: Keys, now: Now
    ) -> Response:
        identity = await actions.read_identity(tx, case_ref, who, why, keys=keys, now=now)
        return await _case(request, tx, case_ref, who, now, identity=identity)

    @doors.post("/cases/{case_ref}/consent")
    async def change_consent(
        case_ref: CaseRef, consent: Annotated[Consent, Form()], tx: Tx, who: Staff, now: Now
    ) -> Response:
        await actions.change_consent(tx, case_ref, ConsentForm(consent=consent), who, now=now)
        return RedirectResponse(f"/intake/cases/{case_ref}?done=consent", status_code=303)

    @doors.post("/cases/{case_ref}/referrals")
    async def make_referral(
        case_ref: CaseRef, from_agency: Annotated[Reference, Form()], to_agency: Annotated[Reference, Form()],
        request_id: Annotated[Reference, Form()], request: Request, tx: Tx, who: Staff, now: Now,
    ) -> Response:  # fmt: skip
        form = ReferralForm(request_id=request_id, from_agency=from_agency, to_agency=to_agency)
        days = settings_of(request).referral_answer_days
        await actions.make_referral(tx, case_ref, form, who, now=now, answer_days=days)
        return RedirectResponse(f"/intake/cases/{case_ref}?done=referral", status_code=303)

    @doors.get("/referrals/{referral_id}")
    async def show_referral(referral_id: Reference, request: Request, tx: Read, who: Staff) -> Response:
        referral = await actions.find_referral(tx, who, referral_id)
        names = await actions.names_of(tx, who.municipality)
        may_answer = referral.to_agency in who.agencies and referral.answered_at is None
        return pages.render(request, "referral.html", referral=referral, names=names, may_answer=may_answer)

    @doors.post("/referrals/{referral_id}/answer")
    async def answer_referral(
        referral_id: Reference, accepted: Annotated[bool, Form()], tx: Tx, who: Staff, now: Now
    ) -> Response:
        await actions.answer_referral(tx, referral_id, AnswerForm(accepted=accepted), who, now=now)
        return RedirectResponse(f"/intake/referrals/{referral_id}", status_code=303)

    async def _form(
        request: Request, tx: Session, values: Sent, wrong: Mapping[str, tuple[str, str]], municipality: str
    ) -> Response:
        names = await actions.names_of(tx, municipality)
        return pages.render(
            request, "consultation.html", status_code=422 if wrong else 200, values=values, wrong=wrong, names=names,
            words=words,
        )  # fmt: skip

    async def _case(
        request: Request, tx: Session, case_ref: str, who: Staff, now: Now, *, done: str = "", identity: object = None
    ) -> Response:
        case = await actions.case_for(tx, who, case_ref)
        view = (await actions.views(tx, [case], today=local_date(now)))[0]
        names = await actions.names_of(tx, who.municipality)
        return pages.render(
            request, "case.html", case=view, names=names, words=words, done=done, identity=identity,
            mine=sorted(who.agencies), works_on=actions.involved(who, case), request_id=new_id(),
        )  # fmt: skip

    return doors
