"""Days and times as people say them."""

from datetime import UTC, date, datetime, time

import pytest

from shared.ui import dates
from shared.ui.dates import Lang

TUESDAY = date(2026, 11, 24)
# 13:30 in Japan, written down in UTC: the day must be Japan's, not UTC's.
HALF_PAST_ONE = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
LATE_IN_UTC = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_names_the_day_in_both_languages() -> None:
    assert (dates.day(TUESDAY), dates.day(TUESDAY, "en")) == ("24日(火)", "Tue 24")
    assert (dates.month_day(TUESDAY), dates.month_day(TUESDAY, "en")) == ("11月24日(火)", "Tue 24 Nov")


def test_shows_moments_in_japans_time() -> None:
    assert dates.moment(HALF_PAST_ONE) == "11月24日(火) 13:30"
    assert dates.moment(HALF_PAST_ONE, "en") == "Tue 24 Nov 13:30"
    assert dates.moment(LATE_IN_UTC) == "11月24日(火) 1:00"


def test_says_from_and_to_and_never_invents_a_time() -> None:
    assert dates.hours(time(8, 45), time(12)) == "8:45–12:00"
    assert dates.hours(time(8, 45)) == "8:45から"
    assert dates.hours(None) == "時間は後日"
    assert dates.hours(None, lang="en") == "Time to be posted"


@pytest.mark.parametrize(
    ("when", "ja", "en"),
    [
        (date(2026, 11, 22), "", ""),
        (date(2026, 11, 23), "きのう", "Yesterday"),
        (TUESDAY, "きょう", "Today"),
        (date(2026, 11, 25), "あした", "Tomorrow"),
        (date(2026, 11, 26), "あさって", "In two days"),
        (date(2026, 11, 27), "", ""),
    ],
)
def test_calls_near_days_by_their_names(when: date, ja: str, en: str) -> None:
    assert (dates.near(when, TUESDAY), dates.near(when, TUESDAY, "en")) == (ja, en)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(1912, 7, 29), "1912年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (TUESDAY, "令和8年11月24日"),
    ],
)
def test_writes_the_year_by_its_era(when: date, said: str) -> None:
    assert dates.era_date(when) == said


def test_writes_eras_for_readers_of_english() -> None:
    assert dates.era_date(TUESDAY, "en") == "24 Nov 2026"
    assert dates.era_year(TUESDAY, "en") == "Reiwa 8"
    assert dates.era_year(date(1900, 1, 1), "en") == "1900"


@pytest.mark.parametrize(
    ("when", "lang", "said"),
    [
        (TUESDAY, "ja", "きょうから"),
        (date(2026, 11, 23), "ja", "きのうから"),
        (date(2026, 11, 21), "ja", "3日前から"),
        (LATE_IN_UTC, "en", "since today"),
        (date(2026, 11, 23), "en", "since yesterday"),
        (date(2026, 11, 21), "en", "for 3 days"),
    ],
)
def test_says_how_long_something_waits(when: date, lang: Lang, said: str) -> None:
    assert dates.since(when, TUESDAY, lang) == said


def test_a_later_day_says_its_month_when_that_is_another() -> None:
    friday, tuesday = date(2026, 11, 27), date(2026, 12, 1)
    assert [dates.later_day(each, TUESDAY) for each in (friday, tuesday)] == ["27日(金)", "12月1日(火)"]
    assert [dates.later_day(each, TUESDAY, "en") for each in (friday, tuesday)] == ["Fri 27", "Tue 1 Dec"]
    assert dates.later_day(date(2027, 11, 24), TUESDAY) == "11月24日(水)"
