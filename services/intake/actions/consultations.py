"""相談を受ける: one contact becomes a consultation, a case and, when screening says so, a proposal."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import col

from services.intake import rules
from services.intake.actions.reading import case_for, involved_case
from services.intake.errors import CaseClosed, DateHasPassed, NotYourAgency, UnknownArea
from services.intake.models import Area, Case, CaseNumber, ConsentStep, Consultation, Household
from services.intake.schemas import ConsultationForm, ConsultationView, PersonForm
from shared.auth import Who
from shared.clock import local_date, new_id
from shared.contracts.intake import CaseProposed, ConsultationRecorded
from shared.contracts.words import Consent, IssueCategory, ScreeningReason
from shared.db import Session
from shared.db.core import dialect_of
from shared.db.prepared import Prepared
from shared.db.rows import insert_rows, read_row
from shared.outbox import emit
from shared.sealed import CaseKey, KeyFile, key_of, new_key


async def take_consultation(
    tx: Session, form: ConsultationForm, who: Who, *, keys: KeyFile, now: datetime, contact_days: int
) -> ConsultationView:
    """Record a contact. Sent again with the same `request_id`, it answers what it answered and records nothing."""
    if form.request_id and (known := await read_row(tx, Consultation, form.request_id)):
        case = await case_for(tx, who, known.case_ref)
        return ConsultationView.of(known, case, _reasons(case))
    await _check(tx, form, who, today=local_date(now))
    next_date = form.next_date or rules.next_contact(local_date(now), form.urgency, days=contact_days)
    if form.case_ref:
        case, key = await _known_case(tx, form, who, keys, next_date)
        before = []
    else:
        case = _new_case(form, who.municipality, await _next_reference(tx, local_date(now).year), next_date, now)
        key, key_row = new_key(keys, case.case_ref)
        before = [case, key_row, _household(key, form.person), *_consent_steps(case, form, who, now)]
    consultation = _consultation(form, case, who, key, now)
    _tell(tx, case, consultation, now)
    await insert_rows(tx, *before, consultation)
    return ConsultationView.of(consultation, case, _reasons(case))


def propose(tx: Session, case: Case, now: datetime) -> list[ScreeningReason]:
    """Tell the core meeting of a case that screening picks, again whenever its facts grew."""
    reasons = _reasons(case)
    if reasons:
        case.is_proposed = True
        emit(
            tx,
            CaseProposed(
                municipality=case.municipality,
                aggregate_id=case.case_ref,
                aggregate_version=case.version,
                occurred_at=now,
                reasons=reasons,
                fields=rules.fields_of(_categories(case)),
                categories=_categories(case),
                agencies=case.agencies,
                consultations=case.consultations,
                area=case.area,
                urgency=case.urgency,
                legal_basis=case.legal_basis,
                consent=case.consent,
            ),
        )
    return reasons


async def _check(tx: Session, form: ConsultationForm, who: Who, *, today: date) -> None:
    if form.agency not in who.agencies:
        raise NotYourAgency("Staff record for their own agency.", field="agency")
    if form.area and await read_row(tx, Area, who.municipality, form.area) is None:
        raise UnknownArea("There is no such area.", field="area")
    if form.next_date and form.next_date < today:
        raise DateHasPassed("The next date must not lie in the past.", field="next_date")


async def _known_case(
    tx: Session, form: ConsultationForm, who: Who, keys: KeyFile, next_date: date
) -> tuple[Case, CaseKey]:
    case = await involved_case(tx, who, str(form.case_ref))  # adding oneself to a case would open its identity
    if case.closed_at:
        raise CaseClosed("The case is closed; record a new one.", field="case_ref")
    _grow(case, form, next_date)
    tx.add(case)
    return case, await key_of(tx, keys, case.case_ref)


def _new_case(form: ConsultationForm, municipality: str, case_ref: str, next_date: date, now: datetime) -> Case:
    return Case(
        case_ref=case_ref,
        municipality=municipality,
        area=form.area,
        categories=_merged([], form.categories),
        agencies=[form.agency],
        consultations=1,
        urgency=form.urgency,
        beyond_us=form.beyond_us,
        consent=form.consent,
        consent_on=local_date(now) if form.consent is Consent.GIVEN else None,
        legal_basis=rules.lane_of(form.consent),
        next_date=next_date,
        opened_at=now,
    )


def _grow(case: Case, form: ConsultationForm, next_date: date) -> None:
    """A further contact: issues and agencies add up. Consent is changed by its own action, never on the side."""
    case.categories = _merged(case.categories, form.categories)
    case.agencies = list(dict.fromkeys([*case.agencies, form.agency]))
    case.consultations += 1
    case.urgency = rules.more_urgent(case.urgency, form.urgency)
    case.beyond_us = case.beyond_us or form.beyond_us
    case.area = case.area or form.area
    case.next_date = min(next_date, case.next_date or next_date)
    case.version += 1


def _tell(tx: Session, case: Case, consultation: Consultation, now: datetime) -> None:
    categories = [IssueCategory(code) for code in consultation.categories]
    emit(
        tx,
        ConsultationRecorded(
            municipality=case.municipality,
            aggregate_id=case.case_ref,
            aggregate_version=case.version,
            occurred_at=now,
            consultation_id=consultation.id,
            agency=consultation.agency,
            area=case.area,
            categories=categories,
            fields=rules.fields_of(categories),
            urgency=consultation.urgency,
            consent=case.consent,
        ),
    )
    propose(tx, case, now)


def _consultation(form: ConsultationForm, case: Case, who: Who, key: CaseKey, now: datetime) -> Consultation:
    return Consultation(
        id=form.request_id or new_id(),
        case_ref=case.case_ref,
        municipality=case.municipality,
        agency=form.agency,
        route=form.route,
        urgency=form.urgency,
        categories=_merged([], form.categories),
        most_pressing=form.most_pressing or form.categories[0],
        beyond_us=form.beyond_us,
        note=key.seal("consultations.note", form.note) if form.note else None,
        taken_by=who.account_id,
        taken_at=now,
    )


def _household(key: CaseKey, person: PersonForm) -> Household:
    texts: dict[str, str | None] = person.model_dump(mode="json")
    sealed = {name: key.seal(f"households.{name}", text) for name, text in texts.items() if text}
    return Household(case_ref=key.case_ref, **sealed)


def _consent_steps(case: Case, form: ConsultationForm, who: Who, now: datetime) -> list[ConsentStep]:
    if form.consent is Consent.NONE:
        return []
    step = ConsentStep(
        case_ref=case.case_ref,
        consent=form.consent,
        decided_on=local_date(now),
        recorded_by=who.account_id,
        recorded_at=now,
    )
    return [step]


def _merged(known: Iterable[str], new: Iterable[IssueCategory]) -> list[str]:
    present = {*known, *new}
    return [category.value for category in IssueCategory if category in present]


def _categories(case: Case) -> list[IssueCategory]:
    return [IssueCategory(code) for code in case.categories]


def _reasons(case: Case) -> list[ScreeningReason]:
    return rules.screen(rules.fields_of(_categories(case)), beyond_us=case.beyond_us)


async def _next_reference(tx: Session, year: int) -> str:
    rows = await _count_up(dialect_of(tx)).rows(tx, {"year": year, "last": 1})
    return rules.case_reference(year, rows[0][0])


@cache
def _count_up(dialect: str) -> Prepared:
    insert = sqlite_insert if dialect == "sqlite" else postgres_insert
    statement = insert(CaseNumber).on_conflict_do_update(
        index_elements=["year"], set_={"last": col(CaseNumber.last) + 1}
    )
    return Prepared(statement.returning(col(CaseNumber.last)))
