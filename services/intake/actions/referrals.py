"""つなぎ: ask another agency, answer, and let the core meeting see what nobody answered."""

from datetime import datetime

from sqlmodel import col, select

from services.intake import rules
from services.intake.actions.reading import case_to_read, find_case
from services.intake.errors import AlreadyAnswered, CaseClosed, NoSuchReferral, NotYourAgency, UnknownAgency
from services.intake.models import Agency, Referral
from services.intake.schemas import AnswerForm, ReferralForm
from shared.auth import Who, may_see_municipality
from shared.clock import local_date, new_id
from shared.contracts.intake import ReferralAnswered, ReferralLapsed, ReferralMade
from shared.db import Session
from shared.db.rows import insert_rows, read_row
from shared.outbox import emit


async def make_referral(
    tx: Session, case_ref: str, form: ReferralForm, who: Who, *, now: datetime, answer_days: int
) -> Referral:
    """Ask `to_agency` to take something on; it has `answer_days` working days to answer."""
    if form.request_id and (known := await read_row(tx, Referral, form.request_id)):
        return known
    case = await case_to_read(tx, who, case_ref)
    if case.closed_at:
        raise CaseClosed("The case is closed.")
    if form.from_agency not in who.agencies:
        raise NotYourAgency("Staff refer for their own agency.", field="from_agency")
    if form.to_agency == form.from_agency or await read_row(tx, Agency, who.municipality, form.to_agency) is None:
        raise UnknownAgency("Choose another agency of this town.", field="to_agency")
    referral = Referral(
        id=form.request_id or new_id(),
        case_ref=case_ref,
        municipality=case.municipality,
        from_agency=form.from_agency,
        to_agency=form.to_agency,
        asked_at=now,
        answer_due_on=rules.answer_due(local_date(now), working_days=answer_days),
    )
    await insert_rows(tx, referral)
    emit(
        tx,
        ReferralMade(
            municipality=case.municipality,
            aggregate_id=case_ref,
            aggregate_version=case.version,
            occurred_at=now,
            referral_id=referral.id,
            from_agency=referral.from_agency,
            to_agency=referral.to_agency,
            answer_due_on=referral.answer_due_on,
        ),
    )
    return referral


async def answer_referral(tx: Session, referral_id: str, form: AnswerForm, who: Who, *, now: datetime) -> Referral:
    """Accept or decline; accepting makes the agency one of the case's agencies."""
    referral = await tx.get(Referral, referral_id)
    if referral is None or not may_see_municipality(who, referral.municipality):
        raise NoSuchReferral("There is no such referral.")
    if referral.to_agency not in who.agencies:
        raise NotYourAgency("The asked agency answers.")
    if referral.answered_at:
        if referral.accepted == form.accepted:
            return referral
        raise AlreadyAnswered("The referral has another answer already.")
    referral.accepted, referral.answered_at = form.accepted, now
    referral.decline_reason = None if form.accepted else form.decline_reason
    tx.add(referral)
    case = await find_case(tx, referral.case_ref)
    case.version += 1
    if form.accepted:
        case.agencies = list(dict.fromkeys([*case.agencies, referral.to_agency]))
    tx.add(case)
    emit(
        tx,
        ReferralAnswered(
            municipality=referral.municipality,
            aggregate_id=referral.case_ref,
            aggregate_version=case.version,
            occurred_at=now,
            referral_id=referral.id,
            accepted=form.accepted,
        ),
    )
    return referral


async def lapse_referrals(tx: Session, *, now: datetime) -> int:
    """Tell the core meeting of referrals that nobody answered in time; each once. Returns how many."""
    query = select(Referral).where(
        col(Referral.answered_at).is_(None),
        col(Referral.lapsed_at).is_(None),
        col(Referral.answer_due_on) < local_date(now),
    )
    lapsed = (await tx.exec(query.with_for_update(skip_locked=True))).all()
    for referral in lapsed:
        referral.lapsed_at = now
        tx.add(referral)
        case = await find_case(tx, referral.case_ref)
        emit(
            tx,
            ReferralLapsed(
                municipality=referral.municipality,
                aggregate_id=referral.case_ref,
                aggregate_version=case.version,
                occurred_at=now,
                referral_id=referral.id,
                from_agency=referral.from_agency,
                to_agency=referral.to_agency,
            ),
        )
    return len(lapsed)
