"""Thirteen months of sittings for a prefecture's 34 municipalities: planned, called, told, rendered for calendars."""

import time
from datetime import time as clock_time

from sqlmodel import func, select

from services.meetings import feeds
from services.meetings.actions import town
from services.meetings.models import Body, Meeting
from services.meetings.settings import Settings
from shared.clock import utc_now
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import attach
from shared.process import tune_process
from shared.towns import Town, demo_towns
from tests.proof.bench.registry import Figures, Ground, register
from tests.services.meetings.stage import ROOT

MUNICIPALITIES = 34  # of Kochi prefecture
MONTHLY_BODIES = 16
MONTHS = 13
HOUR = clock_time(13, 30)


@register("planning")
async def a_prefecture(ground: Ground) -> Figures:
    """Seconds until every sitting exists, with its calls, facts and calendar events, on disk."""
    with ground.step("13 months of sittings for 34 towns"), ground.folder() as here:
        db = Database(f"sqlite:///{here}/meetings.sqlite")
        await migrate(db, ROOT / "services/meetings/migrations")
        attach(db, lambda: None, clock=utc_now)
        feeds.keep_calendars(db, utc_now)
        towns = max(1, round(MUNICIPALITIES * ground.share))
        await _found(db, towns)
        tune_process()  # as every process of the town does when it is built
        began = time.perf_counter()
        async with db.transaction() as tx:  # as the town's own timer does
            await town.plan_ahead(tx, now=utc_now(), settings=Settings(horizon_months=MONTHS))
        seconds = time.perf_counter() - began
        async with db.reading() as tx:
            sittings = (await tx.exec(select(func.count()).select_from(Meeting))).one()
        await db.close()
    return {"sittings": sittings, "seconds": seconds, "sittings_per_s": sittings / seconds}


async def _found(db: Database, towns: int) -> None:
    """Towns of Nakatosa's kind, each with sixteen bodies that sit every month."""
    nakatosa = demo_towns()[0]
    for number in range(towns):
        async with db.transaction() as tx:
            await town.adopt_town(tx, _another(nakatosa, number))
            await tx.flush()
            for body in (await tx.exec(select(Body).where(Body.municipality == _code(number)))).all():
                body.rrule = None
                tx.add(body)
            for each in range(MONTHLY_BODIES):
                tx.add(_monthly(_code(number), each))


def _code(number: int) -> str:
    return f"{39201 + number}"


def _another(nakatosa: Town, number: int) -> Town:
    municipality = nakatosa.municipality.model_copy(update={"code": _code(number)})
    return nakatosa.model_copy(update={"municipality": municipality})


def _monthly(code: str, number: int) -> Body:
    """A body of a leader and four others that sits every month at an hour of its own."""
    day = ("MO", "TU", "WE", "TH")[number % 4]
    return Body(
        municipality=code, id=f"monthly-{number}", name=f"会議{number}", leader="A", required=list("ABCDE"),
        by_agenda=[], lanes=["none"], takes=[], rrule=f"FREQ=MONTHLY;BYDAY={number // 4 + 1}{day}",
        start=HOUR, minutes=60, holiday_rule="next-business-day",
    )  # fmt: skip
