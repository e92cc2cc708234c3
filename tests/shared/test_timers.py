"""Timers show when they last did their work, and how often they could not."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared import timers
from shared.db import Database, Session
from shared.metrics import Metrics
from shared.timers import Timer
from tests.figures import shown_by

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


async def test_what_a_timer_did_shows(tmp_path: Path) -> None:
    looks, now, third = 0, NOW, asyncio.Event()

    async def every_other(_tx: Session, _now: datetime) -> None:
        nonlocal looks, now
        looks, now = looks + 1, now + timedelta(minutes=1)
        if looks == 3:
            third.set()
        if looks != 1:
            raise OSError("busy")

    db, metrics = Database(f"sqlite:///{tmp_path}/one.sqlite"), Metrics()
    jobs = [Timer("meetings-often", 0.01, every_other)]
    async with timers.running(db, lambda: now, jobs, timers.Looks("meetings", metrics)):
        await asyncio.wait_for(third.wait(), 5)
        await asyncio.sleep(0.005)
    shown = shown_by(metrics.registry)
    last = shown("yui_timer_last_success_timestamp_seconds", service="meetings", timer="meetings-often")
    assert last == (NOW + timedelta(minutes=1)).timestamp()
    assert shown("yui_timer_failures_total", timer="meetings-often") in (2, 3)
    await db.close()
