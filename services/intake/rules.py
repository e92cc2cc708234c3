"""What intake decides, as pure functions: screening, lanes, stages, dates. No I/O, no clock."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum

from shared.contracts.words import Consent, Field, IssueCategory, ItemKind, LegalBasis, ScreeningReason, Urgency
from shared.workdays import add_working_days


class Stage(StrEnum):
    """Where a case stands in the loop; the five columns of the case board, and the end."""

    CONSULTATION = "consultation"
    CORE = "core"
    NETWORK = "network"
    SUPPORT = "support"
    PROGRESS = "progress"
    CLOSED = "closed"


class Route(StrEnum):
    """相談経路: how somebody came."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    WELFARE_VOLUNTEER = "welfare_volunteer"
    AGENCY = "agency"
    OUTREACH = "outreach"
    OTHER = "other"


# The form's 16 categories fall into fields; the table is the towns' practice, not law, so it stands here in one place.
FIELDS_OF_CATEGORY: dict[IssueCategory, frozenset[Field]] = {
    IssueCategory.HEALTH: frozenset({Field.HEALTH}),
    IssueCategory.HOUSING: frozenset({Field.POVERTY}),
    IssueCategory.INCOME: frozenset({Field.POVERTY}),
    IssueCategory.RENT_LOAN: frozenset({Field.POVERTY}),
    IssueCategory.TAX_UTILITY: frozenset({Field.POVERTY}),
    IssueCategory.DEBT: frozenset({Field.POVERTY}),
    IssueCategory.JOB_SEARCH: frozenset({Field.POVERTY}),
    IssueCategory.WORK_TROUBLE: frozenset({Field.POVERTY}),
    IssueCategory.COMMUNITY: frozenset(),
    IssueCategory.FAMILY: frozenset(),
    IssueCategory.CHILDCARE: frozenset({Field.CHILDREN}),
    IssueCategory.LONG_TERM_CARE: frozenset({Field.ELDERLY}),
    IssueCategory.WITHDRAWAL: frozenset({Field.DISABILITY}),
    IssueCategory.VIOLENCE: frozenset({Field.RIGHTS}),
    IssueCategory.FOOD: frozenset({Field.POVERTY}),
    IssueCategory.OTHER: frozenset(),
}

CONSENT_STEPS: dict[Consent, frozenset[Consent]] = {
    Consent.NONE: frozenset({Consent.ASKED, Consent.GIVEN}),
    Consent.ASKED: frozenset({Consent.GIVEN, Consent.NONE}),
    Consent.GIVEN: frozenset({Consent.WITHDRAWN}),
    Consent.WITHDRAWN: frozenset({Consent.ASKED, Consent.GIVEN}),
}

URGENCY_ORDER = (Urgency.NORMAL, Urgency.SOON, Urgency.EMERGENCY)


def fields_of(categories: Iterable[IssueCategory]) -> list[Field]:
    """The fields a set of issues touches, in the fields' own order."""
    touched = {field for category in categories for field in FIELDS_OF_CATEGORY[category]}
    return [field for field in Field if field in touched]


def screen(fields: Collection[Field], *, beyond_us: bool) -> list[ScreeningReason]:
    """抽出: why this case goes to the core meeting; empty when one agency can carry it."""
    reasons = []
    if len(fields) >= 2:
        reasons.append(ScreeningReason.TWO_FIELDS)
    if beyond_us:
        reasons.append(ScreeningReason.BEYOND_US)
    return reasons


def lane_of(consent: Consent) -> LegalBasis:
    """With consent a case is shared as 重層的支援会議, without it only as 支援会議 (社会福祉法106条の6)."""
    return LegalBasis.MANUAL if consent is Consent.GIVEN else LegalBasis.SWA_106_6


def may_change_consent(before: Consent, after: Consent) -> bool:
    """Whether consent can go from one state to another; what was never given can't be withdrawn."""
    return after in CONSENT_STEPS[before]


def more_urgent(first: Urgency, second: Urgency) -> Urgency:
    return max(first, second, key=URGENCY_ORDER.index)


def stage_of(open_lines: Collection[ItemKind], *, review_on: date | None, today: date) -> Stage:
    """The board's column of an open case, from what stands open now."""
    if ItemKind.NETWORK_CASE in open_lines:
        return Stage.NETWORK
    if review_on is not None:
        return Stage.PROGRESS if review_on <= today else Stage.SUPPORT
    return Stage.CORE if open_lines else Stage.CONSULTATION


def next_contact(today: date, urgency: Urgency, *, days: int) -> date:
    """When the agency looks at the case again, unless it names a day itself: the urgent ones sooner."""
    wait = {Urgency.NORMAL: days, Urgency.SOON: max(1, days // 2), Urgency.EMERGENCY: 1}[urgency]
    return today + timedelta(days=wait)


def answer_due(asked_on: date, *, working_days: int) -> date:
    """The last day on which a referral can be answered in time."""
    return add_working_days(asked_on, working_days)


def case_reference(year: int, number: int) -> str:
    """`C-2026-0042`: the only name a case has outside intake."""
    return f"C-{year}-{number:04d}"
