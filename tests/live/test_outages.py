"""The bus goes away, is wiped, loses a durable; services stop and start: nothing is lost, nothing happens twice."""

import asyncio
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from services.topology import Keeper
from shared.bus import EXIT_CODE, Consumer, Watchdog, apply_topology, consumers, drift, forgetter, mender, waiter
from shared.bus.answers import ack
from shared.bus.pull import ContinuousPull
from shared.bus.topology import ACK_WAIT_SECONDS
from shared.db import Database
from shared.nats_server import NatsServer
from shared.outbox import depth
from shared.settings import ServiceSettings
from tests.live.stage import (
    DURABLE,
    STREAM,
    Stage,
    client_of,
    effects_in,
    jetstream_of,
    nothing_waits,
    recording,
    tell,
    until,
)

pytestmark = pytest.mark.live


async def has_effects(db: Database, count: int) -> bool:
    return (await effects_in(db))[0] >= count


async def test_without_a_bus_commits_succeed_and_drain_later(own_stage: Stage, own_server: NatsServer) -> None:
    intake, meetings, router = await own_stage.database("intake"), await own_stage.database("meetings"), recording()
    await own_stage.topology(router)
    await own_stage.relay(intake)
    await own_stage.broker("meetings", meetings, router)
    await tell(intake, 100)
    await until(lambda: has_effects(meetings, 100))
    await until(lambda: nothing_waits(intake))
    await own_server.kill()
    began = time.monotonic()
    await tell(intake, 500, each=50, start=100)
    assert time.monotonic() - began < 2.0
    async with intake.reading() as session:
        waiting = await depth(session)
    assert waiting.waiting == 500
    assert waiting.oldest is not None
    await own_server.start()
    assert await until(lambda: has_effects(meetings, 600), 15) < 10
    await asyncio.sleep(0.3)
    assert await effects_in(meetings) == (600, 600)


async def test_a_server_killed_under_load_costs_nothing(own_stage: Stage, own_server: NatsServer) -> None:
    intake, meetings, router = await own_stage.database("intake"), await own_stage.database("meetings"), recording()
    await own_stage.topology(router)
    await own_stage.relay(intake)
    await own_stage.broker("meetings", meetings, router)
    for turn in range(3):
        await tell(intake, 2000, start=2000 * turn)
        await asyncio.sleep(0.1 * turn)
        await own_server.kill()
        await own_server.start()
    assert await until(lambda: has_effects(meetings, 6000), 20) < 10
    await asyncio.sleep(0.3)
    assert await effects_in(meetings) == (6000, 6000)


async def test_a_wiped_server_is_filled_again_from_the_outbox(own_stage: Stage, own_server: NatsServer) -> None:
    intake, meetings, router = await own_stage.database("intake"), await own_stage.database("meetings"), recording()
    await own_stage.topology(router)
    await own_stage.relay(intake)
    await own_stage.broker("meetings", meetings, router)
    await tell(intake, 1500)
    await until(lambda: has_effects(meetings, 1500))
    await own_server.kill()
    shutil.rmtree(own_server.data_dir / "jetstream")
    await tell(intake, 100, start=1500)
    await own_server.start()
    await own_stage.topology(router)
    await until(lambda: has_effects(meetings, 1600), 20)
    client = await own_stage.client()

    async def filled() -> bool:
        return (await client.jetstream().stream_info(STREAM)).state.messages == 1600

    await until(filled, 15)

    async def consumed() -> bool:
        info = await client.jetstream().consumer_info(STREAM, DURABLE)
        return not info.num_pending and not info.num_ack_pending

    await until(consumed, 15)
    assert await effects_in(meetings) == (1600, 1600)
    await client.close()


async def test_a_stream_made_anew_is_noticed_without_a_reconnect(stage: Stage) -> None:
    intake = await stage.database("intake")
    await stage.topology()
    relay, broker = await stage.relay(intake)
    await tell(intake, 10)
    js = jetstream_of(broker)

    async def holds_ten() -> bool:
        return (await js.stream_info(STREAM)).state.messages == 10

    await until(holds_ten)
    await js.delete_stream(STREAM)
    await apply_topology(js, [], [STREAM])
    relay.wake()
    assert await until(holds_ten, 15) < 12
    assert client_of(broker).stats["reconnects"] == 0


async def test_the_watchdog_ends_a_process_whose_durable_is_gone(stage: Stage) -> None:
    meetings, router = await stage.database("meetings"), recording()
    await stage.topology(router)
    broker = await stage.broker("meetings", meetings, router)
    exits: list[int] = []
    watchdog = Watchdog(client_of(broker), consumers([router]), [STREAM], every=0.2, exit_process=exits.append)
    watching = asyncio.create_task(watchdog.run())
    await asyncio.sleep(1)
    assert exits == []
    await jetstream_of(broker).delete_consumer(STREAM, DURABLE)
    await asyncio.wait_for(watching, 2)
    assert exits == [EXIT_CODE]
    await jetstream_of(broker).delete_stream(STREAM)
    assert await watchdog.look() == {STREAM, f"{STREAM}/{DURABLE}"}


