"""Intake's use cases: load, ask the rules, save, tell."""

from services.intake.actions.consent import change_consent
from services.intake.actions.consultations import take_consultation
from services.intake.actions.emergency import start_emergency
from services.intake.actions.facts import close_line, open_line, record_decision
from services.intake.actions.identity import erase_identity, read_identity, reseal_case
from services.intake.actions.reading import (
    access_log,
    board,
    case_for,
    find_case,
    find_referral,
    involved,
    involved_case,
    names_of,
    needs_me,
    referrals_of,
    referrals_on,
    views,
)
from services.intake.actions.referrals import answer_referral, lapse_referrals, make_referral
from services.intake.actions.town import adopt_town

__all__ = [
    "access_log",
    "adopt_town",
    "answer_referral",
    "board",
    "case_for",
    "change_consent",
    "close_line",
    "erase_identity",
    "find_case",
    "find_referral",
    "involved",
    "involved_case",
    "lapse_referrals",
    "make_referral",
    "names_of",
    "needs_me",
    "open_line",
    "read_identity",
    "record_decision",
    "referrals_of",
    "referrals_on",
    "reseal_case",
    "start_emergency",
    "take_consultation",
    "views",
]
