"""How far behind a service is, for health doors and metrics."""

from collections.abc import Iterable

from nats.js import JetStreamContext

from shared.bus.topology import Consumer


async def lag(js: JetStreamContext, consumers: Iterable[Consumer]) -> dict[str, int]:
    """Facts each durable has still to handle: not yet delivered, or delivered and not yet acknowledged.

    Raises nats.js.errors.NotFoundError for a durable that is gone and nats.errors.Error without a connection.
    """
    behind: dict[str, int] = {}
    for each in consumers:
        info = await js.consumer_info(each.stream, each.durable)
        behind[each.durable] = (info.num_pending or 0) + (info.num_ack_pending or 0)
    return behind
