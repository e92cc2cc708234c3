"""Counting in fives, families declared once, and a counting that fails."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric

from shared.db import Database, Session
from shared.figures import Figure, Kind, WorkFigures, WorkRoom, in_fives
from shared.figures.counting import age
from shared.metrics import Metrics

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PEOPLE = Figure("intake", "yui_people", "People.", labels={"lane": ("a", "b")}, counts_people=True)
THINGS = Figure("intake", "yui_things_total", "Things.", Kind.COUNTER)


@given(st.integers(0, 10**9))
def test_a_count_is_rounded_up_to_a_five(count: int) -> None:
    shown = in_fives(count)
    assert shown % 5 == 0
    assert count <= shown < count + 5


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_is_never_shown_as_less(first: int, second: int) -> None:
    assert (in_fives(first) <= in_fives(second)) or first > second


@given(st.integers(0, 10**6))
def test_no_step_within_a_five_shows(fives: int) -> None:
    """Somebody more or less changes the figure at one step in five, none of them inside."""
    assert {in_fives(5 * fives + more) for more in range(1, 6)} == {5 * fives + 5}


def test_none_is_told_from_somebody() -> None:
    assert [in_fives(count) for count in (0, 1, 5, 6, 10, 11)] == [0, 5, 5, 10, 10, 15]
    with pytest.raises(ValueError, match="fewer"):
        in_fives(-1)


def test_people_are_shown_in_fives_and_things_exactly() -> None:
    people = {sample.labels["lane"]: sample.value for sample in PEOPLE.family({("a",): 7}).samples}
    assert people == {"a": 10, "b": 0}
    assert [(sample.name, sample.value) for sample in THINGS.alone(7).samples] == [("yui_things_total", 7)]


def test_a_label_that_was_not_declared_is_refused() -> None:
    with pytest.raises(ValueError, match="yui_people has no c"):
        PEOPLE.family({("c",): 1})


def test_a_histogram_of_people_has_its_buckets_in_fives_and_no_sum() -> None:
    waits = Figure("intake", "yui_wait_seconds", "Waits.", Kind.HISTOGRAM, buckets=(60, 300), counts_people=True)
    samples = waits.histogram({(): [1, 6, 6]}).samples
    assert [(each.name, each.labels["le"], each.value) for each in samples] == [
        ("yui_wait_seconds_bucket", "60.0", 5),
        ("yui_wait_seconds_bucket", "300.0", 10),
        ("yui_wait_seconds_bucket", "+Inf", 10),
    ]


def test_what_lies_ahead_has_no_age() -> None:
    ages = [age(moment, NOW) for moment in (None, NOW - timedelta(minutes=1), NOW + timedelta(days=1))]
    assert ages == [0.0, 60.0, 0.0]


async def test_a_counting_that_fails_keeps_what_was_counted(tmp_path: Path) -> None:
    counts, metrics, moments = iter([3, None, 4]), Metrics(), iter([NOW, NOW + timedelta(1), NOW + timedelta(2)])

    async def count(_tx: Session, _now: datetime) -> list[Metric]:
        found = next(counts)
        if found is None:
            raise OSError
        return [THINGS.alone(found)]

    db = Database(f"sqlite:///{tmp_path}/one.sqlite")
    figures = WorkFigures("intake", db, metrics, lambda: next(moments), WorkRoom([THINGS], count))
    shown = []
    for _ in range(3):
        await figures.take()
        page = generate_latest(metrics.registry).decode()
        lines = dict(line.rsplit(" ", 1) for line in page.splitlines() if line.startswith("yui_"))
        taken = float(lines['yui_work_figures_taken_timestamp_seconds{service="intake"}'])
        shown.append((lines['yui_things_total{service="intake"}'], taken - NOW.timestamp()))
    assert shown == [("3.0", 0), ("3.0", 0), ("4.0", 2 * 86400)]
    await db.close()


async def test_figures_are_counted_every_so_many_seconds(tmp_path: Path) -> None:
    times, third = [], asyncio.Event()

    async def count(_tx: Session, now: datetime) -> list[Metric]:
        times.append(now)
        if len(times) == 3:
            third.set()
        return [THINGS.alone(len(times))]

    db = Database(f"sqlite:///{tmp_path}/one.sqlite")
    figures = WorkFigures("intake", db, Metrics(), lambda: NOW, WorkRoom([THINGS], count))
    keeping = asyncio.create_task(figures.keep(0.01))
    await asyncio.wait_for(third.wait(), 5)
    keeping.cancel()
    await asyncio.wait([keeping])
    await db.close()
    [shown] = figures.collect()
    assert shown.samples[0].value in (len(times) - 1, len(times))  # the last may have been cut off
