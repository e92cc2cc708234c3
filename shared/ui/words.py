"""What the codes that cross between services are called, Japanese beside English: one book for all pages and mails."""

from collections.abc import Iterable, Mapping

from shared.contracts.words import CallReason, Capacity, Field, IssueCategory, TaskKind, Theme
from shared.ui.dates import Lang

Words = tuple[str, str]

# As the standard form has them (自立相談支援 相談受付・申込票), shortened to fit a chip.
CATEGORIES: dict[IssueCategory, Words] = {
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
FIELDS: dict[Field, Words] = {
    Field.HEALTH: ("保健", "Health"),
    Field.ELDERLY: ("高齢", "Elderly"),
    Field.DISABILITY: ("障害", "Disability"),
    Field.CHILDREN: ("子ども", "Children"),
    Field.POVERTY: ("生活困窮", "Poverty"),
    Field.RIGHTS: ("権利擁護", "Rights"),
}
TASKS: dict[TaskKind, Words] = {
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
THEME_NAMES: dict[Theme, Words] = {
    Theme.TRANSPORT: ("移動・交通", "Getting around"),
    Theme.SHOPPING: ("買い物", "Shopping"),
    Theme.WATCHING_OVER: ("見守り", "Watching over people"),
    Theme.GATHERING: ("居場所・つどい", "Places to gather"),
    Theme.ISOLATION: ("孤立・ひきこもり", "Isolation"),
    Theme.HOUSING: ("住まい", "Housing"),
    Theme.WORK: ("仕事", "Work"),
    Theme.CHILDREN: ("子ども・子育て", "Children, raising them"),
    Theme.CARE: ("介護・医療", "Care, medicine"),
    Theme.MONEY: ("お金・暮らし", "Money"),
    Theme.DISASTER: ("災害・防災", "Disasters"),
    Theme.OTHER: ("その他", "Other"),
}
CALL_REASONS: dict[CallReason, Words] = {
    CallReason.REQUIRED: ("この会議の構成員のため", "a seat in this meeting"),
    CallReason.HEALTH_ITEM: ("保健の議題があるため", "a health item"),
    CallReason.ELDERLY_ITEM: ("高齢の議題があるため", "an item on older people"),
    CallReason.GENERAL_ITEM: ("担当に関わる議題があるため", "a related item"),
    CallReason.CASE_AGENCY: ("関わっている事案があるため", "a case the agency works on"),
}
CAPACITIES: dict[Capacity, Words] = {
    Capacity.CHAIR: ("進行役", "as chair"),
    Capacity.PROMOTER: ("包括化推進員", "as promoter"),
    Capacity.HEALTH_NURSE: ("保健師の立場", "as public-health nurse"),
    Capacity.COMMUNITY_SUPPORT_CENTRE: ("包括の立場", "for the community support centre"),
    Capacity.ADMINISTRATION: ("行政の立場", "for the town office"),
    Capacity.AGENCY: ("関係機関", "as an agency involved"),
}


FILL_IN: Words = ("入力してください", "Please fill this in")
CHOOSE_SOME: Words = ("ひとつ以上選んでください", "Choose at least one")
CHOOSE_ONE: Words = ("選んでください", "Please choose")


def to_choose(sentence: str | None, legend: str, several: bool = False, *, lang: Lang) -> str | None:
    """What is missing among choices is chosen, not filled in: 曜日を選んでください; other sentences stay."""
    if sentence not in {said(FILL_IN, lang), said(CHOOSE_ONE, lang)}:
        return sentence
    if several:
        return said(CHOOSE_SOME, lang)
    is_question = legend.endswith(("か", "？", "?"))  # a question's name does not go into a sentence
    return said(CHOOSE_ONE if is_question else (f"{legend}を選んでください", f"Choose: {legend}"), lang)


def to_write(sentence: str | None, *, lang: Lang) -> str | None:
    """What is missing in a box to write in is filled in, however many boxes there are."""
    return said(FILL_IN if sentence == said(CHOOSE_SOME, lang) else (sentence or "",) * 2, lang) or None


def because(reasons: Iterable[CallReason], capacity: Capacity) -> Words:
    """なぜ呼ばれたか: 保健の議題があるため（保健師の立場）; because of a health item (as public-health nurse)."""
    words, (role_ja, role_en) = [CALL_REASONS[reason] for reason in reasons], CAPACITIES[capacity]
    japanese, english = "、".join(ja for ja, _ in words), " and ".join(en for _, en in words)
    return f"{japanese}（{role_ja}）", f"because of {english} ({role_en})"


def said(words: Words, lang: Lang) -> str:
    """One of a pair, by language; templates say `t(*words)`."""
    return words[0 if lang == "ja" else 1]


def listed(words: Iterable[Words], lang: Lang) -> str:
    """Several words in a row: 住まい、家族との関係, or "Housing; Family" (the words themselves hold ・ and commas)."""
    return said(("、", "; "), lang).join(said(pair, lang) for pair in words)


def options(book: Mapping[str, Words], lang: Lang) -> list[tuple[str, str]]:
    """A book's words as the choices of a form: (value, words)."""
    return [(str(value), said(words, lang)) for value, words in book.items()]


SESSION_OFF_BECAUSE: dict[str, Words] = {
    "heavy_rain": ("大雨のため", "Heavy rain"),
    "typhoon": ("台風のため", "Typhoon"),
    "snow": ("雪のため", "Snow"),
    "heat": ("暑さのため", "Heat"),
    "illness": ("スタッフの体調のため", "Staff are ill"),
    "venue": ("会場が使えないため", "The venue is closed"),
    "closed_day": ("お休みの日のため", "Closed that day"),
    "changed": ("曜日が変わったため", "The weekday changed"),
    "other": ("都合により", "Other reasons"),
}
