"""Two instances of every service that start at the same moment on the same databases."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from services.accounts import DEMO_ACCOUNTS, add_demo_accounts
from services.demo import adopt_demo_towns
from services.meetings.settings import Settings
from services.meetings.timers import timers_of
from services.town import Town
from shared.auth import AUTH_MIGRATIONS, Accounts
from shared.clock import utc_now
from shared.db import Database
from shared.migrate import migrate
from shared.timers import run_once
from tests.databases import PostgresDatabases
from tests.flows.stage import town_in
from tests.postgres import lasting_server, why_not

SERVICES = Path(__file__).parents[2] / "services"
pytestmark = [pytest.mark.postgresql, pytest.mark.skipif(bool(why_not()), reason=why_not())]


async def migrated(town: Town) -> None:
    await migrate(town.front.state.db, AUTH_MIGRATIONS)
    for name, app in town.services.items():
        await migrate(app.state.db, SERVICES / name / "migrations")


async def count(db: Database, table: str) -> int:
    async with db.reading() as tx:
        return int((await tx.exec(text(f"SELECT count(*) FROM {table}"))).scalar_one())  # type: ignore[call-overload]  # noqa: S608


async def test_they_make_the_demo_towns_and_plan_ahead_once(tmp_path: Path) -> None:
    databases = PostgresDatabases(lasting_server())
    urls = {name: databases(name) for name in ("auth", "intake", "meetings", "programs", "notify")}
    towns = [town_in(tmp_path, urls.__getitem__) for _ in range(3)]
    await migrated(towns[0])  # Alembic runs one at a time in a process; two processes are tried in tests/deploy
    await asyncio.gather(
        *(adopt_demo_towns(town.services) for town in towns),
        *(add_demo_accounts(Accounts(town.front.state.db)) for town in towns),
    )
    assert await count(towns[0].front.state.db, "accounts") == len(DEMO_ACCOUNTS)
    meetings = [town.services["meetings"] for town in towns]
    sittings = await count(meetings[0].state.db, "meetings")
    assert sittings > 50
    ahead = Settings(horizon_months=20)
    timers = {each.name: each for each in timers_of(ahead, meetings[0].state.fetches)}
    with capture_logs() as lines:
        await asyncio.gather(*(run_once(each.state.db, timers["meetings-plan-ahead"], utc_now()) for each in meetings))
    assert [line for line in lines if line["log_level"] == "error"] == []
    assert await count(meetings[0].state.db, "meetings") > sittings
    for town in towns:
        for app in (town.front, *town.services.values()):
            await app.state.db.close()
    databases.drop()
