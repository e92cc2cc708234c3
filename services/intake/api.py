"""JSON doors of intake: parse, call one action, shape the answer."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.intake import actions
from services.intake.schemas import (
    AnswerForm,
    CaseRef,
    CaseView,
    ConsentForm,
    ConsultationForm,
    ConsultationView,
    EmergencyForm,
    IdentityView,
    ReferralForm,
    ReferralView,
)
from services.intake.settings import Settings
from shared.auth import Role, Who, may
from shared.clock import local_date
from shared.db import Session
from shared.sealed import Why
from shared.web import Keys, Now, Read, Reference, Tx

api = APIRouter(prefix="/intake/api", tags=["intake"])

Staff = Annotated[Who, may(Role.AGENCY_STAFF, Role.PROMOTER)]
Admin = Annotated[Who, may(Role.ADMIN)]


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@api.post("/consultations", status_code=201)
async def take_consultation(
    form: ConsultationForm, request: Request, tx: Tx, who: Staff, keys: Keys, now: Now
) -> ConsultationView:
    """Record one contact (相談受付・申込票); screening decides whether it goes to the core meeting."""
    days = settings_of(request).next_contact_days
    return await actions.take_consultation(tx, form, who, keys=keys, now=now, contact_days=days)


@api.get("/cases")
async def list_cases(tx: Read, who: Staff, now: Now) -> list[CaseView]:
    """Open cases the caller works on, those whose day has come first."""
    return await actions.board(tx, who, today=local_date(now))


@api.get("/cases/{case_ref}")
async def show_case(case_ref: CaseRef, tx: Read, who: Staff, now: Now) -> CaseView:
    """One case by its reference, without personal text."""
    return await _view(tx, who, case_ref, now)


@api.get("/cases/{case_ref}/identity")
async def read_identity(
    case_ref: CaseRef, why: Annotated[Why, Query()], tx: Tx, who: Staff, keys: Keys, now: Now
) -> IdentityView:
    """Who the people are; the reading is written down with its purpose."""
    return await actions.read_identity(tx, case_ref, who, why, keys=keys, now=now)


@api.post("/cases/{case_ref}/consent")
async def change_consent(case_ref: CaseRef, form: ConsentForm, tx: Tx, who: Staff, now: Now) -> CaseView:
    """Record that consent was asked, given or withdrawn."""
    await actions.change_consent(tx, case_ref, form, who, now=now)
    return await _view(tx, who, case_ref, now)


@api.post("/cases/{case_ref}/emergency", status_code=201)
async def start_emergency(case_ref: CaseRef, form: EmergencyForm, tx: Tx, who: Staff, now: Now) -> CaseView:
    """Record support that could not wait (事後報告 follows at the core meeting)."""
    await actions.start_emergency(tx, case_ref, form, who, now=now)
    return await _view(tx, who, case_ref, now)


@api.post("/cases/{case_ref}/referrals", status_code=201)
async def make_referral(
    case_ref: CaseRef, form: ReferralForm, request: Request, tx: Tx, who: Staff, now: Now
) -> ReferralView:
    """Ask another agency to take something on (つなぎ)."""
    days = settings_of(request).referral_answer_days
    return ReferralView.of(await actions.make_referral(tx, case_ref, form, who, now=now, answer_days=days))


@api.get("/referrals")
async def list_referrals(tx: Read, who: Staff, unanswered: Annotated[bool, Query()] = False) -> list[ReferralView]:
    """Referrals from or to the caller's agencies, oldest first."""
    return [ReferralView.of(row) for row in await actions.referrals_of(tx, who, unanswered=unanswered)]


@api.post("/referrals/{referral_id}/answer")
async def answer_referral(referral_id: Reference, form: AnswerForm, tx: Tx, who: Staff, now: Now) -> ReferralView:
    """Accept or decline a referral."""
    return ReferralView.of(await actions.answer_referral(tx, referral_id, form, who, now=now))


@api.delete("/cases/{case_ref}/identity", status_code=204)
async def erase_identity(case_ref: CaseRef, tx: Tx, who: Admin, now: Now) -> None:
    """Destroy the case's key: its personal text is gone for ever."""
    await actions.erase_identity(tx, case_ref, who, now=now)


@api.get("/access-log")
async def access_log(tx: Read, who: Admin, case_ref: Annotated[CaseRef, Query()]) -> list[dict[str, str]]:
    """Who read this case's personal columns, when, why and on which legal basis."""
    return await actions.access_log(tx, who, case_ref)


async def _view(tx: Session, who: Who, case_ref: str, now: Now) -> CaseView:
    case = await actions.case_for(tx, who, case_ref)
    return (await actions.views(tx, [case], today=local_date(now)))[0]
