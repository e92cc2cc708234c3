"""The bench of weekly times in its short form: the same dates as a calendar library names, many times faster."""

from datetime import date

import pytest

from shared.workdays import holidays_between
from tests.proof.bench import series


def test_the_library_names_the_same_dates_and_takes_far_longer() -> None:
    figures = series.beside_the_library(70, holidays_between(*series.TWO_YEARS))
    assert figures["dates"] > 70 * 90
    assert figures["times_recurring_ical_events"] > 40  # 80 at full size, on a machine that does nothing else


def test_the_bench_sees_when_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "expanded", lambda written: [])
    with pytest.raises(series.NotTheSame):
        series.beside_the_library(7, {date(2026, 5, 4)})
