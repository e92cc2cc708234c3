"""The same path with PostgreSQL on both sides, two instances of each service."""

import asyncio
from collections.abc import Iterator

import asyncpg  # type: ignore[import-untyped]
import pytest

from shared.bus import EventRouter, Tx, dead_letter_depth, list_dead_letters, try_again
from shared.db import Database
from shared.errors import Conflict
from shared.outbox import depth, replay
from tests.live.stage import DURABLE, STREAM, Stage, ThingHappened, effects_in, jetstream_of, recording, tell, until
from tests.postgres import postgres_server, why_not

pytestmark = [pytest.mark.live, pytest.mark.postgresql, pytest.mark.skipif(bool(why_not()), reason=why_not())]


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture
async def databases(postgres: str, stage: Stage) -> tuple[Database, Database, Database, Database]:
    """Two of intake and two of meetings, each pair on one database."""
    admin = await asyncpg.connect(postgres.replace("+asyncpg", "") + "postgres")
    for name in ("intake", "meetings"):
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    made = [await stage.database(name, postgres + name) for name in ("intake", "intake", "meetings", "meetings")]
    return made[0], made[1], made[2], made[3]


async def test_two_instances_each_and_no_doubled_effect(
    stage: Stage, databases: tuple[Database, Database, Database, Database]
) -> None:
    intake, intake2, meetings, meetings2 = databases
    routers = recording("first", batch=50), recording("second", batch=50)
    await stage.topology(routers[0])
    _, publisher = await stage.relay(intake)
    await stage.relay(intake2)
    await stage.broker("meetings", meetings, routers[0])
    await stage.broker("meetings", meetings2, routers[1])
    await asyncio.gather(tell(intake, 2000, each=100), tell(intake2, 2000, each=100, start=2000))

    async def all_there() -> bool:
        return (await effects_in(meetings))[0] >= 4000

    await until(all_there, 20)
    async with intake.transaction() as tx:
        assert await replay(tx) > 0

    async def carried() -> bool:
        async with intake.reading() as session:
            return (await depth(session)).waiting == 0

    await until(carried, 20)
    assert await effects_in(meetings) == (4000, 4000)
    assert (await jetstream_of(publisher).stream_info(STREAM)).state.messages == 4000


async def test_dead_letters_on_postgresql(
    stage: Stage, databases: tuple[Database, Database, Database, Database]
) -> None:
    intake, _, meetings, _ = databases
    broken = True
    router = EventRouter()

    @router.on(ThingHappened, consumer=DURABLE)
    async def refuses(event: ThingHappened, tx: Tx) -> None:
        if broken:
            raise Conflict

    await stage.topology(router)
    await stage.relay(intake)
    await stage.broker("meetings", meetings, router)
    await tell(intake, 3)

    async def buried() -> bool:
        async with meetings.reading() as session:
            return await dead_letter_depth(session) == 3

    await until(buried)
    broken = False
    async with meetings.reading() as session:
        letters = await list_dead_letters(session)
    for letter in letters:
        assert await try_again(meetings, letter.id, router.reactions) is None
    async with meetings.reading() as session:
        assert await dead_letter_depth(session) == 0
