"""Least privilege on the bus: every pair of user and subject tried on a real server as compose.yaml starts it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.catalogue import all_services
from services.doctor import examine
from services.topology import Keeper
from shared.bus import STREAMS, drift
from shared.settings import ServiceSettings, bus_address
from tests.live.stage import until
from tests.live.walls import BUS_USERS, WalledBus, attempts, walled_bus

pytestmark = pytest.mark.live

# nats-py tells it in lower case.
SUBJECT = re.compile(r'permissions violation for (publish|subscription) to "([^"]+)"', re.IGNORECASE)
ALL_DURABLES = [each for service in all_services() for each in service.consumers]


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncIterator[WalledBus]:
    async with walled_bus(tmp_path) as bus:
        yield bus


def keeper_of(bus: WalledBus) -> Keeper:
    return Keeper(
        ServiceSettings(nats_url=bus.url, nats_user="topology", nats_password=bus.password("topology")),
        exit_process=lambda code: None,
    )


async def is_made(keeper: Keeper) -> bool:
    return await keeper.check() is None


@pytest.mark.parametrize("user", BUS_USERS)
async def test_each_user_may_publish_what_the_table_says_and_nothing_else(bus: WalledBus, user: str) -> None:
    keeper = keeper_of(bus)
    async with keeper.running():
        await until(lambda: is_made(keeper))
        wanted = dict(attempts())
        async with bus.caller(user) as caller:
            for subject in wanted:
                await caller.client.publish(subject, b"")
            await caller.client.flush()
            await asyncio.sleep(0.1)
        refused = {found[2] for text in caller.refused if (found := SUBJECT.search(text))}
        assert refused == {subject.lower() for subject, may in wanted.items() if user not in may}
        assert len(wanted) > 300
        assert await keeper.check() is None, "what was tried changed nothing"


@pytest.mark.parametrize("user", BUS_USERS)
async def test_each_user_hears_answers_to_itself_alone(bus: WalledBus, user: str) -> None:
    own = f"_INBOX_{user}.one"
    others = [f"_INBOX_{other}.>" for other in BUS_USERS if other != user]
    wide = [*(f"{stream.lower()}.>" for stream in STREAMS), *others, ">", "_INBOX.>", "$JS.>", "$SYS.>", "*.*.*.*"]
    async with bus.caller(user) as caller:
        for subject in (own, *wide):
            await caller.client.subscribe(subject)
        await caller.client.flush()
        await asyncio.sleep(0.1)
    refused = {found[2] for text in caller.refused if (found := SUBJECT.search(text))}
    assert refused == {subject.lower() for subject in wide}


async def test_nobody_hears_what_is_answered_to_another(bus: WalledBus) -> None:
    keeper = keeper_of(bus)
    async with keeper.running(), bus.caller("intake") as curious, bus.caller("notify") as asking:
        await until(lambda: is_made(keeper))
        heard = await curious.client.subscribe("_INBOX_notify.>")
        assert (await asking.client.jetstream().stream_info("NOTIFY")).config.name == "NOTIFY"
        with pytest.raises(NatsError):
            await heard.next_msg(timeout=0.3)


@pytest.mark.parametrize(
    ("user", "password"), [(None, None), ("intake", None), ("intake", "wrong"), ("nobody", "wrong")]
)
async def test_without_a_name_and_its_password_nobody_gets_in(
    bus: WalledBus, user: str | None, password: str | None
) -> None:
    said: list[str] = []

    async def note(error: Exception) -> None:
        said.append(str(error))

    client = Client()
    with pytest.raises((NatsError, OSError)):
        await client.connect(
            bus.url,
            allow_reconnect=False,
            max_reconnect_attempts=1,
            connect_timeout=2,
            error_cb=note,
            user=user,
            password=password,
        )
    await client.close()
    assert "Authorization Violation" in " ".join(said)


async def test_the_keeper_makes_all_there_is_and_the_doctor_can_look(bus: WalledBus) -> None:
    keeper = keeper_of(bus)
    assert await keeper.check() == "not connected"
    async with keeper.running():
        await until(lambda: is_made(keeper))
        assert await drift(keeper.client.jetstream(), ALL_DURABLES) == []


async def test_the_doctor_looks_with_the_rights_of_the_topology_user(
    bus: WalledBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUI_SECRETS_DIR", str(tmp_path / "none"))
    keeper = keeper_of(bus)
    async with keeper.running():
        await until(lambda: is_made(keeper))
        found = {each.what.en: each.found.en for each in await examine(bus_address(keeper.settings))}
    assert found["streams and durables"].endswith("as they should be")
