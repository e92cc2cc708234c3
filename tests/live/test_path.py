"""A fact's way on a real bus: once in effect, whatever is delivered twice."""

import asyncio

import pytest

from shared.bus import EventRouter, Now, Tx, consumers, lag
from shared.db.core import execute
from shared.outbox import attach, emit, replay
from shared.outbox.tables import outbox
from tests.live.stage import (
    STREAM,
    Stage,
    ThingHappened,
    effects,
    effects_in,
    jetstream_of,
    nothing_waits,
    recording,
    tell,
    until,
)

pytestmark = pytest.mark.live


async def test_every_fact_has_one_effect(stage: Stage) -> None:
    intake, meetings, router = await stage.database("intake"), await stage.database("meetings"), recording()
    await stage.topology(router)
    batches: list[int] = []
    _, broker = await stage.relay(intake, note=batches.append)
    await stage.broker("meetings", meetings, router)
    await tell(intake, 3000)

    async def all_there() -> bool:
        return (await effects_in(meetings))[0] >= 3000

    await until(all_there)
    assert await effects_in(meetings) == (3000, 3000)
    await until(lambda: nothing_waits(intake))
    assert (sum(batches), 0 in batches, max(batches) <= 1000) == (3000, False, True)

    async def nothing_behind() -> bool:
        return await lag(jetstream_of(broker), consumers([router])) == {"meetings-things": 0}

    await until(nothing_behind)


async def test_replayed_facts_have_no_second_effect(stage: Stage) -> None:
    intake, meetings, router = await stage.database("intake"), await stage.database("meetings"), recording()
    await stage.topology(router)
    relay, broker = await stage.relay(intake)
    await stage.broker("meetings", meetings, router)
    await tell(intake, 500)

    await until(lambda: nothing_waits(intake))
    async with intake.transaction() as tx:
        assert await replay(tx) == 500
    relay.wake()
    await until(lambda: nothing_waits(intake))
    assert (await jetstream_of(broker).stream_info(STREAM)).state.messages == 500

    async def all_there() -> bool:
        return (await effects_in(meetings))[0] >= 500

    await until(all_there)
    assert await effects_in(meetings) == (500, 500)


async def test_a_handler_sees_its_cause_and_passes_it_on(stage: Stage) -> None:
    class AnswerGiven(ThingHappened):
        subject = "meetings.answer_given.v1"

    router = EventRouter()

    @router.on(ThingHappened, consumer="meetings-answers")
    async def answer(event: ThingHappened, tx: Tx, now: Now) -> None:
        emit(tx, AnswerGiven(municipality=event.municipality, aggregate_id=event.aggregate_id))

    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    await stage.topology(router)
    await stage.relay(intake)
    attach(meetings, lambda: None)
    await stage.broker("meetings", meetings, router)
    [event] = await tell(intake, 1)

    async def answered() -> bool:
        async with meetings.reading() as session:
            return len((await execute(session, outbox.select())).all()) == 1

    await until(answered)
    async with meetings.reading() as session:
        row = (await execute(session, outbox.select())).mappings().one()
    assert f'"ce-causationid":"{event.event_id}"' in row["headers"]
    assert f'"ce-correlationid":"{event.event_id}"' in row["headers"]


async def test_two_instances_share_the_work(stage: Stage) -> None:
    intake, meetings = await stage.database("intake"), await stage.database("meetings")
    second = await stage.database("meetings")
    routers = recording("first", batch=20), recording("second", batch=20)
    await stage.topology(routers[0])
    await stage.relay(intake)
    await stage.broker("meetings", meetings, routers[0])
    await stage.broker("meetings", second, routers[1])
    await tell(intake, 4000)

    async def all_there() -> bool:
        return (await effects_in(meetings))[0] >= 4000

    await until(all_there, 20)
    await asyncio.sleep(0.2)
    assert await effects_in(meetings) == (4000, 4000)
    async with meetings.reading() as session:
        instances = set((await execute(session, effects.select().with_only_columns(effects.c.instance))).scalars())
    assert instances == {"first", "second"}
