"""FastStream's batch subscriber with a better loop: continuous pull, one transaction a batch, failures singled out."""

import asyncio
import inspect
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from faststream._internal.endpoint.subscriber.call_item import CallsCollection
from faststream.message import StreamMessage
from faststream.middlewares import AckPolicy
from faststream.nats import JStream, PullSub
from faststream.nats.subscriber.config import NatsSubscriberConfig, NatsSubscriberSpecificationConfig
from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import ConsumerConfig

from shared.bus.answers import ack, never_again, not_now, still_working
from shared.bus.dead_letters import bury
from shared.bus.delivery import came_before, delivery_of
from shared.bus.lines import ids_of, log_handled
from shared.bus.pull import ContinuousPull
from shared.bus.reaction import Reaction
from shared.bus.specification import FactSpecification
from shared.bus.verdict import is_final, reason_for, retry_delay
from shared.bus.work import Workplace
from shared.tracing import handling

if TYPE_CHECKING:
    from faststream.nats.configs import NatsBrokerConfig

_log = logging.getLogger(__name__)
log = structlog.get_logger()


class ReactionSubscriber(BatchPullStreamSubscriber):
    """Feeds one reaction from its durable.

    Everything FastStream offers around a handler (middlewares, AsyncAPI, `TestNatsBroker`) works; only how messages
    are fetched, and what a failure means, is ours.
    """

    def __init__(self, reaction: Reaction, place: Workplace | None, outer: "NatsBrokerConfig") -> None:
        subject = reaction.event.filter_subject()
        calls = CallsCollection[Any]()
        super().__init__(
            NatsSubscriberConfig(
                subject=subject,
                sub_config=ConsumerConfig(durable_name=reaction.consumer, filter_subjects=[]),
                no_reply=True,
                _outer_config=outer,
                _ack_policy=AckPolicy.MANUAL,
            ),
            FactSpecification(
                reaction.event,
                outer,
                NatsSubscriberSpecificationConfig(
                    subject=subject,
                    queue=None,
                    title_=reaction.consumer,
                    description_=inspect.getdoc(reaction.handler),
                    include_in_schema=True,
                ),
                calls,
            ),
            calls,
            stream=JStream(reaction.stream, declare=False),
            pull_sub=PullSub(batch_size=reaction.batch, batch=True),
        )
        self.reaction = reaction
        self._place = place
        self._decoder = _as_they_came
        self._pull: ContinuousPull | None = None
        self._loop: asyncio.Task[None] | None = None
        self(self._handle)

    @property
    def place(self) -> Workplace:
        if self._place is None:
            raise RuntimeError("an EventRouter handles facts only as part of make_broker()'s broker")
        return self._place

    async def _handle(self, messages: list[Msg]) -> None:
        """The batch's one transaction; FastStream calls this inside its middlewares."""
        place, consumer = self.place, self.reaction.consumer
        with handling(place.tracing, consumer, messages):
            async with place.db.transaction() as tx:
                events = await self.reaction.apply(tx, messages, place.clock())
        place.handled.had_effect(consumer, (event.occurred_at for event in events), place.clock())
        if place.write_lines:
            log_handled(consumer, messages)

    async def _create_subscription(self) -> None:
        pull = ContinuousPull(self.connection, self.reaction.stream, self.reaction.consumer, batch=self.reaction.batch)
        await pull.start()
        self._pull = pull
        self._loop = asyncio.create_task(self._consume_pull(), name=f"consume {self.reaction.consumer}")
        self.tasks.append(asyncio.create_task(self._keep_alive(pull)))

    async def _consume_pull(self) -> None:
        pull = self._pull
        if pull is None:
            return
        while True:
            try:
                await self._settle(await pull.take())
                pull.settled()
            except NatsError as error:
                _log.warning("%s waits for the bus: %s", self.reaction.consumer, type(error).__name__)
                await asyncio.sleep(0.5)

    async def _settle(self, messages: list[Msg]) -> None:
        self.place.handled.came_again(self.reaction.consumer, sum(map(came_before, messages)))
        try:
            await self.process_message(messages)
        except Exception as error:
            _log.info("%s: a batch of %d is taken apart: %s", self.reaction.consumer, len(messages), reason_for(error))
            await self._one_by_one(messages)
        else:
            await ack(self.connection, messages)

    async def _one_by_one(self, messages: Sequence[Msg]) -> None:
        """Each in its own transaction, side by side so that they share commits and none waits for another's fault."""
        turns = asyncio.Semaphore(64 if self.place.db.is_sqlite else 8)

        async def one(message: Msg) -> None:
            async with turns:
                try:
                    await self.process_message([message])
                except Exception as error:
                    await self._failed(message, error)
                else:
                    await ack(self.connection, [message])

        await asyncio.gather(*map(one, messages))

    async def _failed(self, message: Msg, error: Exception) -> None:
        place, attempt = self.place, delivery_of(message).attempt
        if is_final(error) or attempt >= place.attempts:
            try:
                async with place.db.transaction() as tx:
                    await bury(tx, self.reaction.consumer, message, error, place.clock())
            except Exception as second:  # the database itself may be the trouble: then the stream keeps the message
                error = second
            else:
                log.error("dead letter", **ids_of(self.reaction.consumer, message), reason=reason_for(error))
                place.handled.failed(self.reaction.consumer, final=True)
                await never_again(self.connection, [message])
                return
        place.handled.failed(self.reaction.consumer, final=False)
        delay = retry_delay(attempt, place.first_retry_seconds, place.last_retry_seconds)
        log.warning(
            "attempt failed", **ids_of(self.reaction.consumer, message), attempt=attempt, reason=reason_for(error)
        )
        await not_now(self.connection, [message], delay)

    async def _keep_alive(self, pull: ContinuousPull) -> None:
        """Tell the server about whatever is held longer than a third of the ack wait, well before two thirds."""
        third = self.place.ack_wait_seconds / 3
        before: set[str] = set()
        while True:
            await asyncio.sleep(third)
            held = [*pull.held, *pull.waiting]
            await still_working(self.connection, [message for message in held if message.reply in before])
            before = {message.reply for message in held}

    def forget(self) -> None:
        """The durable is gone: what it handed out comes again from its successor, and is answered there."""
        if self._pull is not None:
            self._pull.forget()

    async def stop(self) -> None:
        """Finish the batch in hand, give back what was not begun, then end."""
        pull, self._pull = self._pull, None
        if pull is not None:
            left = await pull.stop()
            await not_now(self.connection, left)
            await self._finish_batch(pull)
        await super().stop()

    async def _finish_batch(self, pull: ContinuousPull) -> None:
        loop, self._loop = self._loop, None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._outer_config.graceful_timeout or 15.0):
                await pull.idle.wait()
        if loop is not None:
            loop.cancel()
            await asyncio.wait([loop])


async def _as_they_came(message: StreamMessage[list[Msg]]) -> list[Msg]:
    """The reaction reads the messages itself, each with its headers."""
    return list(message.raw_message)
