"""Weekdays and hours as people write them: 水・金, 月〜金, 9時, 09:00～12:00, 午後1時半."""

import re
import unicodedata
from datetime import date, time
from typing import NamedTuple

from services.programs.rules.words import HolidayRule

DAYS = "月火水木金土日"
GROUPS = {"毎日": "月火水木金土日", "平日": "月火水木金", "土日": "土日"}
OPEN = {"", "-", "未定", "後日", "時間は後日"}  # nobody has said yet: it stays open
HOLIDAYS = {
    HolidayRule.SKIP: ("お休みにする", "休み", "お休み", "休む", "なし", "×", "x", "しない"),
    HolidayRule.KEEP: ("いつもどおりやる", "あり", "やる", "する", "開催", "○", "〇", "行う"),
    HolidayRule.MOVE: ("次の平日などにずらす", "ずらす", "振替", "振り替え", "翌日"),
}
_HOLIDAYS = {word: rule for rule, words in HOLIDAYS.items() for word in words}
_SPAN = re.compile(r"[~〜～\-−–ー]|から")
_FROM_TO = re.compile(r"^([月火水木金土日])(?:曜日?)?(?:[~〜～\-−–ー]|から)([月火水木金土日])(?:曜日?)?(?:まで)?$")
_CLOCK = re.compile(r"^(午前|午後|AM|PM)?(\d{1,2})(?::(\d{2})(?::00)?|時(?:(\d{1,2})分?|(半))?)?$")
_DAY = re.compile(r"^(令和|R)?(元|\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
REIWA = 2018  # 令和1年 is 2019
EARLIEST, LATEST = 2000, 2100


class Weekly(NamedTuple):
    """One weekly time of a list (Monday is 0); a holiday rule or a day of its season of None says nothing about it."""

    weekday: int
    start: time | None
    end: time | None
    on_holidays: HolidayRule | None = None
    first_day: date | None = None
    last_day: date | None = None


class Unreadable(Exception):
    """It says no weekday, no time or no rule."""


def plain(text: str) -> str:
    """Full-width digits and signs as half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def weekdays_in(text: str) -> list[int]:
    """水・金 is [2, 4]; empty when nothing stands there. Unreadable for a word that is no weekday."""
    said = plain(text).removeprefix("毎週")
    if found := _FROM_TO.match(said):
        first, last = (DAYS.index(day) for day in found.groups())
        return [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]
    days: set[int] = set()
    for word in re.split(r"[・･、,，/／]|と|および|曜日?", said):
        letters = GROUPS.get(word, word)
        if not set(letters) <= set(DAYS):
            raise Unreadable(text)
        days |= {DAYS.index(letter) for letter in letters}
    return sorted(days)


def hours_in(starts: str, ends: str) -> tuple[time | None, time | None]:
    """From two cells, or from one that says both (09:00～12:00). Unreadable for what is no time of day."""
    said = plain(starts)
    parts = [said] if said in OPEN else [part.removesuffix("まで") for part in _SPAN.split(said, maxsplit=1)]
    if len(parts) == 2 and parts[1]:
        end = _clock(parts[1])
        if plain(ends) not in OPEN and _clock(plain(ends)) != end:
            raise Unreadable(ends)
        return _clock(parts[0]), end
    return _clock(parts[0]), _clock(plain(ends).removesuffix("まで"))


def holiday_rule_in(text: str) -> HolidayRule | None:
    """What a weekly time does on holidays; None when nothing stands there."""
    if not text.strip():
        return None
    if rule := _HOLIDAYS.get(text.strip()) or _HOLIDAYS.get(plain(text)):
        return rule
    raise Unreadable(text)


def day_in(text: str) -> date | None:
    """2026-12-25, 2026/12/25, 2026年12月25日, 令和8年12月25日, R8.12.25; None when nothing stands there.

    Unreadable for a day without its year: nobody knows which.
    """
    if plain(text) in OPEN:
        return None
    found = _DAY.match(plain(text).upper())
    if found is None:
        raise Unreadable(text)
    era, year, month, day = found.groups()
    since = REIWA if era else 0
    try:
        on = date(since + (1 if year == "元" else int(year)), int(month), int(day))
    except ValueError as error:
        raise Unreadable(text) from error
    if not EARLIEST <= on.year <= LATEST:
        raise Unreadable(text)
    return on


def _clock(text: str) -> time | None:
    if text in OPEN:
        return None
    found = _CLOCK.match(text.upper())
    if found is None:
        raise Unreadable(text)
    half, hour, minute, minute_ja, is_half = found.groups()
    hours = int(hour) + (12 if half in ("午後", "PM") and int(hour) < 12 else 0)
    minutes = 30 if is_half else int(minute or minute_ja or 0)
    if hours > 23 or minutes > 59 or (half and int(hour) > 12):
        raise Unreadable(text)
    return time(0 if half in ("午前", "AM") and hours == 12 else hours, minutes)
