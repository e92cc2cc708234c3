"""Support that could not wait for a meeting; the next core meeting hears of it afterwards (事後報告)."""

from datetime import datetime

from services.intake import rules
from services.intake.actions.reading import involved_case
from services.intake.errors import CaseClosed, NotYourAgency
from services.intake.models import Case, Emergency
from services.intake.schemas import EmergencyForm
from shared.auth import Who
from shared.clock import new_id
from shared.contracts.intake import EmergencyStarted
from shared.contracts.words import IssueCategory
from shared.db import Session
from shared.outbox import emit


async def start_emergency(tx: Session, case_ref: str, form: EmergencyForm, who: Who, *, now: datetime) -> Case:
    """Record that an agency began to help at once."""
    case = await involved_case(tx, who, case_ref)
    known = await tx.get(Emergency, form.request_id) if form.request_id else None
    if known:
        return case
    if case.closed_at:
        raise CaseClosed("The case is closed.")
    if form.agency not in who.agencies:
        raise NotYourAgency("Staff record for their own agency.", field="agency")
    case.agencies = list(dict.fromkeys([*case.agencies, form.agency]))
    case.version += 1
    tx.add(case)
    tx.add(Emergency(id=form.request_id or new_id(), case_ref=case_ref, agency=form.agency, started_at=now))
    emit(
        tx,
        EmergencyStarted(
            municipality=case.municipality,
            aggregate_id=case_ref,
            aggregate_version=case.version,
            occurred_at=now,
            agency=form.agency,
            fields=rules.fields_of(IssueCategory(code) for code in case.categories),
            agencies=case.agencies,
            legal_basis=case.legal_basis,
            consent=case.consent,
            area=case.area,
        ),
    )
    return case
