"""Screening, lanes, stages and dates: each expectation written by hand."""

from datetime import date

import pytest

from services.intake import rules
from services.intake.rules import Stage
from shared.contracts.words import Consent, Field, IssueCategory, ItemKind, LegalBasis, ScreeningReason, Urgency


def test_an_8050_household_touches_four_fields() -> None:
    issues = [IssueCategory.LONG_TERM_CARE, IssueCategory.WITHDRAWAL, IssueCategory.HEALTH, IssueCategory.INCOME]
    assert rules.fields_of(issues) == [Field.HEALTH, Field.ELDERLY, Field.DISABILITY, Field.POVERTY]


def test_two_fields_go_to_the_core_meeting() -> None:
    assert rules.screen([Field.ELDERLY, Field.POVERTY], beyond_us=False) == [ScreeningReason.TWO_FIELDS]


def test_one_field_stays_with_its_agency() -> None:
    money = rules.fields_of([IssueCategory.INCOME, IssueCategory.DEBT, IssueCategory.JOB_SEARCH])
    assert money == [Field.POVERTY]
    assert rules.screen(money, beyond_us=False) == []


def test_one_field_goes_when_the_service_alone_cannot_carry_it() -> None:
    assert rules.screen([Field.POVERTY], beyond_us=True) == [ScreeningReason.BEYOND_US]


def test_every_category_of_the_form_has_its_fields() -> None:
    assert set(rules.FIELDS_OF_CATEGORY) == set(IssueCategory)
    assert len(IssueCategory) == 16


@pytest.mark.parametrize(
    ("consent", "lane"),
    [
        (Consent.GIVEN, LegalBasis.MANUAL),
        (Consent.NONE, LegalBasis.SWA_106_6),
        (Consent.ASKED, LegalBasis.SWA_106_6),
        (Consent.WITHDRAWN, LegalBasis.SWA_106_6),
    ],
)
def test_only_given_consent_opens_the_consent_lane(consent: Consent, lane: LegalBasis) -> None:
    assert rules.lane_of(consent) is lane


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (Consent.NONE, Consent.GIVEN, True),
        (Consent.NONE, Consent.WITHDRAWN, False),
        (Consent.ASKED, Consent.WITHDRAWN, False),
        (Consent.GIVEN, Consent.WITHDRAWN, True),
        (Consent.GIVEN, Consent.ASKED, False),
        (Consent.WITHDRAWN, Consent.GIVEN, True),
    ],
)
def test_consent_can_be_withdrawn_only_after_it_was_given(before: Consent, after: Consent, allowed: bool) -> None:
    assert rules.may_change_consent(before, after) is allowed


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("lines", "review_on", "stage"),
    [
        ([], None, Stage.CONSULTATION),
        ([ItemKind.CANDIDATE], None, Stage.CORE),
        ([ItemKind.CANDIDATE, ItemKind.NETWORK_CASE], None, Stage.NETWORK),
        ([ItemKind.REVIEW], date(2026, 12, 8), Stage.SUPPORT),
        ([ItemKind.REVIEW], date(2026, 11, 24), Stage.PROGRESS),
        ([ItemKind.REVIEW], date(2026, 11, 1), Stage.PROGRESS),
        ([ItemKind.NETWORK_CASE], date(2026, 11, 1), Stage.NETWORK),
    ],
)
def test_the_board_shows_where_a_case_stands(lines: list[ItemKind], review_on: date | None, stage: Stage) -> None:
    assert rules.stage_of(lines, review_on=review_on, today=TODAY) is stage


@pytest.mark.parametrize(
    ("urgency", "on"),
    [
        (Urgency.NORMAL, date(2026, 12, 8)),
        (Urgency.SOON, date(2026, 12, 1)),
        (Urgency.EMERGENCY, date(2026, 11, 25)),
    ],
)
def test_the_urgent_are_looked_at_sooner(urgency: Urgency, on: date) -> None:
    assert rules.next_contact(TODAY, urgency, days=14) == on


def test_a_referral_is_answered_within_working_days() -> None:
    # Friday 20 November 2026; Monday 23 is a holiday (勤労感謝の日)
    assert rules.answer_due(date(2026, 11, 20), working_days=5) == date(2026, 11, 30)


def test_a_case_is_known_by_year_and_number() -> None:
    assert rules.case_reference(2026, 42) == "C-2026-0042"
    assert rules.case_reference(2026, 12345) == "C-2026-12345"
