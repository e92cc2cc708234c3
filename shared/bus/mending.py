"""Putting back what is missing on the bus, without ending the process: its doors stay open meanwhile."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from nats.js import JetStreamContext

from shared.bus.broker import ServiceBroker
from shared.bus.subscriber import ReactionSubscriber
from shared.bus.topology import Consumer, apply_topology

# What is missing, as `STREAM` or `STREAM/durable`.
Mend = Callable[[set[str]], Awaitable[None]]


def mender(
    broker: ServiceBroker, js: JetStreamContext, consumers: Iterable[Consumer], streams: Sequence[str] | None = None
) -> Mend:
    """A function that applies the topology anew; the relay and the pulls then find what was made."""
    return partial(_mend, broker, js, tuple(consumers), streams)


async def _mend(
    broker: ServiceBroker,
    js: JetStreamContext,
    consumers: Sequence[Consumer],
    streams: Sequence[str] | None,
    missing: set[str],
) -> None:
    # First: what an earlier durable handed out must not be answered to the new one, whose numbers mean other facts.
    for each in broker.subscribers:
        if isinstance(each, ReactionSubscriber) and f"{each.reaction.stream}/{each.reaction.consumer}" in missing:
            each.forget()
    await apply_topology(js, consumers, streams)
