"""What intake's codes are called on a page, Japanese first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.intake.models import Referral
from services.intake.rules import Route
from services.intake.schemas import CaseView
from shared.clock import local_date
from shared.contracts.words import Consent, Field, IssueCategory, Urgency

CATEGORIES: dict[IssueCategory, tuple[str, str]] = {
    IssueCategory.HEALTH: ("病気・健康・障害", "Health, disability"),
    IssueCategory.HOUSING: ("住まい", "Housing"),
    IssueCategory.INCOME: ("収入・生活費", "Income, living costs"),
    IssueCategory.RENT_LOAN: ("家賃・ローン", "Rent, loans"),
    IssueCategory.TAX_UTILITY: ("税金・公共料金", "Taxes, utilities"),
    IssueCategory.DEBT: ("債務", "Debt"),
    IssueCategory.JOB_SEARCH: ("仕事探し", "Finding work"),
    IssueCategory.WORK_TROUBLE: ("仕事のトラブル", "Trouble at work"),
    IssueCategory.COMMUNITY: ("地域との関係", "Neighbours"),
    IssueCategory.FAMILY: ("家族との関係", "Family"),
    IssueCategory.CHILDCARE: ("子育て", "Childcare"),
    IssueCategory.LONG_TERM_CARE: ("介護", "Long-term care"),
    IssueCategory.WITHDRAWAL: ("ひきこもり・不登校", "Withdrawal, school"),
    IssueCategory.VIOLENCE: ("DV・虐待", "Violence, abuse"),
    IssueCategory.FOOD: ("食べるものがない", "No food"),
    IssueCategory.OTHER: ("その他", "Other"),
}
FIELDS: dict[Field, tuple[str, str]] = {
    Field.HEALTH: ("保健", "Health"),
    Field.ELDERLY: ("高齢", "Elderly"),
    Field.DISABILITY: ("障害", "Disability"),
    Field.CHILDREN: ("子ども", "Children"),
    Field.POVERTY: ("生活困窮", "Poverty"),
    Field.RIGHTS: ("権利擁護", "Rights"),
}
ROUTES: dict[Route, tuple[str, str]] = {
    Route.SELF: ("本人", "In person"),
    Route.FAMILY: ("家族", "Family"),
    Route.NEIGHBOUR: ("近所の人", "Neighbour"),
    Route.WELFARE_VOLUNTEER: ("民生委員", "Welfare volunteer"),
    Route.AGENCY: ("ほかの機関", "Another agency"),
    Route.OUTREACH: ("こちらから訪問", "We visited"),
    Route.OTHER: ("その他", "Other"),
}
URGENCIES: dict[Urgency, tuple[str, str]] = {
    Urgency.NORMAL: ("ふつう", "Normal"),
    Urgency.SOON: ("早めに", "Soon"),
    Urgency.EMERGENCY: ("いますぐ", "Right now"),
}
CONSENTS: dict[Consent, tuple[str, str]] = {
    Consent.NONE: ("まだ聞いていない", "Not asked yet"),
    Consent.ASKED: ("確認中", "Asked"),
    Consent.GIVEN: ("同意あり", "Given"),
    Consent.WITHDRAWN: ("取り下げ", "Withdrawn"),
}


class Names(NamedTuple):
    """The town's names by id."""

    agencies: Mapping[str, str]
    areas: Mapping[str, str]


class Need(NamedTuple):
    """One row of "あなたを待っていること"."""

    word: str
    title: str
    href: str
    since: date
    meta: str | None


class Card(NamedTuple):
    """A case on the board."""

    ref: str
    title: str
    age: str
    href: str
    late: str | None


def needs(waiting: Sequence[Referral], due: Sequence[CaseView], names: Names) -> list[Need]:
    """What waits for somebody, oldest first."""
    rows = [
        Need(
            "つなぎの返事待ち",
            f"{names.agencies.get(row.from_agency, row.from_agency)} から {row.case_ref}",
            f"/intake/referrals/{row.id}",
            local_date(row.asked_at),
            f"返事の期限 {row.answer_due_on.month}月{row.answer_due_on.day}日",
        )
        for row in waiting
    ]
    rows += [
        Need("様子を見る日です", case.case_ref, f"/intake/cases/{case.case_ref}", case.next_date, themes(case))
        for case in due
        if case.next_date
    ]
    return sorted(rows, key=lambda need: need.since)


def themes(case: CaseView) -> str:
    """A case's issues in words, never who it is about."""
    return "・".join(CATEGORIES[category][0] for category in case.categories)


def card(case: CaseView, today: date) -> Card:
    """A case as the board shows it; late when its day has passed."""
    late = case.next_date is not None and case.next_date < today
    next_words = f"次は {case.next_date.month}月{case.next_date.day}日" if case.next_date else ""
    return Card(
        case.case_ref,
        themes(case),
        f"相談{case.consultations}件 ・ {next_words}",
        f"/intake/cases/{case.case_ref}",
        "予定の日を過ぎています" if late else None,
    )
