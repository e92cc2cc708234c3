"""The benches of programs in their short form: what they compare is the same, and the targets are met by far."""

from datetime import date
from pathlib import Path

import pytest
from rich.progress import Progress

from shared.workdays import holidays_between
from tests.proof.bench import cancelling, series
from tests.proof.bench.registry import Ground


def test_the_library_names_the_same_dates_and_takes_far_longer() -> None:
    figures = series.beside_the_library(70, holidays_between(*series.TWO_YEARS))
    assert figures["dates"] > 70 * 90
    assert figures["times_recurring_ical_events"] > 40  # 80 at full size, on a machine that does nothing else


def test_the_bench_sees_when_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "expanded", lambda written: [])
    with pytest.raises(series.NotTheSame):
        series.beside_the_library(7, {date(2026, 5, 4)})


async def test_a_thousand_sessions_are_called_off_and_every_feed_says_so(tmp_path: Path) -> None:
    figures = await cancelling.a_thousand_sessions(Ground(tmp_path, Progress(disable=True)))
    assert figures["sessions"] == cancelling.SESSIONS
    assert figures["committed_s"] < 2
    assert figures["every_feed_s"] < 60


async def test_the_bench_sees_a_feed_that_does_not_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancelling, "SAID", b"SUMMARY:NOT SO")
    with pytest.raises(cancelling.NotSaid):
        await cancelling.a_thousand_sessions(Ground(tmp_path, Progress(disable=True)))
