"""What meetings' codes are called on a page, Japanese first."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.meetings.errors import Missing
from services.meetings.rules.themes import THEMES
from services.meetings.schemas import AttendedView, InvitationView, ItemView, PollInviteeView
from shared.contracts.words import CallReason, DecisionCode, InviteeKind, ItemKind, ScreeningReason
from shared.errors import DomainError
from shared.ui.dates import Lang, month_day
from shared.ui.words import CATEGORIES, FIELDS, TASKS, THEME_NAMES, Words, because, listed, said

KINDS: dict[ItemKind, Words] = {
    ItemKind.CANDIDATE: ("新しい候補", "New candidate"),
    ItemKind.NETWORK_CASE: ("ケース検討", "Case to work out"),
    ItemKind.REVIEW: ("進捗の確認", "Progress review"),
    ItemKind.WATCH_ENDED: ("見守りの区切り", "End of a watch"),
    ItemKind.EMERGENCY_REPORT: ("事後報告", "Report after an emergency"),
    ItemKind.REFERRAL_UNANSWERED: ("返事のないつなぎ", "Unanswered referral"),
    ItemKind.WRITTEN_REPORT: ("事後報告（持ち回り）", "Report: decided in writing"),
    ItemKind.ACTION_ITEM: ("やることの確認", "Something to do"),
    ItemKind.AREA_CONCERN: ("地域の課題", "Concern of an area"),
    ItemKind.RESOURCE_GAP: ("足りない資源", "What the town lacks"),
    ItemKind.KIZUKI: ("気づき", "Something somebody noticed"),
    ItemKind.TOPIC: ("話し合うこと", "Topic"),
}
# In the order in which a chair reaches for them.
DECISIONS: dict[DecisionCode, Words] = {
    DecisionCode.SEND_TO_NETWORK: ("ネットワークへ", "Send to network"),
    DecisionCode.PLAN_DECIDED: ("支援プランを決める", "Decide the plan"),
    DecisionCode.WATCH_UNTIL: ("様子を見る", "Watch until a date"),
    DecisionCode.SINGLE_AGENCY: ("単独で対応", "One agency"),
    DecisionCode.TAKE_UP: ("コアで取り上げる", "Take up here"),
    DecisionCode.DONE: ("できた", "It is done"),
    DecisionCode.CONTINUE: ("このまま続ける", "Continue"),
    DecisionCode.DROPPED: ("やめる", "Drop it"),
    DecisionCode.CLOSE: ("終結する", "Close"),
    DecisionCode.RAISE: ("町の会議へ上げる", "Raise to the town"),
    DecisionCode.RESOURCE_GAP: ("足りない資源として残す", "Keep as a gap"),
    DecisionCode.NOTED: ("共有して終わる", "Noted"),
}
MEANS: dict[DecisionCode, Words] = {
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
    DecisionCode.DONE: ("この件は終わりです。", "This one is finished."),
    DecisionCode.DROPPED: ("しないことに決め、議題から外します。", "It will not be done, and leaves the agenda."),
    DecisionCode.CLOSE: ("事案を閉じます。これからの議題からも外れます。", "The case ends and leaves all agendas."),
    DecisionCode.RAISE: (
        "地域の課題として、町全体の会議の議題になります。",
        "It becomes a concern of the area on the town's agendas.",
    ),
    DecisionCode.RESOURCE_GAP: (
        "町に足りないものとして、資源開発の会議と「予定」に残ります。",
        "It is kept as something the town lacks, for the meeting that develops resources and for programs.",
    ),
    DecisionCode.NOTED: ("話したことを残して、この議題を終えます。", "It was talked about and ends here."),
}
ASK_FOR: dict[str, Words] = {
    "code": ("どうするかを一つ選んでください", "Please choose a decision"),
    "until": ("きょうから先の日付を選んでください", "Please choose a date from today on"),
    "owner": ("受け持つ機関を選んでください", "Please choose the agency"),
    "review_on": ("きょうから先の、見直しの日を選んでください", "Please choose a review date from today on"),
    "task.agency": ("だれがするかを選んでください", "Please choose who does it"),
    "task.kind": ("何をするかを選んでください", "Please choose what they do"),
    "task.due_on": ("いつまでにかを選んでください", "Please choose by when"),
    "tasks": ("だれが何をするか、一つは決めてください", "Please decide at least one task"),
}
BEYOND_US: Words = ("窓口だけでは支えきれないとの申し出。", "The agency can't carry it alone.")
STATUSES: dict[str, Words] = {
    "planned": ("これから", "Coming"),
    "open": ("会議中", "In session"),
    "held": ("終わりました", "Held"),
    "cancelled": ("中止", "Cancelled"),
}


class Names(NamedTuple):
    """The town's names by id."""

    agencies: Mapping[str, str]
    posts: Mapping[str, str]

    def of(self, call: InvitationView | PollInviteeView | AttendedView) -> str:
        """An invitee's name: a post's title or an agency's name."""
        book = self.posts if call.kind is InviteeKind.POST else self.agencies
        return book.get(call.invitee, call.invitee)


