"""A service's connection to the bus, with the settings that survive long outages."""

import logging
import os
from collections.abc import Callable, Iterable
from types import TracebackType

from faststream.exceptions import SetupError
from faststream.nats import NatsBroker
from faststream.nats.broker.registrator import NatsRegistrator
from faststream.nats.security import NatsCredentials
from faststream.security import BaseSecurity, SASLPlaintext
from nats.errors import Error as NatsError
from prometheus_client import CollectorRegistry

from shared.bus.client import LASTING, BusClient, inbox_of
from shared.bus.metrics import prometheus_middleware
from shared.bus.reaction import Reaction
from shared.bus.router import EventRouter
from shared.bus.subscriber import ReactionSubscriber
from shared.bus.topology import ACK_WAIT_SECONDS, Consumer
from shared.bus.work import Workplace

_log = logging.getLogger(__name__)

EXIT_CODE = 70  # EX_SOFTWARE: a supervisor starts the process anew

Exit = Callable[[int], None]


def exit_now(code: int) -> None:
    """End the process at once: what is half done is undone by its transaction or redelivered."""
    logging.shutdown()
    os._exit(code)


class ServiceBroker(NatsBroker):
    """A broker that ends its process when the connection closes for good, but not when it is stopped."""

    stopping = False

    async def _connect(self) -> BusClient:
        client = BusClient()
        await client.connect(**self._connection_kwargs)
        self.config.connect(client)
        return client

    async def stop(
        self,
        exc_type: type[BaseException] | None = None,
        exc_val: BaseException | None = None,
        exc_tb: TracebackType | None = None,
    ) -> None:
        """Finish the batches in hand, then leave the bus; without a server there is nobody to take leave of."""
        self.stopping = True
        client = self._connection
        try:
            await super().stop(exc_type, exc_val, exc_tb)
        except NatsError as error:
            _log.warning("left the bus without its answer: %s", type(error).__name__)
            if client is not None:
                await client.close()
            self._connection = None
            self.config.disconnect()


def make_broker(
    nats_url: str,
    service: str,
    *,
    place: Workplace,
    routers: Iterable[NatsRegistrator] = (),
    registry: CollectorRegistry | None = None,
    user: str | None = None,
    password: str | None = None,
    credentials: str | None = None,
    exit_process: Exit = exit_now,
) -> ServiceBroker:
    """The broker of `service`, not yet connected.

    `credentials` is the path of a NATS .creds file; `user` and `password` are the plain alternative. EventRouters are
    copied; any other router that already has a parent is refused, since it would go deaf there.
    """

    async def closed() -> None:
        if not broker.stopping:
            _log.critical("%s: the connection to the bus is closed for good", service)
            exit_process(EXIT_CODE)

    broker = ServiceBroker(
        nats_url.split(","),
        name=f"yui-{service}",
        inbox_prefix=inbox_of(service),
        **LASTING,
        closed_cb=closed,
        security=_security(user, password, credentials),
        middlewares=[prometheus_middleware(service, registry)] if registry else [],
        apply_types=False,  # reactions validate with the event class itself
        logger=None,  # FastStream's own failure log prints message bodies
        graceful_timeout=15.0,
    )
    for router in routers:
        if isinstance(router, EventRouter):
            router = router.at(place)
        elif router.parent is not None:
            raise SetupError("a router serves one broker: it would go deaf in the first")
        broker.include_router(router)
    return broker


def reactions(broker: NatsBroker) -> list[Reaction]:
    """What `broker` reacts to."""
    return [each.reaction for each in broker.subscribers if isinstance(each, ReactionSubscriber)]


def consumers(routers: Iterable[EventRouter], *, ack_wait_seconds: float = ACK_WAIT_SECONDS) -> list[Consumer]:
    """The durables these routers need."""
    return [
        Consumer(each.stream, each.consumer, each.event.filter_subject(), each.batch, ack_wait_seconds)
        for router in routers
        for each in router.reactions
    ]


def _security(user: str | None, password: str | None, credentials: str | None) -> BaseSecurity | None:
    if credentials:
        return NatsCredentials(credentials)
    if user:
        return SASLPlaintext(user, password or "")
    return None
