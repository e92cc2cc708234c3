"""Handlers that fail: retries with a delay, dead letters, neighbours that are not kept waiting."""

import asyncio
import time

import pytest
from prometheus_client import CollectorRegistry

from shared.bus import EventRouter, Handled, Now, Tx, dead_letter_depth, list_dead_letters, try_again
from shared.errors import Conflict, NotFound
from tests.figures import shown_by
from tests.live.stage import (  # fmt: skip
    DURABLE,
    STREAM,
    Stage,
    ThingHappened,
    client_of,
    effects_in,
    jetstream_of,
    record,
    tell,
    until,
)

pytestmark = pytest.mark.live


async def test_a_passing_fault_is_retried_after_a_delay_that_doubles(stage: Stage) -> None:
    calls: list[float] = []
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def fails_three_times(event: ThingHappened, tx: Tx) -> None:
        await record([event], tx)
        calls.append(time.monotonic())
        if len(calls) <= 6:  # each attempt calls twice: in the batch, then alone
            raise OSError("busy")

    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    await stage.topology(router)
    await stage.relay(intake)
    registry = CollectorRegistry()
    handled = Handled("meetings", registry)
    await stage.broker("meetings", meetings, router, first_retry_seconds=0.2, handled=handled)
    await tell(intake, 1)

    async def done() -> bool:
        return (await effects_in(meetings))[0] == 1

    await until(done)
    assert len(calls) == 7
    waits = [later - earlier for earlier, later in zip(calls[1::2], calls[2::2], strict=True)]
    for wait, shortest, longest in zip(waits, (0.16, 0.32, 0.64), (0.4, 0.7, 1.2), strict=True):
        assert shortest <= wait <= longest
    assert await effects_in(meetings) == (1, 1)
    shown = shown_by(registry)
    assert (shown("yui_redeliveries_total", consumer=DURABLE), shown("yui_facts_handled_total")) == (3, 1)
    assert shown("yui_handler_failures_total", final="false") == 3
    delays = [shown("yui_fact_delay_seconds_bucket", le=le) for le in ("0.25", "10.0")]
    assert delays == [0, 1], "from the fact to its effect, all retries included"


async def test_a_poison_message_delays_nobody_and_can_be_tried_again(stage: Stage) -> None:
    poisonous = {250}
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def refuses_one(event: ThingHappened, tx: Tx, now: Now) -> None:
        if event.number in poisonous:
            raise Conflict("山田太郎 is not known", field="number")
        await record([event], tx)

    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    await stage.topology(router)
    await stage.relay(intake)
    await tell(intake, 500, each=500)
    await asyncio.sleep(0.5)
    began, registry = time.monotonic(), CollectorRegistry()
    await stage.broker("meetings", meetings, router, handled=Handled("meetings", registry))

    async def neighbours() -> bool:
        return (await effects_in(meetings))[0] == 499

    await until(neighbours)
    assert time.monotonic() - began < 1.0
    shown = shown_by(registry)
    assert (shown("yui_facts_handled_total"), shown("yui_handler_failures_total", final="true")) == (499, 1)
    async with meetings.reading() as session:
        [letter] = await list_dead_letters(session)
    assert (letter.reason, letter.attempts, letter.consumer, letter.stream) == ("Conflict number", 1, DURABLE, STREAM)

    assert await try_again(meetings, letter.id, router.reactions) == "Conflict number"
    poisonous.clear()
    assert await try_again(meetings, letter.id, router.reactions) is None
    assert await try_again(meetings, letter.id, router.reactions) is None  # the second press of the button
    assert await effects_in(meetings) == (500, 500)
    async with meetings.reading() as session:
        assert await dead_letter_depth(session) == 0
        [resolved] = await list_dead_letters(session, resolved=True)
    assert resolved.attempts == 2
    with pytest.raises(NotFound):
        await try_again(meetings, 999, router.reactions)


async def test_what_is_not_the_fact_is_buried_without_its_values(stage: Stage) -> None:
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def takes_all(event: ThingHappened, tx: Tx) -> None:
        await record([event], tx)

    meetings = await stage.database("meetings")
    await stage.topology(router)
    broker = await stage.broker("meetings", meetings, router)
    good = ThingHappened(municipality="39401", aggregate_id="C-1")
    bad_bodies = (b"\x00\xff", b"[]", b'{"number": "Yamada Taro"}', b"")
    for body in bad_bodies:
        event = ThingHappened(municipality="39401", aggregate_id="C-1")
        await client_of(broker).publish(event.wire_subject(), body, headers=event.headers())
    await client_of(broker).publish(good.wire_subject(), good.payload())  # no envelope at all
    await client_of(broker).publish(good.wire_subject(), good.payload(), headers=good.headers())

    async def buried() -> bool:
        async with meetings.reading() as session:
            return await dead_letter_depth(session) == len(bad_bodies) + 1

    await until(buried)
    async with meetings.reading() as session:
        reasons = sorted(letter.reason for letter in await list_dead_letters(session))
    assert reasons == ["ValidationError"] * 3 + ["ValidationError ce_type", "ValidationError number"]
    assert await effects_in(meetings) == (1, 1)
    info = await jetstream_of(broker).consumer_info(STREAM, DURABLE)
    assert info.num_ack_pending == 0


async def test_after_its_attempts_a_message_is_a_dead_letter(stage: Stage) -> None:
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def never_works(event: ThingHappened) -> None:
        raise OSError("no")

    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    await stage.topology(router)
    await stage.relay(intake)
    await stage.broker("meetings", meetings, router, first_retry_seconds=0.05, attempts=3)
    await tell(intake, 2)

    async def buried() -> bool:
        async with meetings.reading() as session:
            return await dead_letter_depth(session) == 2

    await until(buried)
    async with meetings.reading() as session:
        assert {(letter.reason, letter.attempts) for letter in await list_dead_letters(session)} == {("OSError", 3)}


async def test_a_slow_handler_keeps_its_messages(stage: Stage) -> None:
    router = EventRouter()

    @router.on_many(ThingHappened, consumer=DURABLE, batch=5)
    async def slow(events: list[ThingHappened], tx: Tx) -> None:
        await asyncio.sleep(2.5)
        await record(events, tx)

    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    await stage.topology(router, ack_wait=1.0)
    _, publisher = await stage.relay(intake)
    await stage.broker("meetings", meetings, router, ack_wait_seconds=1.0)
    await tell(intake, 10)

    async def done() -> bool:
        return (await effects_in(meetings))[0] == 10

    await until(done, 15)
    info = await jetstream_of(publisher).consumer_info(STREAM, DURABLE)
    assert info.delivered is not None
    assert info.delivered.consumer_seq == 10  # nothing was delivered a second time