def decisions(codes: Iterable[DecisionCode], kind: ItemKind, lang: Lang) -> list[tuple[str, str, str]]:
    """Decisions to choose from on a line of a kind: (code, words, what it leads to)."""
    return [(code.value, said(said_as(code, kind), lang), said(means(code, kind), lang)) for code in codes]


def means(code: DecisionCode, kind: ItemKind) -> Words:
    """What a decision leads to."""
    if kind is ItemKind.ACTION_ITEM and code is DecisionCode.CONTINUE:
        return ("次の会議の議題にまた出ます。", "It comes back at the next meeting.")
    if kind in THEMES and code is DecisionCode.TAKE_UP:
        return ("次の回でもう一度話します。", "It comes up again next time.")
    return MEANS[code]


def said_as(code: DecisionCode, kind: ItemKind) -> Words:
    """What a decision is called on a line of this kind."""
    return ("次も話す", "Next time again") if kind in THEMES and code is DecisionCode.TAKE_UP else DECISIONS[code]


def themes(item: ItemView, lang: Lang) -> str:
    """A line's issues in words; a line about a theme says its title, else its theme."""
    if item.theme:
        return item.title or said(THEME_NAMES[item.theme], lang)
    if item.action:
        return said(TASKS[item.action.kind], lang)
    issues = listed((CATEGORIES[category] for category in item.categories), lang)
    return issues or said(KINDS[item.kind], lang)


def why(item: ItemView, lang: Lang) -> str:
    """Where a line comes from: 新しい候補。相談2件で分野が2つ（高齢、生活困窮）。"""
    parts = [said(KINDS[item.kind], lang) + said(("。", "."), lang)]
    if item.action:
        owner, due = item.action.owner_name, item.action.due_on
        by = (f"担当は{owner}、{month_day(due)}まで。", f"{owner}, by {month_day(due, 'en')}.")
        return said(("", " "), lang).join([*parts, said(by, lang)])
    if item.theme and item.title:
        parts.append(said(THEME_NAMES[item.theme], lang) + said(("。", "."), lang))
    if item.fields:
        names, count, fields = listed((FIELDS[field] for field in item.fields), lang), item.consultations, item.fields
        japanese = f"相談{count}件で分野が{len(fields)}つ（{names}）。"
        parts.append(said((japanese, f"{count} consultation(s) in {len(fields)} field(s) ({names})."), lang))
    if ScreeningReason.BEYOND_US in item.reasons:
        parts.append(said(BEYOND_US, lang))
    return said(("", " "), lang).join(parts)


def why_called(call: InvitationView, lang: Lang) -> str:
    """なぜ呼ばれたか, with the capacity."""
    return said(because(map(CallReason, call.reasons), call.capacity), lang)


def errors(wrong: Mapping[str, Words], lang: Lang) -> list[tuple[str, str]]:
    """What is wrong on a form: (field, sentence)."""
    return [(name, said(words, lang)) for name, words in wrong.items()]


def sentence_for(error: DomainError) -> Words:
    """What to do about a refused decision."""
    asked = ASK_FOR.get(error.field or "") if isinstance(error, Missing) else None
    return asked or (error.title_ja, error.message)
