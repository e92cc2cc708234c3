"""Subscriptions in words: which calendar, how much it shows, when it was last fetched, what to do about its end."""

from datetime import datetime, timedelta

from services.meetings.schemas import FeedRow
from shared.ui import dates
from shared.ui.dates import Lang
from shared.ui.words import Words, said

CLIENTS: dict[str, Words] = {
    "google": ("Google カレンダー", "Google Calendar"),
    "outlook": ("Outlook", "Outlook"),
    "apple": ("iPhone・iPad・Mac", "iPhone, iPad, Mac"),
    "android": ("Android", "Android"),
    "thunderbird": ("Thunderbird", "Thunderbird"),
}
DETAILS: dict[str, Words] = {
    "place": ("会議の名前と場所", "Name and place"),
    "title": ("会議の名前だけ", "Name only"),
    "busy": ("「予定あり」だけ", "Only that I am busy"),
}
FAMILIES = {family: family.title() for family in CLIENTS}
OTHER: Words = ("ほかのカレンダー", "another calendar")
NEVER: Words = ("まだ取得されていません", "Not fetched yet")
SOON = timedelta(days=30)


def last_fetched(row: FeedRow, now: datetime, lang: Lang) -> str:
    """最終取得 9時間前（Google）."""
    if row.fetched_at is None:
        return said(NEVER, lang)
    client, ago = FAMILIES.get(row.fetched_by or "", said(OTHER, lang)), _ago(now - row.fetched_at, lang)
    return f"最終取得 {ago}（{client}）" if lang == "ja" else f"Last fetched {ago} ({client})"


def until(row: FeedRow, lang: Lang) -> str:
    """How long it lives, or that it does not."""
    if not row.is_alive:
        return said(("終わりました", "Ended"), lang)
    day = dates.era_date(row.expires_at, lang)
    return f"{day}まで" if lang == "ja" else f"until {day}"


def ends_soon(row: FeedRow, now: datetime) -> bool:
    """Whether its holder should make a new address now."""
    return row.is_alive and row.replaced_at is None and row.expires_at - now <= SOON


def _ago(passed: timedelta, lang: Lang) -> str:
    minutes = int(passed.total_seconds()) // 60
    for size, ja, en in ((1440, "日", "day"), (60, "時間", "hour"), (1, "分", "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count}{ja}前" if lang == "ja" else f"{count} {en}{'s' if count > 1 else ''} ago"
    return "たったいま" if lang == "ja" else "just now"
