"""The bus: its version, every stream and durable beside what they should be, lag, room."""

from collections.abc import Sequence

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.catalogue import Listed
from services.doctor.finding import NOTHING, Finding, Running, Said, plain
from shared.bus import STREAMS, Consumer, Drift, drift
from shared.bus.client import inbox_of
from shared.bus.permissions import TOPOLOGY
from shared.nats_server import OLDEST

FAR_BEHIND = 10_000  # messages; a second's work, so that more means somebody does not listen
FULL = 0.8
ABSENT = "absent"
BUS, LAG = Said("知らせの通り道", "bus"), Said("届く途中の知らせ", "lag")
RIGHTS = Said(
    "このユーザーに見る権利があるか確かめてください", "look whether this user may ask (docs/bus-permissions.md)"
)
MORE_ROOM = Said(
    "NATS の置き場所を広げてください。いっぱいだと新しい知らせが待たされます",
    "give NATS more room: a full stream refuses new facts (they wait in the outbox)",
)


async def look_at_bus(nats_url: str, services: Sequence[Listed], run: Running, *, everything: bool) -> list[Finding]:
    """What the bus says of these services' streams and durables; `everything`: of all, strangers among them."""
    client, who = Client(), TOPOLOGY if everything else "".join(service.name for service in services[:1])
    if not who:
        return []
    try:
        await client.connect(
            nats_url, connect_timeout=2, allow_reconnect=False, max_reconnect_attempts=1, error_cb=_quiet,
            inbox_prefix=inbox_of(who),
        )  # fmt: skip
    except (NatsError, OSError):
        return [Finding(BUS, Said("答えません", "does not answer"), _start(run))]
    try:
        return [_server(client), *await _streams(client.jetstream(timeout=3), services, run, everything=everything)]
    except (NatsError, TimeoutError) as error:
        return [Finding(BUS, plain(type(error).__name__), RIGHTS)]
    finally:
        await client.close()


def _start(run: Running) -> Said:
    if run.by_compose:
        start, logs = run.start("nats"), run.logs("nats").ja
        return Said(f"{start}\n直らなければ {logs}", f"if that does not help, read its log: {logs}")
    if run.by_systemd:
        return Said(f"{run.start()}\n直らなければ {run.logs('').ja}", "then look at what it says")
    log = run.data_dir / "nats" / "nats.log"
    return Said(
        f"町を止めて（Ctrl-C）、もう一度動かしてください。記録は\n{log}", "stop the town and start it; its log is there"
    )


def _server(client: Client) -> Finding:
    server = client.connected_server_version
    number, oldest = (server.major, server.minor, server.patch), ".".join(map(str, OLDEST))
    remedy = Said(f"{oldest} 以上にしてください", f"update it to {oldest} or newer") if number < OLDEST else NOTHING
    return Finding(plain("nats-server"), plain(".".join(map(str, number))), remedy)


async def _streams(
    js: JetStreamContext, services: Sequence[Listed], run: Running, *, everything: bool
) -> list[Finding]:
    wanted = [consumer for service in services for consumer in service.consumers]
    streams = STREAMS if everything else [service.name.upper() for service in services]
    differences = await drift(js, wanted, streams, strangers=everything)
    told = [_difference(each, run) for each in differences]
    if any(each.remedy.ja for each in told):
        return told
    alike = Finding(
        Said("列と受け手", "streams and durables"),
        Said(
            f"{len(streams)} と {len(wanted)}、正しい形です",
            f"{len(streams)} streams and {len(wanted)} durables as they should be",
        ),
    )
    room = [await _room(js, name, run) for name in streams]
    return [alike, *told, *await _lag(js, wanted, run), *room]


def _difference(each: Drift, run: Running) -> Finding:
    """A durable that an earlier version listened by holds nothing up: nobody need do anything."""
    found = plain(f"{each.what}: {each.found}, wanted {each.wanted}")
    return Finding(plain(each.where), found, NOTHING if each.wanted == ABSENT else plain(run.yui("topology")))


async def _lag(js: JetStreamContext, wanted: Sequence[Consumer], run: Running) -> list[Finding]:
    infos = [await js.consumer_info(each.stream, each.durable) for each in wanted]
    deaf = [each.name for each in infos if not each.num_waiting and each.num_pending]
    behind = sum((each.num_pending or 0) + (each.num_ack_pending or 0) for each in infos)
    if not deaf:
        found = Said(f"{behind} 件", f"{behind} messages")
        return [Finding(LAG, found, _look(wanted, run) if behind > FAR_BEHIND else NOTHING)]
    names = ", ".join(deaf)
    found = Said(f"{behind} 件。受け取る人がいません：{names}", f"{behind} messages; nobody listens by {names}")
    return [Finding(LAG, found, _look([each for each in wanted if each.durable in deaf], run))]


def _look(consumers: Sequence[Consumer], run: Running) -> Said:
    """At whoever should be listening: a durable begins with its service's name."""
    logs = run.logs(" ".join(sorted({each.durable.partition("-")[0] for each in consumers})))
    return Said(
        f"受け取るサービスが動いているか、記録を見てください：\n{logs.ja}",
        f"look whether those services run and what their logs say{'' if run.by_compose else f': {logs.en}'}",
    )


async def _room(js: JetStreamContext, stream: str, run: Running) -> Finding:
    what = Said(f"列 {stream}", f"stream {stream}")
    try:
        info = await js.stream_info(stream)
    except NotFoundError:
        return Finding(what, Said("ありません", "missing"), plain(run.yui("topology")))
    most, held = info.config.max_bytes or 0, info.state.bytes
    full = held > FULL * most if most > 0 else False
    bytes_held = f"{held / 2**20:.1f} / {most / 2**20:.0f} MiB"
    found = Said(f"{info.state.messages} 件、{bytes_held}", f"{info.state.messages} facts")
    return Finding(what, found, MORE_ROOM if full else NOTHING)


async def _quiet(_error: Exception) -> None:
    """What went wrong is said by the finding."""
