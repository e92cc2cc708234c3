"""Putting back what is missing on the bus, or waiting until it is, without ending the process: its doors stay open."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from shared.bus.broker import ServiceBroker
from shared.bus.subscriber import ReactionSubscriber
from shared.bus.topology import Consumer, apply_topology

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # whoever makes the topology looks every two
SAY_SECONDS = 30.0

# What is missing, as `STREAM` or `STREAM/durable`.
Mend = Callable[[set[str]], Awaitable[None]]
Forget = Callable[[set[str]], None]


def mender(
    broker: ServiceBroker, js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str] | None = None
) -> Mend:
    """A function that applies the topology anew; the relay and the pulls then find what was made."""
    return partial(_mend, broker, js, tuple(consumers), streams)


def waiter(broker: ServiceBroker, js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str]) -> Mend:
    """A function that waits until somebody else has made what is missing, however long that takes."""
    return partial(_await, broker, js, tuple(consumers), streams)


def forgetter(broker: ServiceBroker) -> Forget:
    """A function that drops what durables handed out that are gone.

    An answer to one of them would be taken for one to its successor, whose numbers mean other facts.
    """
    return partial(_forget, broker)


async def missing(js: JetStreamContext, consumers: Iterable[Consumer], streams: Iterable[str]) -> set[str]:
    """Which of these streams and durables are not on the bus; nats.errors.Error when the server can't be asked."""
    looks = {stream: partial(js.stream_info, stream) for stream in streams}
    looks |= {
        f"{each.stream}/{each.durable}": partial(js.consumer_info, each.stream, each.durable) for each in consumers
    }
    return {name for name, look in looks.items() if await _is_gone(look)}


async def _is_gone(look: Callable[[], Awaitable[object]]) -> bool:
    try:
        await look()
    except NotFoundError:
        return True
    return False


async def topology_made(js: JetStreamContext, consumers: Sequence[Consumer], streams: Sequence[str]) -> None:
    """Returns once these streams and durables are there, however long that takes; the log says so now and then."""
    now, said = asyncio.get_running_loop().time, -SAY_SECONDS
    while what := await _what_lacks(js, consumers, streams):
        if now() - said >= SAY_SECONDS:
            _log.warning("waiting for whoever makes streams and durables: %s", what)
            said = now()
        await asyncio.sleep(LOOK_SECONDS)


async def _what_lacks(js: JetStreamContext, consumers: Sequence[Consumer], streams: Sequence[str]) -> str:
    try:
        return ", ".join(sorted(await missing(js, consumers, streams)))
    except (NatsError, TimeoutError) as error:
        return type(error).__name__  # a server that went away meanwhile is waited for as well


async def _mend(
    broker: ServiceBroker,
    js: JetStreamContext,
    consumers: Sequence[Consumer],
    streams: Sequence[str] | None,
    gone: set[str],
) -> None:
    _forget(broker, gone)
    await apply_topology(js, consumers, streams)


async def _await(
    broker: ServiceBroker,
    js: JetStreamContext,
    consumers: Sequence[Consumer],
    streams: Sequence[str],
    gone: set[str],
) -> None:
    _forget(broker, gone)
    await topology_made(js, consumers, streams)


def _forget(broker: ServiceBroker, gone: set[str]) -> None:
    for each in broker.subscribers:
        if isinstance(each, ReactionSubscriber) and f"{each.reaction.stream}/{each.reaction.consumer}" in gone:
            each.forget()
