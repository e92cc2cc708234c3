"""Days and times as people say them, in Japanese and in English; moments are shown in Japan's time."""

from datetime import date, datetime, time
from typing import Literal, NamedTuple

from shared.clock import TOKYO, local_date

Lang = Literal["ja", "en"]

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Era(NamedTuple):
    """One 元号 and its first day."""

    name: str
    name_en: str
    first_day: date


# Cabinet orders on the era name (昭和64年政令第1号, 平成31年政令第143号); older residents were born in 大正 and 昭和.
ERAS = (
    Era("令和", "Reiwa", date(2019, 5, 1)),
    Era("平成", "Heisei", date(1989, 1, 8)),
    Era("昭和", "Showa", date(1926, 12, 25)),
    Era("大正", "Taisho", date(1912, 7, 30)),
)

NEAR = {-1: ("きのう", "Yesterday"), 0: ("きょう", "Today"), 1: ("あした", "Tomorrow"), 2: ("あさって", "In two days")}


def the_day(when: date | datetime) -> date:
    """The calendar day in Japan of a day or a moment."""
    return local_date(when) if isinstance(when, datetime) else when


def day(when: date | datetime, lang: Lang = "ja") -> str:
    """The day inside a known month: 24日(火), Tue 24."""
    found = the_day(when)
    if lang == "ja":
        return f"{found.day}日({WEEKDAYS_JA[found.weekday()]})"
    return f"{WEEKDAYS_EN[found.weekday()]} {found.day}"


def month_day(when: date | datetime, lang: Lang = "ja") -> str:
    """The day with its month: 11月24日(火), Tue 24 Nov."""
    found = the_day(when)
    if lang == "ja":
        return f"{found.month}月{day(found)}"
    return f"{day(found, 'en')} {MONTHS_EN[found.month - 1]}"


def later_day(when: date | datetime, after: date | datetime, lang: Lang = "ja") -> str:
    """A day told beside an earlier one: 27日(金) in the same month, 12月1日(火) in another."""
    is_same = (the_day(when).year, the_day(when).month) == (the_day(after).year, the_day(after).month)
    return day(when, lang) if is_same else month_day(when, lang)


def clock(when: datetime | time, lang: Lang = "ja") -> str:
    """The time of day, 24 hours, no leading zero: 8:45. The same in both languages."""
    at = when.astimezone(TOKYO) if isinstance(when, datetime) else when
    return f"{at.hour}:{at.minute:02}"


def moment(when: datetime, lang: Lang = "ja") -> str:
    """Day and time: 11月24日(火) 13:30, Tue 24 Nov 13:30."""
    return f"{month_day(when, lang)} {clock(when)}"


def hours(start: datetime | time | None, end: datetime | time | None = None, lang: Lang = "ja") -> str:
    """From–to: 8:45–12:00. A start nobody has posted yet stays unsaid: a time is never invented."""
    if start is None:
        return "時間は後日" if lang == "ja" else "Time to be posted"
    if end is None:
        return f"{clock(start)}から" if lang == "ja" else f"from {clock(start)}"
    return f"{clock(start)}–{clock(end)}"


def near(when: date | datetime, today: date, lang: Lang = "ja") -> str:
    """きょう, あした, あさって, きのう, or nothing for any other day."""
    words = NEAR.get((the_day(when) - today).days)
    return words[0 if lang == "ja" else 1] if words else ""


def era_year(when: date | datetime, lang: Lang = "ja") -> str:
    """The year by its era: 令和8年, 令和元年, Reiwa 8; the plain year before 大正."""
    found = the_day(when)
    for era in ERAS:
        if found >= era.first_day:
            year = found.year - era.first_day.year + 1
            if lang == "ja":
                return f"{era.name}{'元' if year == 1 else year}年"
            return f"{era.name_en} {year}"
    return f"{found.year}年" if lang == "ja" else str(found.year)


def era_date(when: date | datetime, lang: Lang = "ja") -> str:
    """The full date as documents write it: 令和8年11月24日, 24 Nov 2026."""
    found = the_day(when)
    if lang == "ja":
        return f"{era_year(found)}{found.month}月{found.day}日"
    return f"{found.day} {MONTHS_EN[found.month - 1]} {found.year}"


def since(when: date | datetime, today: date, lang: Lang = "ja") -> str:
    """How long something has been waiting, in whole days: きょうから, 3日前から."""
    days = (today - the_day(when)).days
    if days <= 0:
        return "きょうから" if lang == "ja" else "since today"
    if lang == "ja":
        return "きのうから" if days == 1 else f"{days}日前から"
    return "since yesterday" if days == 1 else f"for {days} days"
