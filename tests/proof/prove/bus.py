"""The prover's own eyes and hands on the bus: who listens, what a durable lacks, facts thrown in raw."""

import asyncio
import json
import random
from collections.abc import Callable, Iterable

import httpx
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.catalogue import all_services
from shared.bus import Consumer
from shared.contracts.catalogue import SERVICES
from tests.proof.prove.house import House, answers
from tests.proof.prove.schedule import SERVER, service_of

PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.1


def durables() -> list[Consumer]:
    """Every durable of every service."""
    return [consumer for service in all_services() for consumer in service.consumers]


class Bus:
    """A connection that comes back quicker than anybody's."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._client = Client()
        self._http = httpx.AsyncClient(timeout=2)
        self.durables = durables()

    async def open(self) -> None:
        async def ignore(_error: Exception) -> None:
            """Losing the server is what this is all about."""

        await self._client.connect(
            self._house.server.url,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0,  # at once: the services wait a second
            ping_interval=5,
            error_cb=ignore,
        )

    async def close(self) -> None:
        await self._http.aclose()
        await self._client.close()

    async def delete_durable(self, chance: random.Random) -> str:
        """Take one away, as a slip of an administrator's hand would; returns its name."""
        while True:
            each = chance.choice(self.durables)
            try:
                await self._client.jetstream(timeout=2).delete_consumer(each.stream, each.durable)
            except (NatsError, TimeoutError):
                await asyncio.sleep(LOOK_SECONDS)
            else:
                return each.durable

    async def seconds_until_back(self, replaced: dict[str, int | None]) -> float:
        """How long until every durable is listened to and the processes of `replaced` (name: old pid) answer anew."""
        loop = asyncio.get_running_loop()
        began, positions = loop.time(), dict[str, int]()
        waiting = list(self.durables)
        while loop.time() - began < PATIENCE_SECONDS:
            waiting = [each for each in waiting if not await self._is_heard(each, positions)]
            if not waiting and await self._answer(replaced):
                return loop.time() - began
            await asyncio.sleep(LOOK_SECONDS)
        return PATIENCE_SECONDS

    async def _is_heard(self, each: Consumer, positions: dict[str, int]) -> bool:
        """A pull waits for its messages, or they are moving out to one."""
        try:
            info = await self._client.jetstream(timeout=1).consumer_info(each.stream, each.durable)
        except (NatsError, TimeoutError):
            return False
        delivered = info.delivered.consumer_seq if info.delivered else 0
        before = positions.setdefault(each.durable, delivered)
        return bool(info.num_waiting) or delivered > before

    async def _answer(self, replaced: dict[str, int | None]) -> bool:
        if any(self._house.pid(name) in (old, None) for name, old in replaced.items()):
            return False
        names = [name for name in replaced if name != SERVER]
        return all(
            [await answers(self._http, f"{self._house.url(name)}/{service_of(name)}/health/live") for name in names]
        )

    async def lag(self) -> int:
        """Messages that any durable has still to handle."""
        js = self._client.jetstream(timeout=2)
        infos = [await js.consumer_info(each.stream, each.durable) for each in self.durables]
        return sum((info.num_pending or 0) + (info.num_ack_pending or 0) for info in infos)

    async def publish_again(self, chance: random.Random, count: int) -> int:
        """Facts that were published before, in any order: half with the id the stream knows, half without one."""
        sent = 0
        for service in SERVICES:
            rows = self._house.read(
                service,
                "SELECT subject, headers, body FROM outbox WHERE published_at IS NOT NULL ORDER BY seq",
            )
            sent += await self._throw(chance.sample(rows, min(count, len(rows))), without_id=chance.random)
        return sent

    async def overtake(self, chance: random.Random) -> int:
        """Publish what waits in the outboxes in any order, before the relays do: order is never assumed."""
        sent = 0
        for service in SERVICES:
            rows = self._house.read(service, "SELECT subject, headers, body FROM outbox WHERE published_at IS NULL")
            sent += await self._throw(chance.sample(rows, len(rows)), without_id=lambda: 1.0)
        return sent

    async def _throw(self, rows: Iterable[tuple[object, ...]], *, without_id: Callable[[], float]) -> int:
        sent = 0
        for subject, text, body in rows:
            headers = json.loads(str(text))
            if without_id() < 0.5:
                del headers["Nats-Msg-Id"]
            assert isinstance(body, bytes)
            await self._client.publish(str(subject), body, headers=headers)
            sent += 1
        await self._client.flush()
        return sent
