"""The four services in one test: real databases, real doors, facts carried in memory."""

import atexit
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from faststream.nats import TestNatsBroker

from services.town import Town, create_town, load_demo
from shared.clock import Clock, utc_now
from shared.migrate import migrate
from shared.outbox import deliver_outbox
from tests.databases import Databases, databases_in

HERE = Path(__file__).parents[2]
URL = "http://town.test"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 10:00 in Japan
DATABASES = ("auth", "intake", "meetings", "programs", "notify")
NewDatabase = Callable[[str], str]


class MovingClock:
    """A clock that tests turn on."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def town_in(here: Path, new_database: NewDatabase | None = None, clock: Clock = utc_now) -> Town:
    """A town built in `here`, nothing of it running yet, in the databases that `new_database` makes."""
    (here / "data").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(here, new_database or databases_in(here / "data")).items():
            patch.setenv(name, value)
        return create_town(clock)


def environment(here: Path, new_database: NewDatabase) -> dict[str, str]:
    """What the settings of a town in `here` read."""
    databases = {f"YUI_{name.upper()}_DATABASE_URL": new_database(name) for name in DATABASES}
    return {
        **databases,
        "YUI_NATS_URL": "nats://127.0.0.1:9",
        "YUI_DATA_DIR": f"{here}/data",
        "YUI_KEY_FILE": f"{here}/keys/intake.json",
        "YUI_MEETINGS_KEY_FILE": f"{here}/keys/meetings.json",
        "YUI_PROGRAMS_KEY_FILE": f"{here}/keys/programs.json",
        "YUI_NOTIFY_KEY_FILE": f"{here}/keys/notify.json",
        "YUI_PUBLIC_URL": URL,
        "YUI_DEMO": "true",
        "YUI_REQUEST_LOG": "false",
    }


class Stage:
    """A town in memory: `settle` carries every fact and sends every mail until nothing waits."""

    def __init__(self, town: Town, clock: MovingClock) -> None:
        self.town = town
        self.clock = clock

    @property
    def urls(self) -> dict[str, str]:
        """Its databases."""
        apps = {"auth": self.town.front, **self.apps}
        return {name: app.state.db.url.render_as_string(hide_password=False) for name, app in apps.items()}

    @property
    def apps(self) -> Mapping[str, FastAPI]:
        return self.town.services

    async def settle(self) -> int:
        """Carry facts from outbox to handler until none waits; returns how many."""
        carried = 0
        while True:
            more = 0
            for app in self.apps.values():
                more += await deliver_outbox(app.state.db, app.state.link.broker, clock=self.clock)
            more += await self.apps["notify"].state.rounds.round()
            if not more:
                return carried
            carried += more


@asynccontextmanager
async def memory_stage(
    here: Path, databases: Databases | None = None, clock: MovingClock | None = None
) -> AsyncIterator[Stage]:
    """A stage in the empty folder `here`, with the demo towns and a bus in memory."""
    clock, databases = clock or MovingClock(), databases or databases_in(here / "data")
    begun = await _begun(databases, clock.now)
    copytree(begun.folder, here, dirs_exist_ok=True)
    urls = {name: databases.copy(url, name) for name, url in begun.urls.items()}
    try:
        async with stage_of(town_in(here, urls.__getitem__, clock), clock) as stage:
            yield stage
    finally:
        databases.drop()


@asynccontextmanager
async def stage_of(town: Town, clock: MovingClock) -> AsyncIterator[Stage]:
    """A stage with a town as it stands in its databases."""
    async with AsyncExitStack() as stack:
        for app in (town.front, *town.services.values()):
            stack.push_async_callback(app.state.db.close)
        await stack.enter_async_context(TestNatsBroker(*[app.state.link.broker for app in town.services.values()]))
        yield Stage(town, clock)


class _Begun(NamedTuple):
    """The demo towns before anybody did anything: keys and mails, and the databases' URLs."""

    folder: Path
    urls: Mapping[str, str]


_begun_at: dict[tuple[str, datetime], _Begun] = {}


async def _begun(databases: Databases, now: datetime) -> _Begun:
    """Made once a process, then copied for each stage."""
    key = (databases.place, now)
    if key not in _begun_at:
        folder = Path(mkdtemp(prefix="yui-town-"))
        atexit.register(rmtree, folder, ignore_errors=True)
        urls = {name: databases.kept(name) for name in DATABASES}
        await _load(town_in(folder, urls.__getitem__, clock := MovingClock(now)), clock)
        _begun_at[key] = _Begun(folder, urls)
    return _begun_at[key]


async def _load(town: Town, clock: MovingClock) -> None:
    await migrate(town.front.state.db, HERE / "shared/auth/migrations")
    for name, app in town.services.items():
        await migrate(app.state.db, HERE / f"services/{name}/migrations")
    async with stage_of(town, clock) as stage:
        await load_demo(town)
        await stage.settle()
