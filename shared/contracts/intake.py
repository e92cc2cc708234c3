"""What intake tells: consultations, cases by reference, consent, referrals. Never who the people are."""

from datetime import date
from typing import ClassVar

from pydantic import Field as Described

from shared.contracts.base import Event
from shared.contracts.words import Consent, Field, IssueCategory, LegalBasis, ScreeningReason, Urgency


class ConsultationRecorded(Event):
    """An agency took a consultation (相談受付)."""

    subject: ClassVar[str] = "intake.consultation_recorded.v1"

    consultation_id: str
    agency: str
    area: str | None = None
    categories: list[IssueCategory]
    fields: list[Field]
    urgency: Urgency
    consent: Consent


class CaseProposed(Event):
    """Screening (抽出) proposes a case to the core meeting; told again, with a higher version, when its facts grow."""

    subject: ClassVar[str] = "intake.case_proposed.v1"

    reasons: list[ScreeningReason]
    fields: list[Field]
    categories: list[IssueCategory]
    agencies: list[str] = Described(description="agencies that took consultations of this case")
    consultations: int = Described(ge=1)
    area: str | None = None
    urgency: Urgency
    legal_basis: LegalBasis
    consent: Consent


class ConsentChanged(Event):
    """The person's consent (本人同意) was asked, given or withdrawn."""

    subject: ClassVar[str] = "intake.consent_changed.v1"

    consent: Consent
    decided_on: date


class ReferralMade(Event):
    """One agency asked another to take something on (つなぎ)."""

    subject: ClassVar[str] = "intake.referral_made.v1"

    referral_id: str
    from_agency: str
    to_agency: str
    answer_due_on: date


class ReferralAnswered(Event):
    """The asked agency accepted or declined."""

    subject: ClassVar[str] = "intake.referral_answered.v1"

    referral_id: str
    accepted: bool


class ReferralLapsed(Event):
    """Nobody answered a referral in time: the core meeting shall see it."""

    subject: ClassVar[str] = "intake.referral_lapsed.v1"

    referral_id: str
    from_agency: str
    to_agency: str


class IdentityErased(Event):
    """Who a case is about was erased for good (消去): whoever sealed something with the case's key destroys theirs."""

    subject: ClassVar[str] = "intake.identity_erased.v1"


class EmergencyStarted(Event):
    """Support began before any meeting because it could not wait; it is reported afterwards (事後報告)."""

    subject: ClassVar[str] = "intake.emergency_started.v1"

    agency: str
    fields: list[Field]
    agencies: list[str]
    legal_basis: LegalBasis
    consent: Consent
    area: str | None = None
