"""Counts that could point at a household, and durations."""

import pytest

from shared.ui.figures import few, minutes


@pytest.mark.parametrize(("count", "shown"), [(0, "<5"), (1, "<5"), (4, "<5"), (5, "5"), (12, "12"), (1234, "1,234")])
def test_hides_every_count_under_five(count: int, shown: str) -> None:
    assert few(count) == shown


@pytest.mark.parametrize(
    ("count", "ja", "en"),
    [(0, "0分", "0 min"), (10, "10分", "10 min"), (60, "1時間", "1 h"), (90, "1時間30分", "1 h 30 min")],
)
def test_says_minutes_as_hours_once_they_are(count: int, ja: str, en: str) -> None:
    assert (minutes(count), minutes(count, "en")) == (ja, en)
