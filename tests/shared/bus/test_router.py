"""Declaring reactions, and running them in memory."""

from datetime import datetime

import pytest
from faststream.exceptions import SetupError
from faststream.nats import NatsRouter, TestNatsBroker
from faststream.specification import AsyncAPI
from prometheus_client import CollectorRegistry

from shared.bus import EventRouter, Now, Tx, Workplace, consumers, make_broker, reactions
from shared.contracts.base import Event
from shared.db import Database
from shared.db.core import execute
from shared.errors import Conflict
from shared.outbox import attach, deliver_outbox, emit
from shared.outbox.tables import outbox
from tests.databases import Databases
from tests.live.stage import DURABLE, ThingHappened, effects_in, make_database, record, recording, tell


class ThingAnswered(Event):
    """What meetings says to a thing."""

    subject = "meetings.thing_answered.v1"

    colour: str


def test_a_handler_declares_what_it_uses() -> None:
    router = EventRouter()

    @router.on(ThingHappened, consumer="a")
    async def nothing_else(event: ThingHappened) -> None: ...

    @router.on(ThingHappened, consumer="b")
    async def swapped(fact: ThingHappened, now: Now, tx: Tx) -> None: ...

    assert [reaction.wants for reaction in router.reactions] == [set(), {"now", "tx"}]
    assert [each[:3] for each in consumers([router])] == [
        ("INTAKE", "a", "intake.thing_happened.v1.*"),
        ("INTAKE", "b", "intake.thing_happened.v1.*"),
    ]


def test_what_could_never_work_is_refused() -> None:
    router = recording()
    with pytest.raises(SetupError, match="one handler"):

        @router.on(ThingHappened, consumer=DURABLE)
        async def second(event: ThingHappened) -> None: ...

    with pytest.raises(SetupError, match="batch"):
        router.on(ThingHappened, consumer="big", batch=1001)
    with pytest.raises(TypeError, match="only `tx` and `now`"):

        @router.on(ThingHappened, consumer="logger")
        async def wants_more(event: ThingHappened, logger: object) -> None: ...

    with pytest.raises(TypeError):

        @router.on(ThingHappened, consumer="no-fact")
        async def wants_no_fact(tx: Tx) -> None: ...


async def test_a_router_serves_one_broker_but_an_event_router_is_copied(database_url: str) -> None:
    place = Workplace(await make_database(database_url))
    router, plain = recording(), NatsRouter()
    first = make_broker("nats://127.0.0.1:1", "meetings", place=place, routers=[router, plain])
    second = make_broker("nats://127.0.0.1:1", "meetings", place=place, routers=[router])
    assert [each.consumer for each in reactions(first)] == [each.consumer for each in reactions(second)] == [DURABLE]
    with pytest.raises(SetupError, match="deaf"):
        make_broker("nats://127.0.0.1:1", "meetings", place=place, routers=[plain])
    await place.db.close()


def test_the_document_shows_the_fact_without_its_envelope() -> None:
    router = recording()
    broker = make_broker("nats://127.0.0.1:1", "meetings", place=Workplace(_unused()), routers=[router])
    document = AsyncAPI(broker, title="meetings", version="1").to_specification().to_jsonable()
    [(name, channel)] = document["channels"].items()
    assert name == DURABLE
    assert channel["address"] == "intake.thing_happened.v1.*"
    payload = document["components"]["schemas"]["ThingHappened"]
    assert set(payload["properties"]) == {"number"}


def _unused() -> Database:
    return Database("sqlite:///:memory:")


async def test_a_flow_through_two_services_in_memory(new_database: Databases) -> None:
    intake, meetings = [await make_database(new_database(name)) for name in ("intake", "meetings")]
    heard: list[ThingAnswered] = []
    there, back = EventRouter(), EventRouter()
    moments: list[datetime] = []

    @there.on(ThingHappened, consumer=DURABLE)
    async def answer(event: ThingHappened, tx: Tx, now: Now) -> None:
        moments.append(now)
        await record([event], tx)
        emit(tx, ThingAnswered(municipality=event.municipality, aggregate_id="M-1", colour="赤"))

    @back.on_many(ThingAnswered, consumer="intake-answers")
    async def hear(events: list[ThingAnswered]) -> None:
        heard.extend(events)

    for db in (intake, meetings):
        attach(db, lambda: None)
    registry = CollectorRegistry()
    brokers = (
        make_broker("nats://127.0.0.1:1", "intake", place=Workplace(intake), routers=[back]),
        make_broker("nats://127.0.0.1:1", "meetings", place=Workplace(meetings), routers=[there], registry=registry),
    )
    async with TestNatsBroker(*brokers) as (intake_broker, meetings_broker):
        [event] = await tell(intake, 1)
        assert await deliver_outbox(intake, intake_broker) == 1
        assert await deliver_outbox(intake, intake_broker) == 0
        assert await deliver_outbox(meetings, meetings_broker) == 1
    assert [(each.colour, each.causation_id) for each in heard] == [("赤", event.event_id)]
    assert await effects_in(meetings) == (1, 1)
    labels = {"app_name": "meetings", "broker": "nats", "handler": "intake.thing_happened.v1"}
    assert registry.get_sample_value("faststream_received_messages_total", labels) == 1
    for db in (intake, meetings):
        await db.close()


async def test_in_memory_a_handlers_error_is_the_tests(database_url: str) -> None:
    db = await make_database(database_url)
    attach(db, lambda: None)
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def refuse(event: ThingHappened, tx: Tx) -> None:
        await record([event], tx)
        raise Conflict

    broker = make_broker("nats://127.0.0.1:1", "meetings", place=Workplace(db), routers=[router])
    async with TestNatsBroker(broker):
        await tell(db, 1)
        with pytest.raises(Conflict):
            await deliver_outbox(db, broker)
    async with db.reading() as session:
        assert (await execute(session, outbox.select())).mappings().one()["published_at"] is None
    assert await effects_in(db) == (0, 0)
    await db.close()
