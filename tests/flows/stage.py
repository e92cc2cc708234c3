"""The four services in one test: real SQLite files, real doors, facts carried in memory or by a real NATS."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from faststream.nats import TestNatsBroker

from services.accounts import DEMO_PASSWORD
from services.town import Town, create_town, load_demo
from shared.migrate import migrate
from shared.outbox import deliver_outbox

HERE = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 10:00 in Japan


class MovingClock:
    """A clock that tests turn on."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def environment(here: Path, nats_url: str = "nats://127.0.0.1:9") -> dict[str, str]:
    """What the settings of a town in `here` read."""
    databases = {
        f"YUI_{name.upper()}_DATABASE_URL": f"sqlite:///{here}/data/{name}.sqlite"
        for name in ("auth", "intake", "meetings", "programs", "notify")
    }
    return {
        **databases,
        "YUI_NATS_URL": nats_url,
        "YUI_DATA_DIR": f"{here}/data",
        "YUI_KEY_FILE": f"{here}/keys/intake.json",
        "YUI_PUBLIC_URL": "http://town.test",
        "YUI_DEMO": "true",
    }


class Person:
    """Somebody signed in, as a browser would be."""

    def __init__(self, client: httpx.AsyncClient, csrf_token: str) -> None:
        self._client = client
        self._headers = {"x-csrf-token": csrf_token}

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self._client.get(path, **more)

    async def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return await self._client.post(path, json=json, headers=self._headers, **more)


class Stage:
    """A town in memory: `settle` carries every fact until nothing waits."""

    def __init__(self, town: Town, clock: MovingClock) -> None:
        self.town = town
        self.clock = clock
        self._people: dict[str, Person] = {}

    @property
    def apps(self) -> Mapping[str, FastAPI]:
        return self.town.services

    async def sign_in(self, login: str) -> Person:
        if login not in self._people:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app=self.town), base_url="http://town.test")
            answer = await client.post("/login", data={"login": login, "password": DEMO_PASSWORD})
            assert answer.status_code == 303, answer.text
            accounts = self.town.front.state.db
            self._people[login] = Person(client, await csrf_token(accounts, login))
        return self._people[login]

    async def settle(self) -> int:
        """Carry facts from outbox to handler until none waits; returns how many."""
        carried = 0
        while True:
            more = 0
            for app in self.apps.values():
                more += await deliver_outbox(app.state.db, app.state.link.broker, clock=self.clock)
            if not more:
                return carried
            carried += more


async def csrf_token(accounts: Any, login: str) -> str:
    """The token of the newest session of `login`; a browser reads it from the page."""
    from sqlmodel import col, select  # noqa: PLC0415

    from shared.auth.tables import Account, SignedIn  # noqa: PLC0415

    query = (
        select(SignedIn.csrf_token)
        .join(Account, col(Account.id) == SignedIn.account_id)
        .where(Account.login == login)
        .order_by(col(SignedIn.created_at).desc())
    )
    async with accounts.reading() as tx:
        return str((await tx.exec(query)).first())


@asynccontextmanager
async def memory_stage(here: Path, monkeypatch: Any, clock: MovingClock | None = None) -> AsyncIterator[Stage]:
    """A stage whose bus is FastStream's in-memory one."""
    for name, value in environment(here).items():
        monkeypatch.setenv(name, value)
    (here / "data").mkdir()
    clock = clock or MovingClock()
    town = create_town(clock)
    async with AsyncExitStack() as stack:
        await migrate(town.front.state.db, HERE / "shared/auth/migrations")
        for name, app in town.services.items():
            await migrate(app.state.db, HERE / f"services/{name}/migrations")
            stack.push_async_callback(app.state.db.close)
        stack.push_async_callback(town.front.state.db.close)
        await stack.enter_async_context(TestNatsBroker(*[app.state.link.broker for app in town.services.values()]))
        await load_demo(town)
        stage = Stage(town, clock)
        await stage.settle()
        yield stage
