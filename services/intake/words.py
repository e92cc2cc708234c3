"""What intake's codes are called on a page, Japanese first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from services.intake.models import Referral
from services.intake.rules import Route, Stage
from services.intake.schemas import CaseView
from shared.clock import local_date
from shared.contracts.words import Consent, Urgency
from shared.sealed import Why
from shared.ui.dates import Lang, month_day
from shared.ui.words import CATEGORIES, Words, listed, said

ROUTES: dict[Route, Words] = {
    Route.SELF: ("本人", "In person"),
    Route.FAMILY: ("家族", "Family"),
    Route.NEIGHBOUR: ("近所の人", "Neighbour"),
    Route.WELFARE_VOLUNTEER: ("民生委員", "Welfare volunteer"),
    Route.AGENCY: ("ほかの機関", "Another agency"),
    Route.OUTREACH: ("こちらから訪問", "We visited"),
    Route.OTHER: ("その他", "Other"),
}
URGENCIES: dict[Urgency, Words] = {
    Urgency.NORMAL: ("ふつう", "Normal"),
    Urgency.SOON: ("早めに", "Soon"),
    Urgency.EMERGENCY: ("いますぐ", "Right now"),
}
CONSENTS: dict[Consent, Words] = {
    Consent.NONE: ("まだ聞いていない", "Not asked yet"),
    Consent.ASKED: ("聞いて返事待ち", "Asked, no answer yet"),
    Consent.GIVEN: ("同意をもらった", "Given"),
    Consent.WITHDRAWN: ("取り下げられた", "Withdrawn"),
}
CONSENT_AT_FIRST = {step: words for step, words in CONSENTS.items() if step is not Consent.WITHDRAWN}
STAGES: dict[Stage, Words] = {
    Stage.CONSULTATION: ("相談", "Consultation"),
    Stage.CORE: ("コア会議", "Core meeting"),
    Stage.NETWORK: ("ネットワーク会議", "Network meeting"),
    Stage.SUPPORT: ("支援中", "Support"),
    Stage.PROGRESS: ("進捗の確認", "Progress review"),
    Stage.CLOSED: ("終結", "Closed"),
}
# What people may give as their reason to read; sealing anew is the machine's.
REASONS: dict[Why, Words] = {
    Why.SUPPORT_CASE: ("支援のため", "To support them"),
    Why.TAKE_CONSULTATION: ("相談を受けるため", "To take a consultation"),
    Why.PREPARE_MEETING: ("会議の準備のため", "To prepare a meeting"),
    Why.PERSON_ASKED: ("本人から頼まれたため", "The person asked"),
}
DECLINES: dict[str, Words] = {
    "not-our-field": ("担当の分野ではない", "Not our field"),
    "no-room": ("いまは手がいっぱい", "No room at present"),
    "already-helped": ("ほかの機関が関わっている", "Another agency is on it"),
    "other": ("そのほか（電話で話す）", "Something else, we will telephone"),
}

# The questions of 相談を受ける, by field.
ASKED: dict[str, Words] = {
    "agency": ("受けた機関", "Taken by"),
    "route": ("だれから", "From whom"),
    "person.name": ("名前", "Name"),
    "person.kana": ("ふりがな", "Reading of the name"),
    "person.phone": ("電話", "Telephone"),
    "person.address": ("住所", "Address"),
    "person.birth_date": ("生年月日", "Date of birth"),
    "categories": ("困りごと", "Issues"),
    "most_pressing": ("◎ いちばん急ぐもの", "◎ The most pressing"),
    "note": ("どんな話でしたか", "What was said"),
    "consent": ("ほかの機関と話してよいか、本人に聞きましたか", "May we talk with other agencies? Did you ask?"),
    "urgency": ("急ぎますか", "How urgent?"),
    "beyond_us": ("うちだけで支えられますか", "Can we carry this alone?"),
    "area": ("地域", "Area"),
    "next_date": ("次に様子を見る日", "When to look again"),
}


class Names(NamedTuple):
    """The town's names by id."""

    agencies: Mapping[str, str]
    areas: Mapping[str, str]

    def of(self, agencies: Iterable[str]) -> dict[str, Words]:
        """Some agencies' names as pairs of words; a name is the same in both languages."""
        return {each: (self.agencies.get(each, each),) * 2 for each in agencies}


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


class Line(NamedTuple):
    """A case on a day of the week ahead."""

    title: str
    href: str
    hours: None
    meta: str


def needs(waiting: Sequence[Referral], due: Sequence[CaseView], names: Names, lang: Lang) -> list[Need]:
    """What waits for somebody, oldest first."""
    rows = [_referral_need(row, names, lang) for row in waiting]
    rows += [_case_need(case, case.next_date, lang) for case in due if case.next_date]
    return sorted(rows, key=lambda need: need.since)


def _referral_need(row: Referral, names: Names, lang: Lang) -> Need:
    sender, due = names.agencies.get(row.from_agency, row.from_agency), month_day(row.answer_due_on, lang)
    return Need(
        said(("つなぎの返事待ち", "Referral to answer"), lang),
        said((f"{sender} から {row.case_ref}", f"{row.case_ref} from {sender}"), lang),
        f"/intake/referrals/{row.id}",
        local_date(row.asked_at),
        said((f"返事は {due} までに", f"Please answer by {due}"), lang),
    )


def _case_need(case: CaseView, day: date, lang: Lang) -> Need:
    word = said(("様子を見る日です", "Time to look again"), lang)
    return Need(word, case.case_ref, f"/intake/cases/{case.case_ref}", day, themes(case, lang))


def ahead(cases: Sequence[CaseView], today: date, last: date, lang: Lang) -> list[tuple[date, list[Line]]]:
    """The cases to look at again after today and until `last`, day by day."""
    days: dict[date, list[Line]] = {}
    for case in cases:
        if case.next_date and today < case.next_date <= last:
            line = Line(case.case_ref, f"/intake/cases/{case.case_ref}", None, themes(case, lang))
            days.setdefault(case.next_date, []).append(line)
    return sorted(days.items())


def themes(case: CaseView, lang: Lang) -> str:
    """A case's issues in words, never who it is about."""
    return listed((CATEGORIES[category] for category in case.categories), lang)


def card(case: CaseView, today: date, lang: Lang) -> Card:
    """A case as the board shows it; late when its day has passed."""
    late = said(("予定の日を過ぎています", "Its day has passed"), lang)
    return Card(
        case.case_ref,
        themes(case, lang),
        _standing(case, lang),
        f"/intake/cases/{case.case_ref}",
        late if case.next_date is not None and case.next_date < today else None,
    )


def _standing(case: CaseView, lang: Lang) -> str:
    count = case.consultations
    parts = [said((f"相談{count}件", f"{count} consultation{'s' if count > 1 else ''}"), lang)]
    if case.next_date:
        day = month_day(case.next_date, lang)
        parts.append(said((f"次は {day}", f"next {day}"), lang))
    return " ・ ".join(parts)


def errors(wrong: Mapping[str, Words], lang: Lang) -> list[tuple[str, str]]:
    """What is wrong on a form: (field, sentence)."""
    return [(name, said(words, lang)) for name, words in wrong.items()]


def declined(reason: str | None, lang: Lang) -> str:
    """Why a referral was declined; a reason given by another program may be unknown here."""
    return said(DECLINES.get(reason or "", DECLINES["other"]), lang)
