"""The bus: its version, every stream and durable beside what they should be, lag, room."""

from collections.abc import Sequence

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.catalogue import Listed
from services.doctor.finding import Finding
from shared.bus import STREAMS, Consumer, Drift, drift
from shared.bus.client import inbox_of
from shared.bus.permissions import TOPOLOGY
from shared.nats_server import OLDEST

FAR_BEHIND = 10_000  # messages; a second's work, so that more means somebody does not listen
FULL = 0.8
ABSENT = "absent"


async def look_at_bus(nats_url: str, services: Sequence[Listed], *, everything: bool) -> list[Finding]:
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
        return [Finding("bus", "does not answer", "start NATS (`yui up` does); else look at its log and password")]
    try:
        return [_server(client), *await _streams(client.jetstream(timeout=3), services, everything=everything)]
    except (NatsError, TimeoutError) as error:
        return [Finding("bus", type(error).__name__, "look whether this user may ask (docs/bus-permissions.md)")]
    finally:
        await client.close()


def _server(client: Client) -> Finding:
    server = client.connected_server_version
    old = (server.major, server.minor, server.patch) < OLDEST
    return Finding("nats-server", str(server), f"update it to {'.'.join(map(str, OLDEST))} or newer" if old else "")


async def _streams(js: JetStreamContext, services: Sequence[Listed], *, everything: bool) -> list[Finding]:
    wanted = [consumer for service in services for consumer in service.consumers]
    streams = STREAMS if everything else [service.name.upper() for service in services]
    differences = await drift(js, wanted, streams, strangers=everything)
    if any(each.wanted != ABSENT for each in differences):
        return [*map(_difference, differences)]
    alike = Finding("streams and durables", f"{len(streams)} streams and {len(wanted)} durables as they should be")
    room = [await _room(js, name) for name in streams]
    return [alike, *map(_difference, differences), *await _lag(js, wanted), *room]


def _difference(each: Drift) -> Finding:
    """A durable that an earlier version listened by holds nothing up: nobody need do anything."""
    found = f"{each.what}: {each.found}, wanted {each.wanted}"
    return Finding(each.where, found, "" if each.wanted == ABSENT else "run `yui topology`")


async def _lag(js: JetStreamContext, wanted: Sequence[Consumer]) -> list[Finding]:
    infos = [await js.consumer_info(each.stream, each.durable) for each in wanted]
    deaf = [each.name for each in infos if not each.num_waiting and each.num_pending]
    behind = sum((each.num_pending or 0) + (each.num_ack_pending or 0) for each in infos)
    remedy = "look whether those services run and what their logs say"
    if deaf:
        return [Finding("lag", f"{behind} messages wait; nobody listens by {', '.join(deaf)}", remedy)]
    return [Finding("lag", f"{behind} messages on their way", remedy if behind > FAR_BEHIND else "")]


async def _room(js: JetStreamContext, stream: str) -> Finding:
    try:
        info = await js.stream_info(stream)
    except NotFoundError:
        return Finding(f"stream {stream}", "missing", "run `yui topology`")
    most, held = info.config.max_bytes or 0, info.state.bytes
    full = held > FULL * most if most > 0 else False
    return Finding(
        f"stream {stream}", f"{info.state.messages} facts, {held / 2**20:.1f} of {most / 2**20:.0f} MiB",
        "a full stream refuses new facts (they wait in the outbox): give NATS more room" if full else "",
    )  # fmt: skip


async def _quiet(_error: Exception) -> None:
    """What went wrong is said by the finding."""
