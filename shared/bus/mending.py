"""Putting back what is missing on the bus, or waiting until it is, without ending the process: its doors stay open."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.bus.broker import ServiceBroker
from shared.bus.subscriber import ReactionSubscriber
from shared.bus.topology import Consumer, apply_topology

LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 60.0  # whoever makes the topology looks every two seconds

# What is missing, as `STREAM` or `STREAM/durable`.
Mend = Callable[[set[str]], Awaitable[None]]
Forget = Callable[[set[str]], None]


def mender(
    broker: ServiceBroker, js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str] | None = None
) -> Mend:
    """A function that applies the topology anew; the relay and the pulls then find what was made."""
    return partial(_mend, broker, js, tuple(consumers), streams)


def waiter(broker: ServiceBroker, js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str]) -> Mend:
    """A function that waits until somebody else has made what is missing; TimeoutError after a minute."""
    return partial(_await, broker, js, tuple(consumers), streams)


def forgetter(broker: ServiceBroker) -> Forget:
    """A function that drops what durables handed out that are gone.

    An answer to one of them would be taken for one to its successor, whose numbers mean other facts.
    """
    return partial(_forget, broker)


async def topology_made(js: JetStreamContext, consumers: Iterable[Consumer], streams: Iterable[str]) -> None:
    """Returns once these streams and durables are there; whoever calls says how long it waits."""
    for stream in streams:
        await _until_found(partial(js.stream_info, stream))
    for each in consumers:
        await _until_found(partial(js.consumer_info, each.stream, each.durable))


async def _until_found(look: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await look()
        except NotFoundError:
            await asyncio.sleep(LOOK_SECONDS)
        else:
            return


async def _mend(
    broker: ServiceBroker,
    js: JetStreamContext,
    consumers: Sequence[Consumer],
    streams: Sequence[str] | None,
    missing: set[str],
) -> None:
    _forget(broker, missing)
    await apply_topology(js, consumers, streams)


async def _await(
    broker: ServiceBroker,
    js: JetStreamContext,
    consumers: Sequence[Consumer],
    streams: Sequence[str],
    missing: set[str],
) -> None:
    _forget(broker, missing)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await topology_made(js, consumers, streams)


def _forget(broker: ServiceBroker, gone: set[str]) -> None:
    for each in broker.subscribers:
        if isinstance(each, ReactionSubscriber) and f"{each.reaction.stream}/{each.reaction.consumer}" in gone:
            each.forget()
