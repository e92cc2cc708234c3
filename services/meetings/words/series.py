"""A body's rule as a sentence, and what a change of it does to each date."""

from datetime import date, datetime

from services.meetings.models import Body
from services.meetings.rules.recurrence import HolidayRule, Pattern, pattern_of
from shared.clock import local_date
from shared.ui.dates import Lang
from shared.ui.words import Words, said
from shared.workdays import holiday_name

WEEKDAYS: dict[str, Words] = {
    "MO": ("月曜", "Monday"), "TU": ("火曜", "Tuesday"), "WE": ("水曜", "Wednesday"), "TH": ("木曜", "Thursday"),
    "FR": ("金曜", "Friday"), "SA": ("土曜", "Saturday"), "SU": ("日曜", "Sunday"),
}  # fmt: skip
NTH: dict[str, Words] = {
    "1": ("第1", "first"), "2": ("第2", "second"), "3": ("第3", "third"), "4": ("第4", "fourth"),
    "-1": ("最終", "last"),
}  # fmt: skip
HOLIDAYS: dict[str, Words] = {
    HolidayRule.NEXT: ("休みの日なら、次の開庁日", "on a closed day, the next working day"),
    HolidayRule.PREVIOUS: ("休みの日なら、前の開庁日", "on a closed day, the working day before"),
    HolidayRule.SKIP: ("休みの日なら、その回はなし", "on a closed day, not at all"),
}
EVERY_MONTHS: dict[int, Words] = {
    1: ("毎月", "every month"), 2: ("2か月ごと", "every 2 months"), 3: ("3か月ごと", "every 3 months"),
    4: ("4か月ごと", "every 4 months"), 6: ("半年ごと", "every 6 months"), 12: ("年に1回", "once a year"),
}  # fmt: skip
NO_RULE: Words = ("必要なときに開きます", "When it is needed")
SHARED: Words = ("ほかの会議体といっしょに開きます", "Sits together with another body")


def rule_of(body: Body, lang: Lang) -> str:
    """毎月 第2火曜 13:30から90分。休みの日なら、次の開庁日。"""
    if body.sits_with:
        return said(SHARED, lang)
    if body.rrule is None or body.start is None:
        return said(NO_RULE, lang)
    pattern = pattern_of(body.rrule)
    days = _days(pattern, lang) if pattern else body.rrule
    closed = said(HOLIDAYS[body.holiday_rule or HolidayRule.SKIP], lang)
    if lang == "en":
        return f"{days}, {body.start:%H:%M} for {body.minutes} minutes; {closed}."
    return f"{days} {body.start.hour}:{body.start:%M}から{body.minutes}分。{closed}。"


def _days(pattern: Pattern, lang: Lang) -> str:
    weekday = said(WEEKDAYS[pattern.weekday], lang)
    every = _every(pattern, lang)
    if not pattern.nth:
        return f"{every} {weekday}" if lang == "ja" else f"{weekday}s, {every}"
    which = [said(NTH[str(number)], lang) for number in pattern.nth]
    return f"{every} {'・'.join(which)}{weekday}" if lang == "ja" else f"{' and '.join(which)} {weekday}, {every}"


def _every(pattern: Pattern, lang: Lang) -> str:
    unit = ("か月", "months") if pattern.nth else ("週", "weeks")
    often = (f"{pattern.interval}{unit[0]}ごと", f"every {pattern.interval} {unit[1]}")
    if not pattern.nth:
        return said(("毎週", "every week") if pattern.interval == 1 else often, lang)
    return said(EVERY_MONTHS.get(pattern.interval, often), lang)


def why_another_day(named: date, starts_at: datetime, closed: dict[date, str], lang: Lang) -> str:
    """Why a sitting is not on the day its rule names; empty when it is."""
    if local_date(starts_at) == named:
        return ""
    name = holiday_name(named) or closed.get(named)
    if name:
        return f"{name}のため" if lang == "ja" else f"because of {name}"
    return "閉庁日のため" if lang == "ja" else "the offices are closed"
