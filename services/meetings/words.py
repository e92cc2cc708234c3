"""What meetings' codes are called on a page, Japanese first."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.meetings.errors import Missing
from services.meetings.schemas import InvitationView, ItemView
from shared.contracts.words import (
    CallReason,
    Capacity,
    DecisionCode,
    Field,
    InviteeKind,
    IssueCategory,
    ItemKind,
    ScreeningReason,
    TaskKind,
)
from shared.errors import DomainError
from shared.ui.dates import Lang

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
# In the order in which a chair reaches for them.
DECISIONS: dict[DecisionCode, tuple[str, str]] = {
    DecisionCode.SEND_TO_NETWORK: ("ネットワークへ", "Send to network"),
    DecisionCode.PLAN_DECIDED: ("支援プランを決める", "Decide the plan"),
    DecisionCode.WATCH_UNTIL: ("様子を見る", "Watch until a date"),
    DecisionCode.SINGLE_AGENCY: ("単独で対応", "One agency"),
    DecisionCode.TAKE_UP: ("コアで取り上げる", "Take up here"),
    DecisionCode.CONTINUE: ("このまま続ける", "Continue"),
    DecisionCode.CLOSE: ("終結する", "Close"),
}
MEANS: dict[DecisionCode, tuple[str, str]] = {
    DecisionCode.SEND_TO_NETWORK: (
        "関わる機関を呼んで、ネットワーク会議で話し合います。日取りは自動で決まります。",
        "Its agencies are called to a network meeting; the day is found by itself.",
    ),
    DecisionCode.PLAN_DECIDED: (
        "だれが・何を・いつまでに、を決めます。見直しの日にコア会議へ戻ります。",
        "Who does what by when. It comes back to the core meeting for review.",
    ),
    DecisionCode.WATCH_UNTIL: ("決めた日に、コア会議へ戻ります。", "It comes back to the core meeting on that day."),
    DecisionCode.SINGLE_AGENCY: ("一つの機関が受け持ちます。", "One agency carries it on."),
    DecisionCode.TAKE_UP: ("次のコア会議でまた話します。", "It comes up again at the next core meeting."),
    DecisionCode.CONTINUE: (
        "いまの支援を続け、次のコア会議で見ます。",
        "Support goes on; the next core meeting reviews it.",
    ),
    DecisionCode.CLOSE: ("事案を閉じます。これからの議題からも外れます。", "The case ends and leaves all agendas."),
}
ASK_FOR: dict[str, tuple[str, str]] = {
    "code": ("どうするかを一つ選んでください", "Please choose a decision"),
    "until": ("きょうから先の日付を選んでください", "Please choose a date from today on"),
    "owner": ("受け持つ機関を選んでください", "Please choose the agency"),
    "review_on": ("きょうから先の、見直しの日を選んでください", "Please choose a review date from today on"),
    "task.agency": ("だれがするかを選んでください", "Please choose who does it"),
    "task.kind": ("何をするかを選んでください", "Please choose what they do"),
    "task.due_on": ("いつまでにかを選んでください", "Please choose by when"),
    "tasks": ("だれが何をするか、一つは決めてください", "Please decide at least one task"),
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
BEYOND_US = ("窓口だけでは支えきれないとの申し出。", "The agency can't carry it alone.")
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


def options(book: Mapping[str, tuple[str, str]], lang: Lang) -> list[tuple[str, str]]:
    """A list of words as the choices of a form: (value, words)."""
    return [(str(value), said(words, lang)) for value, words in book.items()]


def decisions(codes: Iterable[DecisionCode], lang: Lang) -> list[tuple[str, str, str]]:
    """Decisions to choose from: (code, words, what it leads to)."""
    return [(code.value, said(DECISIONS[code], lang), said(MEANS[code], lang)) for code in codes]


def said(words: tuple[str, str], lang: Lang) -> str:
    """One of a pair, by language."""
    return words[0 if lang == "ja" else 1]


def listed(words: Iterable[tuple[str, str]], lang: Lang) -> str:
    """Several words in a row: 住まい・家族, or "Housing; Family"."""
    return said(("・", "; "), lang).join(said(pair, lang) for pair in words)


def themes(item: ItemView, lang: Lang) -> str:
    """A line's issues in words."""
    issues = listed((CATEGORIES[category] for category in item.categories), lang)
    return issues or said(KINDS[item.kind], lang)


def why(item: ItemView, lang: Lang) -> str:
    """Where a line comes from: 新しい候補。相談2件で分野が2つ（高齢・生活困窮）。"""
    parts = [said(KINDS[item.kind], lang) + said(("。", "."), lang)]
    if item.fields:
        names, count, fields = listed((FIELDS[field] for field in item.fields), lang), item.consultations, item.fields
        japanese = f"相談{count}件で分野が{len(fields)}つ（{names}）。"
        parts.append(said((japanese, f"{count} consultation(s) in {len(fields)} field(s) ({names})."), lang))
    if ScreeningReason.BEYOND_US in item.reasons:
        parts.append(said(BEYOND_US, lang))
    return said(("", " "), lang).join(parts)


def why_called(call: InvitationView, lang: Lang) -> str:
    """なぜ呼ばれたか, with the capacity."""
    reasons = said(("、", ", "), lang).join(said(REASONS[CallReason(code)], lang) for code in call.reasons)
    capacity = said(CAPACITIES[call.capacity], lang)
    return said((f"{reasons}（{capacity}）", f"{reasons} ({capacity})"), lang)


def errors(wrong: Mapping[str, tuple[str, str]], lang: Lang) -> list[tuple[str, str]]:
    """What is wrong on a form: (field, sentence)."""
    return [(name, said(words, lang)) for name, words in wrong.items()]


def sentence_for(error: DomainError) -> tuple[str, str]:
    """What to do about a refused decision."""
    asked = ASK_FOR.get(error.field or "") if isinstance(error, Missing) else None
    return asked or (error.title_ja, error.message)
