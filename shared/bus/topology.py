"""The one place that makes streams and durables what they should be, and says where they are not."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import BadRequestError, NotFoundError

from shared.contracts.catalogue import SERVICES

DAY_SECONDS = 86_400.0
MAX_AGE_SECONDS = 35 * DAY_SECONDS  # longer than any outage a town survives; the outbox keeps its own copy
MAX_BYTES = 3 << 30  # four streams of that size fit into what the server may store (16 GB)
DUPLICATE_WINDOW_SECONDS = 600.0
# How long a fact waits when whoever took it vanished, or when it was lost between a dying server and its reader; a
# reader at work asks for more time every third of it.
ACK_WAIT_SECONDS = 6.0
NAME_IN_USE = 10058

_STREAM_FIELDS = (
    "subjects", "retention", "storage", "discard", "max_age", "max_bytes", "duplicate_window",
    "deny_delete", "deny_purge", "allow_atomic",
)  # fmt: skip
_CONSUMER_FIELDS = ("filter_subject", "ack_policy", "ack_wait", "max_deliver", "max_ack_pending", "deliver_policy")


class Consumer(NamedTuple):
    """A durable that some service needs."""

    stream: str
    durable: str
    filter_subject: str
    batch: int = 256
    ack_wait_seconds: float = ACK_WAIT_SECONDS


class Drift(NamedTuple):
    """One difference between what should be and what is; `where` is a stream or `STREAM/durable`."""

    where: str
    what: str
    wanted: str
    found: str


STREAMS = tuple(sorted(service.upper() for service in SERVICES))


def stream_config(name: str, *, max_bytes: int = MAX_BYTES) -> StreamConfig:
    """Nothing leaves a stream but by age, and a full one refuses instead of forgetting."""
    return StreamConfig(
        name=name,
        subjects=[f"{name.lower()}.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.NEW,
        max_age=MAX_AGE_SECONDS,
        max_bytes=max_bytes,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        deny_delete=True,
        deny_purge=True,
        allow_atomic=True,
    )


def consumer_config(consumer: Consumer) -> ConsumerConfig:
    """Explicit acks, endless deliveries (attempts are counted by the subscriber), room for several batches."""
    return ConsumerConfig(
        name=consumer.durable,  # so that the asking subject holds name and filter, for permissions to name
        durable_name=consumer.durable,
        filter_subject=consumer.filter_subject,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=consumer.ack_wait_seconds,
        max_deliver=-1,
        max_ack_pending=max(1000, 8 * consumer.batch),
        deliver_policy=DeliverPolicy.ALL,
    )


async def apply_topology(
    js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str] | None = None
) -> None:
    """Create or update; services that start together do the same and do not disturb each other."""
    for name in STREAMS if streams is None else streams:
        await _apply_stream(js, stream_config(name))
    for consumer in consumers:
        await js.add_consumer(consumer.stream, consumer_config(consumer))


async def _apply_stream(js: JetStreamContext, config: StreamConfig) -> None:
    try:
        await js.add_stream(config)
    except BadRequestError as error:
        if error.err_code != NAME_IN_USE:
            raise
        await js.update_stream(config)


async def drift(
    js: JetStreamContext,
    consumers: Iterable[Consumer],
    streams: Sequence[str] | None = None,
    *,
    strangers: bool = True,
) -> list[Drift]:
    """Where the server differs from what `apply_topology` would make; empty when nowhere.

    `strangers`: also durables that nobody wants, which not every user of the bus may list.
    """
    wanted = list(consumers)
    found: list[Drift] = []
    for name in STREAMS if streams is None else streams:
        found += await _stream_drift(js, name)
        if strangers:
            found += await _strangers(js, name, {each.durable for each in wanted if each.stream == name})
    for consumer in wanted:
        found += await _consumer_drift(js, consumer)
    return found


async def _stream_drift(js: JetStreamContext, name: str) -> list[Drift]:
    try:
        actual = (await js.stream_info(name)).config
    except NotFoundError:
        return [Drift(name, "stream", "present", "missing")]
    return _differences(name, stream_config(name), actual, _STREAM_FIELDS)


async def _strangers(js: JetStreamContext, name: str, durables: set[str]) -> list[Drift]:
    try:
        strangers = {info.name for info in await js.consumers_info(name)} - durables
    except NotFoundError:  # the stream's own drift says so
        return []
    return [Drift(f"{name}/{stranger}", "durable", "absent", "present") for stranger in sorted(strangers)]


async def _consumer_drift(js: JetStreamContext, consumer: Consumer) -> list[Drift]:
    where = f"{consumer.stream}/{consumer.durable}"
    try:
        actual = (await js.consumer_info(consumer.stream, consumer.durable)).config
    except NotFoundError:
        return [Drift(where, "durable", "present", "missing")]
    return _differences(where, consumer_config(consumer), actual, _CONSUMER_FIELDS)


def _differences(where: str, wanted: Any, actual: Any, fields: Iterable[str]) -> list[Drift]:
    pairs = ((field, _plain(getattr(wanted, field)), _plain(getattr(actual, field))) for field in fields)
    return [Drift(where, field, want, have) for field, want, have in pairs if want != have]


def _plain(value: Any) -> str:
    """Enumerations come back as their text, whole seconds sometimes as floats."""
    value = getattr(value, "value", value)
    return str(float(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
