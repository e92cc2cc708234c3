"""Two processes of one service look at the clock at the same moment: what is due is done once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from services.intake.timers import TIMERS
from services.meetings.settings import Settings as MeetingsSettings
from services.meetings.timers import timers_of as meetings_timers
from services.programs.settings import Settings as ProgramsSettings
from services.programs.timers import timers_of as programs_timers
from services.scenario.nakatosa import play
from shared.clock import new_id
from shared.db import Database
from shared.db.core import execute
from shared.feed import Fetches
from shared.metrics import Metrics
from shared.outbox import attach
from shared.outbox.tables import outbox
from shared.timers import Timer, run_once
from tests.flows.people import story_on
from tests.flows.stage import Stage

DAYS, STEP = 24, 2
Told = Counter[tuple[str, bytes]]


@pytest.fixture
async def pairs(stage: Stage) -> AsyncIterator[dict[str, tuple[Database, Database]]]:
    """Each service's databases as two of its instances hold them."""
    made = {name: (Database(url), Database(url)) for name, url in stage.urls.items()}
    for both in made.values():
        for db in both:
            attach(db, lambda: None, clock=stage.clock)
    yield made
    for both in made.values():
        for db in both:
            await db.close()


def all_timers() -> dict[str, list[Timer]]:
    meetings = meetings_timers(MeetingsSettings(), Fetches(Metrics(), "meetings"))
    return {"intake": TIMERS, "meetings": meetings, "programs": programs_timers(ProgramsSettings())}


async def told_by(db: Database) -> Told:
    """Facts by what they say, whatever their ids."""
    async with db.reading() as session:
        rows = await execute(session, select(outbox.c.subject, outbox.c.body))
    return Counter((subject, bytes(body)) for subject, body in rows)


async def test_what_is_due_is_done_once(
    stage: Stage, pairs: dict[str, tuple[Database, Database]], capsys: pytest.CaptureFixture[str]
) -> None:
    story = story_on(stage)
    await play(story)
    care = await story.sign_in("houkatsu")
    [case] = [each["case_ref"] for each in await care.get("/intake/api/cases")][:1]
    asked = {"request_id": new_id(), "from_agency": "houkatsu", "to_agency": "disability-desk"}
    await care.post(f"/intake/api/cases/{case}/referrals", asked)
    before = {name: await told_by(both[0]) for name, both in pairs.items() if name in all_timers()}
    for _ in range(0, DAYS, STEP):
        stage.clock.turn(days=STEP)
        for name, timers in all_timers().items():
            for timer in timers:
                looks = [run_once(db, timer, stage.clock()) for db in pairs[name]]
                await asyncio.gather(*looks)
    told = {name: await told_by(pairs[name][0]) - facts for name, facts in before.items()}
    subjects = {subject.rpartition(".")[0] for facts in told.values() for subject, _ in facts}
    due = {"intake.referral_lapsed.v1", "meetings.meeting_scheduled.v1", "programs.organiser_reminded.v1"}
    assert due <= subjects
    assert "timer failed" not in capsys.readouterr().out
    doubled = {fact: times for facts in told.values() for fact, times in facts.items() if times > 1}
    assert doubled == {}