async def test_a_durable_that_is_gone_is_put_back_under_load(stage: Stage) -> None:
    intake, meetings, router = await stage.database("intake"), await stage.database("meetings"), recording(batch=20)
    await stage.topology(router)
    _, publisher = await stage.relay(intake)
    broker = await stage.broker("meetings", meetings, router)
    mend = mender(broker, jetstream_of(broker), consumers([router]), [STREAM])
    exits: list[int] = []
    watchdog = Watchdog(
        client_of(broker), consumers([router]), [STREAM], every=0.2, mend=mend, exit_process=exits.append
    )
    stage.tasks.append(asyncio.create_task(watchdog.run()))
    telling = asyncio.create_task(tell(intake, 3000, each=20))
    await until(lambda: has_effects(meetings, 100))
    await jetstream_of(publisher).delete_consumer(STREAM, DURABLE)
    await telling
    assert await until(lambda: has_effects(meetings, 3000), 20) < 10
    await asyncio.sleep(0.3)
    assert await effects_in(meetings) == (3000, 3000)
    assert (exits, stage.exits) == ([], [])


async def test_a_wiped_server_is_made_anew_by_the_keeper_while_services_wait(
    own_stage: Stage, own_server: NatsServer
) -> None:
    """The services of compose.yaml may not make streams or durables: one process does, and no person is needed."""
    intake, meetings, router = await own_stage.database("intake"), await own_stage.database("meetings"), recording()
    keeper = Keeper(ServiceSettings(nats_url=own_server.url), exit_process=own_stage.exits.append)
    keeper.consumers = consumers([router])
    async with keeper.running():
        await until(lambda: is_kept(keeper))
        await own_stage.relay(intake)
        broker = await own_stage.broker("meetings", meetings, router)
        js, needed = jetstream_of(broker), consumers([router])
        watchdog = Watchdog(
            client_of(broker), needed, [], every=0.2, exit_process=own_stage.exits.append,
            mend=waiter(broker, js, needed, []), forget=forgetter(broker),
        )  # fmt: skip
        own_stage.tasks.append(asyncio.create_task(watchdog.run()))
        await tell(intake, 500)
        await until(lambda: has_effects(meetings, 500))
        await own_server.kill()
        shutil.rmtree(own_server.data_dir / "jetstream")
        await tell(intake, 100, start=500)
        await own_server.start()
        await until(lambda: has_effects(meetings, 600), 30)
        await asyncio.sleep(0.3)
    assert (await effects_in(meetings), own_stage.exits) == ((600, 600), [])


async def test_the_keeper_leaves_no_connection_behind_when_it_connects_anew(
    own_stage: Stage, own_server: NatsServer
) -> None:
    """While something can't be made and the server goes away, it connects anew; the old client would come back too."""
    keeper = Keeper(ServiceSettings(nats_url=own_server.url), exit_process=own_stage.exits.append)
    keeper.consumers = [Consumer("NOWHERE", "nobody", "nowhere.>")]
    async with keeper.running():
        await until(lambda: asyncio.sleep(0, keeper.client.is_connected))
        first = keeper.client
        await own_server.kill()
        await until(lambda: asyncio.sleep(0, keeper.client is not first))
        await own_server.start()
        await until(lambda: asyncio.sleep(0, keeper.client.is_connected), 15)
        assert first.is_closed
    assert own_stage.exits == []


async def is_kept(keeper: Keeper) -> bool:
    return await keeper.check() is None


async def test_a_durable_that_another_put_back_between_two_looks_is_noticed(stage: Stage) -> None:
    router = recording()
    await stage.topology(router)
    broker = await stage.broker("intake", await stage.database("intake"))
    forgotten: list[set[str]] = []
    watchdog = Watchdog(client_of(broker), consumers([router]), [STREAM], every=0.1, forget=forgotten.append)
    stage.tasks.append(asyncio.create_task(watchdog.run()))
    await asyncio.sleep(0.3)
    assert forgotten == []
    await jetstream_of(broker).delete_consumer(STREAM, DURABLE)
    await stage.topology(router)
    await until(lambda: asyncio.sleep(0, bool(forgotten)), 2)
    await asyncio.sleep(0.3)
    assert forgotten == [{f"{STREAM}/{DURABLE}"}]


