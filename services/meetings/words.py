"""What meetings' codes are called on a page, Japanese first."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from services.meetings.schemas import InvitationView, ItemView
from shared.contracts.words import (
    CallReason,
    Capacity,
    DecisionCode,
    Field,
    InviteeKind,
    IssueCategory,
    ItemKind,
    TaskKind,
)

CATEGORIES: dict[IssueCategory, tuple[str, str]] = {
    IssueCategory.HEALTH: ("病気・障害", "Health"),
    IssueCategory.HOUSING: ("住まい", "Housing"),
    IssueCategory.INCOME: ("収入", "Income"),
    IssueCategory.RENT_LOAN: ("家賃・ローン", "Rent, loans"),
    IssueCategory.TAX_UTILITY: ("税・公共料金", "Taxes, utilities"),
    IssueCategory.DEBT: ("債務", "Debt"),
    IssueCategory.JOB_SEARCH: ("仕事探し", "Finding work"),
    IssueCategory.WORK_TROUBLE: ("仕事のトラブル", "Trouble at work"),
    IssueCategory.COMMUNITY: ("地域との関係", "Neighbours"),
    IssueCategory.FAMILY: ("家族", "Family"),
    IssueCategory.CHILDCARE: ("子育て", "Childcare"),
    IssueCategory.LONG_TERM_CARE: ("介護", "Care"),
    IssueCategory.WITHDRAWAL: ("ひきこもり", "Withdrawal"),
    IssueCategory.VIOLENCE: ("DV・虐待", "Violence"),
    IssueCategory.FOOD: ("食べるもの", "Food"),
    IssueCategory.OTHER: ("その他", "Other"),
}
FIELDS: dict[Field, tuple[str, str]] = {
    Field.HEALTH: ("保健", "health"),
    Field.ELDERLY: ("高齢", "elderly"),
    Field.DISABILITY: ("障害", "disability"),
    Field.CHILDREN: ("子ども", "children"),
    Field.POVERTY: ("生活困窮", "poverty"),
    Field.RIGHTS: ("権利擁護", "rights"),
}
KINDS: dict[ItemKind, tuple[str, str]] = {
    ItemKind.CANDIDATE: ("新しい候補", "New candidate"),
    ItemKind.NETWORK_CASE: ("ケース検討", "Case to work out"),
    ItemKind.REVIEW: ("進捗の確認", "Progress review"),
    ItemKind.WATCH_ENDED: ("見守りの区切り", "End of a watch"),
    ItemKind.EMERGENCY_REPORT: ("事後報告", "Report after an emergency"),
    ItemKind.REFERRAL_UNANSWERED: ("返事のないつなぎ", "Unanswered referral"),
}
DECISIONS: dict[DecisionCode, tuple[str, str]] = {
    DecisionCode.TAKE_UP: ("コアで取り上げる", "Take up here"),
    DecisionCode.WATCH_UNTIL: ("様子を見る", "Watch until a date"),
    DecisionCode.SINGLE_AGENCY: ("単独で対応", "One agency"),
    DecisionCode.SEND_TO_NETWORK: ("ネットワークへ", "Send to network"),
    DecisionCode.PLAN_DECIDED: ("支援プランを決定", "Decide the plan"),
    DecisionCode.CONTINUE: ("続ける", "Continue"),
    DecisionCode.CLOSE: ("終結", "Close"),
}
TASKS: dict[TaskKind, tuple[str, str]] = {
    TaskKind.VISIT: ("訪問", "Visit"),
    TaskKind.MEDICAL: ("受診の支援", "Medical care"),
    TaskKind.CARE_SERVICE: ("介護サービスの調整", "Care services"),
    TaskKind.BENEFIT: ("給付・手当の申請", "Benefits"),
    TaskKind.HOUSEHOLD_BUDGET: ("家計の立て直し", "Household budget"),
    TaskKind.EMPLOYMENT: ("就労の支援", "Employment"),
    TaskKind.HOUSING: ("住まいの支援", "Housing"),
    TaskKind.CLEARING: ("片づけの支援", "Clearing up"),
    TaskKind.GUARDIANSHIP: ("成年後見・権利擁護", "Guardianship"),
    TaskKind.PARTICIPATION: ("居場所・参加の支援", "Participation"),
    TaskKind.WATCH_OVER: ("見守り", "Watching over"),
}
REASONS: dict[CallReason, tuple[str, str]] = {
    CallReason.REQUIRED: ("この会議の構成員として", "as a member of this meeting"),
    CallReason.HEALTH_ITEM: ("保健の議題があるため", "for a health item"),
    CallReason.ELDERLY_ITEM: ("高齢の議題があるため", "for an item on the elderly"),
    CallReason.GENERAL_ITEM: ("議題に関わるため", "for an item of the agenda"),
    CallReason.CASE_AGENCY: ("関わっている事案があるため", "for a case of your agency"),
}
CAPACITIES: dict[Capacity, tuple[str, str]] = {
    Capacity.CHAIR: ("進行役", "chair"),
    Capacity.PROMOTER: ("包括化推進員", "promoter"),
    Capacity.HEALTH_NURSE: ("保健師の立場", "as public-health nurse"),
    Capacity.COMMUNITY_SUPPORT_CENTRE: ("包括の立場", "as community support centre"),
    Capacity.ADMINISTRATION: ("行政の立場", "as administration"),
    Capacity.AGENCY: ("関係機関", "agency"),
}
STATUSES: dict[str, tuple[str, str]] = {
    "planned": ("これから", "Coming"),
    "open": ("会議中", "In session"),
    "held": ("終わりました", "Held"),
    "cancelled": ("中止", "Cancelled"),
}


class Names(NamedTuple):
    """The town's names by id."""

    agencies: Mapping[str, str]
    posts: Mapping[str, str]

    def of(self, call: InvitationView) -> str:
        """An invitee's name: a post's title or an agency's name."""
        book = self.posts if call.kind is InviteeKind.POST else self.agencies
        return book.get(call.invitee, call.invitee)


class Need(NamedTuple):
    """One row of "あなたを待っていること"."""

    word: str
    title: str
    href: str
    since: date
    meta: str | None


class Line(NamedTuple):
    """One row of a list of sittings."""

    hours: str
    title: str
    href: str
    meta: str | None


def themes(item: ItemView) -> str:
    """A line's issues in words."""
    return "・".join(CATEGORIES[category][0] for category in item.categories) or KINDS[item.kind][0]


def why(item: ItemView, lang: str) -> str:
    """Where a line comes from: 相談2件で分野が2つ（高齢・生活困窮）."""
    at = 0 if lang == "ja" else 1
    kind = KINDS[item.kind][at]
    if not item.fields:
        return kind
    names = ("・" if lang == "ja" else ", ").join(FIELDS[field][at] for field in item.fields)
    count = item.consultations
    if lang == "ja":
        return f"{kind}。相談{count}件で分野が{len(item.fields)}つ（{names}）。"
    return f"{kind}: {count} consultation(s) in {len(item.fields)} field(s) ({names})."


def why_called(call: InvitationView, lang: str) -> str:
    """なぜ呼ばれたか, with the capacity."""
    at = 0 if lang == "ja" else 1
    reasons = "、".join(REASONS[reason][at] for reason in map(CallReason, call.reasons))
    return (
        f"{reasons}（{CAPACITIES[call.capacity][at]}）"
        if lang == "ja"
        else f"{reasons} ({CAPACITIES[call.capacity][at]})"
    )
