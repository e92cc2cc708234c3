"""The two legal lanes of sharing, and the one without personal data (domain.md, "Two legal lanes")."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from shared.contracts.words import Consent, LegalBasis


@dataclass(frozen=True)
class Registration:
    """An agency's entry in the secrecy register (社会福祉法106条の6第5項): from a day, until a day or open."""

    agency: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def may_open(basis: LegalBasis, consent: Consent) -> bool:
    """Whether a line may be opened: the consent lane needs consent, 106条の6 does not, `none` holds no person."""
    return basis is not LegalBasis.MANUAL or consent is Consent.GIVEN


def stands_in(basis: LegalBasis, lanes: Collection[str]) -> bool:
    """Whether a body may speak of a line in this lane; a body without lanes of its own may speak of all."""
    return not lanes or basis in lanes


def must_be_held(basis: LegalBasis, agency: str, day: date, register: Iterable[Registration]) -> bool:
    """Whether an agency's invitation waits: under 106条の6 everyone invited must be in the register on that day."""
    if basis is not LegalBasis.SWA_106_6:
        return False
    return not any(entry.agency == agency and entry.covers(day) for entry in register)


def withdrawn_lines_go(basis: LegalBasis, consent: Consent) -> bool:
    """Whether a future line must be removed now that consent is as it is."""
    return basis is LegalBasis.MANUAL and consent is Consent.WITHDRAWN