async def test_what_an_earlier_durable_handed_out_is_not_answered_to_its_successor(stage: Stage) -> None:
    """Its numbers would mean other facts there: an answer could take one away that nobody has handled."""
    router = recording()
    await stage.topology(router)
    intake = await stage.database("intake")
    _, publisher = await stage.relay(intake)
    await tell(intake, 3)
    await until(lambda: nothing_waits(intake))
    pull = ContinuousPull(client_of(publisher), STREAM, DURABLE, batch=2)
    await pull.start()
    taken = await pull.take()
    pull.forget()
    assert pull.waiting == []
    await ack(client_of(publisher), taken)
    await client_of(publisher).flush()
    info = await jetstream_of(publisher).consumer_info(STREAM, DURABLE)
    assert (info.num_ack_pending or 0) + (info.num_pending or 0) == 3
    await pull.stop()


async def test_what_somebody_took_and_never_answered_is_soon_handed_to_another(stage: Stage) -> None:
    """A reader killed with facts in hand, or facts lost between a dying server and its reader: seconds, not half a
    minute."""
    router = recording()
    await stage.topology(router)
    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    _, publisher = await stage.relay(intake)
    await tell(intake, 300)
    await until(lambda: nothing_waits(intake))
    pull = ContinuousPull(client_of(publisher), STREAM, DURABLE, batch=100)
    await pull.start()
    assert len(await pull.take()) > 0
    await pull.stop()
    await stage.broker("meetings", meetings, router)
    assert await until(lambda: has_effects(meetings, 300), 15) < 10
    assert await effects_in(meetings) == (300, 300)


async def test_an_outage_is_not_the_watchdogs_business(own_stage: Stage, own_server: NatsServer) -> None:
    meetings, router = await own_stage.database("meetings"), recording()
    await own_stage.topology(router)
    broker = await own_stage.broker("meetings", meetings, router)
    await own_server.kill()
    exits: list[int] = []
    watchdog = Watchdog(client_of(broker), consumers([router]), [STREAM], every=0.1, exit_process=exits.append)
    watching = asyncio.create_task(watchdog.run())
    await asyncio.sleep(1)
    await own_server.start()
    await asyncio.sleep(1.5)
    watching.cancel()
    assert exits == []
    assert own_stage.exits == []


async def test_a_service_can_stop_while_the_server_is_away(own_stage: Stage, own_server: NatsServer) -> None:
    meetings, router = await own_stage.database("meetings"), recording()
    await own_stage.topology(router)
    broker = await own_stage.broker("meetings", meetings, router)
    client = client_of(broker)
    await own_server.kill()
    await asyncio.sleep(0.1)  # a dead process has closed its sockets: the client only has to look
    assert not client.is_connected
    async with asyncio.timeout(5):
        await broker.stop()
    assert client.is_closed
    assert own_stage.exits == []


async def test_drift_is_told_and_mended(stage: Stage) -> None:
    router = recording()
    needed = consumers([router])
    client = await stage.client()
    js = client.jetstream()
    assert [each.found for each in await drift(js, needed, [STREAM])] == ["missing", "missing"]
    await asyncio.gather(*(apply_topology(js, needed, [STREAM]) for _ in range(4)))
    assert await drift(js, needed, [STREAM]) == []
    await js.add_consumer(STREAM, durable_name=DURABLE, filter_subject="intake.other.v1.*", ack_wait=7)
    await js.add_consumer(STREAM, durable_name="stranger")
    await js.update_stream(name=STREAM, subjects=["intake.>"], max_age=60.0, discard="new", deny_delete=True,
                           deny_purge=True, allow_atomic=True, duplicate_window=30.0)  # fmt: skip
    found = {(each.where, each.what) for each in await drift(js, needed, [STREAM])}
    where = f"{STREAM}/{DURABLE}"
    assert {(where, "filter_subject"), (where, "ack_wait"), (STREAM, "max_age")} <= found
    assert (f"{STREAM}/stranger", "durable") in found
    await apply_topology(js, needed, [STREAM])
    await js.delete_consumer(STREAM, "stranger")
    assert await drift(js, needed, [STREAM]) == []
    await client.close()


async def test_graceful_stops_under_load_lose_and_double_nothing(stage: Stage) -> None:
    intake, meetings, router = await stage.database("intake"), await stage.database("meetings"), recording(batch=50)
    await stage.topology(router)
    _, publisher = await stage.relay(intake)
    telling = asyncio.create_task(tell(intake, 6000, each=20))
    for _ in range(6):
        broker = await stage.broker("meetings", meetings, router)
        await asyncio.sleep(0.15)
        await broker.stop()
        stage.brokers.remove(broker)
    await stage.broker("meetings", meetings, router)
    await telling
    waited = await until(lambda: has_effects(meetings, 6000), 20)
    assert waited < ACK_WAIT_SECONDS  # nobody waited for one to end
    assert await effects_in(meetings) == (6000, 6000)
    assert stage.exits == []
    assert (await jetstream_of(publisher).stream_info(STREAM)).state.messages == 6000


def test_the_server_does_not_outlive_its_parent(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys, time\n"
        "from shared.nats_server import NatsServer\n"
        f"server = NatsServer({str(tmp_path / 'orphan')!r})\n"
        "asyncio.run(server.start())\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
