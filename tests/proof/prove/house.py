"""The town under proof: a nats-server and the four services, each a process of its own that is started again."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path

import httpx

from services.accounts import DEMO_PASSWORD, add_demo_accounts
from services.catalogue import HERE as SERVICES_FOLDER
from services.demo import ADOPT
from services.local import Child, Place, keep_server
from shared.auth import AUTH_MIGRATIONS, Accounts
from shared.auth.identify import COOKIE
from shared.clock import utc_now
from shared.contracts.catalogue import SERVICES
from shared.db import Database
from shared.migrate import migrate
from shared.nats_server import NatsServer
from shared.outbox.emit import attach
from shared.towns import demo_towns
from tests.live.town import free_port
from tests.proof.prove.schedule import SERVER, instance_names, service_of
from tests.proof.prove.stores import Files, Rows, Stores

START_SECONDS = 60.0


class House:
    """Everything in one directory `here`; processes are real and may be killed.

    `only` are the services it has, `told` what their environment says besides. Of `instances`, which need a database
    server, the second is called `intake/2`.
    """

    def __init__(
        self, here: Path, *, only: Sequence[str] = tuple(SERVICES), told: Mapping[str, str] | None = None,
        stores: Stores | None = None, instances: int = 1,
    ) -> None:  # fmt: skip
        self.names, self.told = only, dict(told or {})
        self.place = Place(here / "data")
        self.stores = stores or Files(self.place.data_dir)
        self.log = here / "services.log"
        self.server = NatsServer(here / "data" / "nats", key_file=self.place.keys_dir / "nats.key")
        self.ports = {each: free_port() for each in instance_names(only, instances)}
        self.children = {each: self._child(each) for each in self.ports}
        self._turns = {name: cycle([each for each in self.ports if service_of(each) == name]) for name in only}
        self._tasks: list[asyncio.Task[None]] = []
        self._keeping: asyncio.Task[None] | None = None

    def _child(self, instance: str) -> Child:
        databases = {f"YUI_{name.upper()}_DATABASE_URL": self.stores.url(name) for name in ("auth", *self.names)}
        environment = (
            self.place.environment(self.server.url)
            | databases
            | {
                "YUI_PORT": str(self.ports[instance]),
                "YUI_LOG_LEVEL": "WARNING",
                "YUI_REQUEST_LOG": "false",
                **self.told,
            }
        )
        command = [sys.executable, "-m", "services.serve", service_of(instance)]
        return Child(instance, command, environment, log=self.log)

    async def open(self) -> None:
        """Databases with the demo towns, then all processes; returns when every service is ready."""
        self.place.data_dir.mkdir(parents=True)
        for name in self.names:
            await self._furnish(name)
        await self.server.start()
        self.keep_server()
        self._tasks = [asyncio.create_task(child.keep()) for child in self.children.values()]
        async with httpx.AsyncClient(timeout=5) as client, asyncio.timeout(START_SECONDS):
            for each in self.ports:
                while not await answers(client, f"{self.url(each)}/{service_of(each)}/health/ready"):  # noqa: ASYNC110  # another process
                    await asyncio.sleep(0.1)

    async def _furnish(self, name: str) -> None:
        """Migrations, and the town's standing facts as an installation would load them once."""
        db = Database(self.stores.url(name))
        attach(db, lambda: None)
        await migrate(db, SERVICES_FOLDER / name / "migrations")
        async with db.transaction() as tx:
            for town in demo_towns():
                await ADOPT[name](tx, town)
        await db.close()

    async def sign_in(self, *logins: str) -> dict[str, dict[str, str]]:
        """The headers of a signed-in person, by login."""
        db = Database(self.stores.url("auth"))
        await migrate(db, AUTH_MIGRATIONS)
        accounts = Accounts(db)
        await add_demo_accounts(accounts)
        headers = {}
        for login in logins:
            token = await accounts.sign_in(login, DEMO_PASSWORD, now=utc_now())
            who = await accounts.recognise(token, now=utc_now())
            assert who is not None
            headers[login] = {"cookie": f"{COOKIE}={token}", "x-csrf-token": who.csrf_token}
        await db.close()
        return headers

    async def close(self) -> None:
        """End every process in order."""
        for task in [*self._tasks, *([self._keeping] if self._keeping else [])]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.server.stop()

    def url(self, instance: str) -> str:
        return f"http://127.0.0.1:{self.ports[instance]}"

    def door(self, service: str) -> str:
        """The address of one of its instances, each in turn."""
        return self.url(next(self._turns[service]))

    def read(self, service: str, statement: str, *values: object) -> Rows:
        """Rows of a service's database, read beside the running service."""
        return self.stores.read(service, statement, *values)

    def pid(self, name: str) -> int | None:
        """The process of the instance `name` that runs now."""
        if name == SERVER:
            return self.server.pid
        process = self.children[name].process
        return process.pid if process and process.returncode is None else None

    def kill(self, name: str) -> bool:
        """kill -9; False when it was not running anyway."""
        pid = self.pid(name)
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    def keep_server(self) -> None:
        """Start nats-server again whenever it ends, as `yui up` does."""
        self._keeping = asyncio.create_task(keep_server(self.server))

    async def hold_server_down(self) -> None:
        """End nats-server as a power cut would and leave it so, until `raise_server`."""
        if self._keeping:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await self.server.kill()

    async def raise_server(self) -> None:
        await self.server.start()
        self.keep_server()

    def wipe_bus(self) -> None:
        """All streams and durables are gone."""
        shutil.rmtree(self.server.data_dir / "jetstream")


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.TransportError:
        return False
