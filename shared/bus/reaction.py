"""One consumer's reaction to one kind of fact: read the messages, skip what was handled, call the handler."""

import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.cause import caused_by
from shared.bus.inbox import claim
from shared.contracts.base import Event

Handler = Callable[..., Awaitable[None]]


class Letter(Protocol):
    """The part of a message that a reaction reads; a dead letter has it too."""

    @property
    def headers(self) -> Mapping[str, str] | None: ...
    @property
    def data(self) -> bytes: ...


@dataclass(frozen=True)
class Reaction:
    """`handler` reacts to `event` for the durable `consumer`.

    The handler is called with those of `event`/`events`, `tx` and `now` that it declares: the fact is its first
    parameter, whatever its name; `many` handlers get a list.
    """

    event: type[Event]
    consumer: str
    handler: Handler
    many: bool
    batch: int
    wants: frozenset[str]

    @classmethod
    def of(cls, event: type[Event], consumer: str, handler: Handler, *, many: bool, batch: int) -> "Reaction":
        """Refuses a handler whose parameters could not be filled."""
        first, *others = inspect.signature(handler).parameters
        unknown = set(others) - {"tx", "now"}
        if unknown or first in {"tx", "now"}:
            raise TypeError(f"{consumer}: a handler takes the fact first, then only `tx` and `now`")
        return cls(event, consumer, handler, many, batch, frozenset(others))

    @property
    def stream(self) -> str:
        """The publisher's stream."""
        return self.event.source().upper()

    def read(self, letter: Letter) -> Event:
        """Raises pydantic.ValidationError when the letter does not hold this fact."""
        return self.event.read(letter.headers or {}, letter.data)

    async def apply(self, tx: AsyncSession, letters: Sequence[Letter], now: datetime) -> list[Event]:
        """React within `tx` to the letters not handled before; returns what they say."""
        by_id: dict[str, Event] = {}
        for letter in letters:
            event = self.read(letter)
            by_id.setdefault(event.event_id, event)
        new = await claim(tx, self.consumer, list(by_id), now)
        events = [event for event_id, event in by_id.items() if event_id in new]
        if events:
            await self._call(events, {"tx": tx, "now": now})
        return events

    async def _call(self, events: list[Event], offered: dict[str, Any]) -> None:
        arguments = {name: offered[name] for name in self.wants}
        if self.many:
            await self.handler(events, **arguments)
            return
        for event in events:
            with caused_by(event):
                await self.handler(event, **arguments)
