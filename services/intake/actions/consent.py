"""本人同意: given, withdrawn; the lane follows it at once."""

from datetime import datetime

from services.intake import rules
from services.intake.actions.consultations import propose
from services.intake.actions.reading import involved_case
from services.intake.errors import BadOrder, CaseClosed, DateHasPassed
from services.intake.models import Case, ConsentStep
from services.intake.schemas import ConsentForm
from shared.auth import Who
from shared.clock import local_date
from shared.contracts.intake import ConsentChanged
from shared.contracts.words import Consent
from shared.db import Session
from shared.outbox import emit


async def change_consent(tx: Session, case_ref: str, form: ConsentForm, who: Who, *, now: datetime) -> Case:
    """Record a change of consent and tell all who share the case. Repeating the present state changes nothing."""
    case = await involved_case(tx, who, case_ref)
    if case.closed_at:
        raise CaseClosed("The case is closed.")
    if form.consent is case.consent:
        return case
    if not rules.may_change_consent(case.consent, form.consent):
        raise BadOrder("Consent can't change from its present state to this one.", field="consent")
    decided_on = form.decided_on or local_date(now)
    if decided_on > local_date(now):
        raise DateHasPassed("Consent can't be dated in the future.", field="decided_on")
    case.consent, case.consent_on = form.consent, decided_on if form.consent is Consent.GIVEN else None
    case.legal_basis = rules.lane_of(form.consent)
    case.version += 1
    tx.add(case)
    tx.add(
        ConsentStep(
            case_ref=case_ref,
            consent=form.consent,
            decided_on=decided_on,
            recorded_by=who.account_id,
            recorded_at=now,
        )
    )
    emit(
        tx,
        ConsentChanged(
            municipality=case.municipality,
            aggregate_id=case_ref,
            aggregate_version=case.version,
            occurred_at=now,
            consent=form.consent,
            decided_on=decided_on,
        ),
    )
    if form.consent is not Consent.WITHDRAWN:
        propose(tx, case, now)
    return case
