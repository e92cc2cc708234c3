"""A typhoon: a thousand sessions called off at once, until it is committed and until every public feed says so."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time

from sqlmodel import col, select

from services.programs import actions, feeds
from services.programs.actions import touching
from services.programs.models import Program, Series, Session
from services.programs.rules import CancelReason
from services.programs.settings import Settings
from shared.clock import utc_now
from shared.db import Database
from shared.db import Session as Tx
from shared.migrate import migrate
from shared.outbox import attach
from shared.process import tune_process
from shared.towns import demo_towns
from tests.proof.bench.registry import Figures, Ground, register
from tests.services.meetings.stage import ROOT

TOWN, TWICE_A_WEEK, WEEKS = "39204", 40, 14
SESSIONS = 1000
SAID = "SUMMARY:【中止】".encode()


class NotSaid(Exception):
    """A feed does not say of every session that it is off."""


@register("cancelling")
async def a_thousand_sessions(ground: Ground) -> Figures:
    """Seconds to committed, and to the last of the feeds: every program's and the town's."""
    with ground.step("1,000 sessions called off at once"), ground.folder() as here:
        db = Database(f"sqlite:///{here}/programs.sqlite")
        try:
            await migrate(db, ROOT / "services/programs/migrations")
            attach(db, lambda: None, clock=utc_now)
            await _found(db)
            tune_process()  # as every process of the town does when it is built
            return await _measured(db)
        finally:
            await db.close()


async def _found(db: Database) -> None:
    """A town whose programs have more than a thousand sessions ahead."""
    (nankoku,) = (town for town in demo_towns() if town.code == TOWN)
    now = utc_now()
    async with db.transaction() as tx:
        await actions.adopt_town(tx, nankoku.model_copy(update={"programs": []}))
        for number in range(TWICE_A_WEEK):
            name = f"居場所{number}"
            tx.add(
                Program(
                    id=f"hub-{number}", municipality=TOWN, name=name, purpose="", audience="だれでも", content="",
                    started_at=now,
                )
            )  # fmt: skip
        await tx.flush()
        for number in range(TWICE_A_WEEK * 2):
            tx.add(
                Series(program_id=f"hub-{number // 2}", weekday=number % 5, starts=clock_time(10), ends=clock_time(12))
            )
        await tx.flush()
        await actions.plan_ahead(tx, now=now, settings=Settings(horizon_weeks=WEEKS))


async def _measured(db: Database) -> Figures:
    now = utc_now()
    began = time.perf_counter()
    async with db.transaction() as tx:
        sessions = await _called_off(tx, now)
    committed = time.perf_counter() - began
    await _all_say(db, sessions)
    everywhere = time.perf_counter() - began
    return {"sessions": len(sessions), "committed_s": committed, "every_feed_s": everywhere}


async def _called_off(tx: Tx, now: datetime) -> Sequence[Session]:
    """One transaction, as one person's one button."""
    ahead = select(Session).where(Session.municipality == TOWN).order_by(col(Session.held_on), col(Session.program_id))
    sessions = (await tx.exec(ahead.limit(SESSIONS).with_for_update())).all()
    programs = {program.id: program for program in await actions.programs_of(tx, TOWN)}
    for session in sessions:
        touching.call_off(tx, session, programs[session.program_id], CancelReason.TYPHOON, now)
    return sessions


async def _all_say(db: Database, sessions: Sequence[Session]) -> None:
    """Every program's feed, then the town's, as a calendar gets them a moment after the commit."""
    options, said = feeds.Options(Settings(), utc_now() + timedelta(seconds=1)), 0
    async with db.reading() as tx:
        for program_id in dict.fromkeys(session.program_id for session in sessions):
            said += (await feeds.program_feed(tx, program_id, options)).body.count(SAID)
        in_town = (await feeds.town_feed(tx, TOWN, options)).body.count(SAID)
    if (said, in_town) != (len(sessions), len(sessions)):
        raise NotSaid(f"{said} in the programs' feeds, {in_town} in the town's, of {len(sessions)}")
