"""Where a service says what it does about other services' facts."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from faststream.exceptions import SetupError
from faststream.nats import NatsRouter
from faststream.nats.broker.registrator import NatsRegistrator
from faststream.nats.configs import NatsBrokerConfig

from shared.bus.reaction import Handler, Reaction
from shared.bus.subscriber import ReactionSubscriber
from shared.bus.work import Workplace
from shared.contracts.base import Event

DEFAULT_BATCH = 256
MOST_IN_A_BATCH = 1000

H = TypeVar("H", bound=Handler)


class EventRouter(NatsRouter):
    """A service's reactions, one durable consumer each.

    A module-level router only declares; `make_broker` works with its own copy, so that one process can build the same
    service twice (`on` gives the function back untouched: call it in a test as it is).
    """

    def __init__(self, reactions: Sequence[Reaction] = (), place: Workplace | None = None) -> None:
        super().__init__()
        self._place = place
        self.reactions: list[Reaction] = []
        for reaction in reactions:
            self._add(reaction)

    def on(self, event: type[Event], *, consumer: str, batch: int = DEFAULT_BATCH) -> Callable[[H], H]:
        """Call `async def f(event, tx, now)` once for each fact; name only the parameters you use."""
        return self._declare(event, consumer, batch, many=False)

    def on_many(self, event: type[Event], *, consumer: str, batch: int = DEFAULT_BATCH) -> Callable[[H], H]:
        """Call `async def f(events, tx, now)` once for each batch: for set-based statements.

        When it raises, the batch is handled again in lists of one. No single fact is the cause of what it emits: wrap
        with `caused_by` where that is known.
        """
        return self._declare(event, consumer, batch, many=True)

    def at(self, place: Workplace) -> "EventRouter":
        """A copy that belongs to nobody yet and works at `place`."""
        return EventRouter(self.reactions, place)

    def _declare(self, event: type[Event], consumer: str, batch: int, *, many: bool) -> Callable[[H], H]:
        if not 1 <= batch <= MOST_IN_A_BATCH:
            raise SetupError(f"{consumer}: a batch holds 1 to {MOST_IN_A_BATCH} messages")

        def add(handler: H) -> H:
            self._add(Reaction.of(event, consumer, handler, many=many, batch=batch))
            return handler

        return add

    def _add(self, reaction: Reaction) -> None:
        if any(other.consumer == reaction.consumer for other in self.reactions):
            raise SetupError(f"{reaction.consumer}: a durable feeds one handler")
        self.reactions.append(reaction)
        subscriber = ReactionSubscriber(reaction, self._place, cast(NatsBrokerConfig, self.config))
        super(NatsRegistrator, self).subscriber(subscriber, persistent=True)
