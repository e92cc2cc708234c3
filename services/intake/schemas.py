"""Shapes of intake's requests and answers."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.intake.models import Case, Consultation, Referral
from services.intake.rules import Route, Stage, fields_of
from shared.contracts.words import Consent, Field, IssueCategory, LegalBasis, ScreeningReason, Urgency
from shared.web.text import LongText, Reference, ShortText

CaseRef = Annotated[str, StringConstraints(pattern=r"^C-\d{4}-\d{4,}$")]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^[0-9+() -]{0,20}$")]


class Form(BaseModel):
    """Base of what people send: unknown fields are refused, so that a typing error is not silently dropped."""

    model_config = ConfigDict(extra="forbid")


class PersonForm(Form):
    """The person or household; every field is sealed before it is stored."""

    name: ShortText | None = None
    kana: ShortText | None = None
    address: ShortText | None = None
    birth_date: date | None = None
    phone: PhoneNumber | None = None


class ConsultationForm(Form):
    """相談受付・申込票: one contact."""

    request_id: Reference | None = Described(None, description="the same in a retry, so that nothing is taken twice")
    case_ref: CaseRef | None = Described(None, description="an open case this contact belongs to")
    agency: Reference
    area: Reference | None = None
    route: Route = Route.SELF
    urgency: Urgency = Urgency.NORMAL
    categories: list[IssueCategory] = Described(min_length=1, max_length=16)
    most_pressing: IssueCategory | None = None
    consent: Consent = Consent.NONE
    beyond_us: bool = Described(False, description="our service alone can't carry it")
    note: LongText = ""
    person: PersonForm = PersonForm()
    next_date: date | None = Described(None, description="when the agency looks again; a default applies")

    @field_validator("consent")
    @classmethod
    def _not_withdrawn(cls, consent: Consent) -> Consent:
        if consent is Consent.WITHDRAWN:
            raise PydanticCustomError("consent_not_given", "Consent that was never given can't be withdrawn")
        return consent


class ConsentForm(Form):
    """A change of consent."""

    consent: Consent
    decided_on: date | None = None


class ReferralForm(Form):
    """One agency asks another."""

    request_id: Reference | None = None
    from_agency: Reference
    to_agency: Reference


class AnswerForm(Form):
    """The asked agency's answer."""

    accepted: bool
    decline_reason: Reference | None = None


class EmergencyForm(Form):
    """Support that began before any meeting."""

    request_id: Reference | None = None
    agency: Reference


class CaseView(BaseModel):
    """A case as staff see it on the board: no personal text."""

    case_ref: str
    stage: Stage
    area: str | None
    fields: list[Field]
    categories: list[IssueCategory]
    agencies: list[str]
    consultations: int
    urgency: Urgency
    consent: Consent
    legal_basis: LegalBasis
    is_proposed: bool
    next_date: date | None
    review_on: date | None
    opened_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, case: Case, stage: Stage) -> Self:
        fields = fields_of(IssueCategory(code) for code in case.categories)
        return cls.model_validate({**case.model_dump(), "stage": stage, "fields": fields})


class ConsultationView(BaseModel):
    """What became of a consultation."""

    consultation_id: str
    case_ref: str
    is_proposed: bool
    reasons: list[ScreeningReason]
    next_date: date | None

    @classmethod
    def of(cls, consultation: Consultation, case: Case, reasons: list[ScreeningReason]) -> Self:
        return cls(
            consultation_id=consultation.id,
            case_ref=case.case_ref,
            is_proposed=case.is_proposed,
            reasons=reasons,
            next_date=case.next_date,
        )


class ReferralView(BaseModel):
    """A referral and what came of it."""

    id: str
    case_ref: str
    from_agency: str
    to_agency: str
    answer_due_on: date
    accepted: bool | None

    @classmethod
    def of(cls, referral: Referral) -> Self:
        return cls.model_validate(referral.model_dump())


class IdentityView(BaseModel):
    """Personal text, after its reading was written down."""

    case_ref: str
    name: str | None
    kana: str | None
    address: str | None
    birth_date: str | None
    phone: str | None
    notes: list[str]
