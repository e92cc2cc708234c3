"""The feed of Nankoku's programs, as a golden file."""

import re
from datetime import date, timedelta
from pathlib import Path

from services.programs import actions, feeds
from services.programs.rules import CancelReason
from services.programs.schemas import CancelForm
from shared.db import Database
from tests.services.programs.stage import ORGANISER, SETTINGS, TUESDAY, session_on

GOLDEN = Path(__file__).parent / "feeds" / "nankoku.ics"


async def written(db: Database) -> str:
    """The town's feed, the sessions' permanent UIDs numbered."""
    async with db.reading() as tx:
        feed = await feeds.town_feed(tx, "39204", feeds.Options(SETTINGS, TUESDAY))
    uids = list(dict.fromkeys(re.findall(rb"UID:(\S+)", feed.body)))
    body = feed.body.decode()
    for number, uid in enumerate(uids, 1):
        body = body.replace(uid.decode(), f"uid-{number}")
    return body


async def test_writes_the_golden_feed(db: Database) -> None:
    off = await session_on(db, "elderly-gathering", date(2026, 11, 25))
    async with db.transaction() as tx:
        await actions.cancel_session(
            tx, off.id, CancelForm(reason=CancelReason.TYPHOON), ORGANISER, now=TUESDAY + timedelta(hours=1)
        )
    assert await written(db) == GOLDEN.read_bytes().decode()


async def test_nothing_changes_while_nothing_happens(db: Database) -> None:
    async with db.reading() as tx:
        first = await feeds.program_feed(tx, "study-support", feeds.Options(SETTINGS, TUESDAY))
        later = await feeds.program_feed(tx, "study-support", feeds.Options(SETTINGS, TUESDAY + timedelta(hours=20)))
    assert (first.etag, first.changed_at) == (later.etag, later.changed_at)


async def test_a_cancelled_session_stays_five_weeks_in_the_feed(db: Database) -> None:
    async with db.reading() as tx:
        on_the_day, after = [
            (
                await feeds.program_feed(tx, "cafe-de-pomme", feeds.Options(SETTINGS, TUESDAY + timedelta(days=days)))
            ).body
            for days in (35, 36)
        ]
    assert (b"20261124T084500" in on_the_day, b"20261124T084500" in after) == (True, False)
