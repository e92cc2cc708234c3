"""The residents' board of 55 hubs with five programs each: made, sent from memory, and changed by another process."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import httpx

from services.local import Place
from services.programs.actions.revisions import keep_revisions
from services.programs.models import Program
from shared.clock import local_date, utc_now
from shared.db import Database
from shared.nats_server import NatsServer
from shared.outbox import attach
from tests.live.town import free_port
from tests.proof.bench.doors import CONNECTIONS, open_door, process
from tests.proof.bench.draining import drain, once
from tests.proof.bench.registry import Figures, Ground, register
from tests.services.programs.hubs import TOWN, fill_hubs

KEPT, RENDERED, MADE = 20_000, 300, 50
BOARD = f"/programs?town={TOWN}"
CHANGES = 5
# Whoever brings a session's cookie, even one that is none, is answered by FastAPI and Jinja each time.
NOT_KEPT = "Cookie: yui_session=of-the-bench\r\n"


@register("board")
async def one_worker(ground: Ground) -> Figures:
    """What a board costs to make, how many a second are sent from memory, and as many as FastAPI renders each time."""
    with ground.step("the board of 275 programs"), ground.folder() as here:
        async with serving(here) as (place, db):
            size, tag = await _fetched(place)
            waits = [await once(place.port, _request(f"{BOARD}&made={number}")) for number in range(MADE)]
            kept = await drain(place.port, _request(BOARD), ground.count(KEPT), CONNECTIONS)
            same = await drain(
                place.port, _request(BOARD, f"If-None-Match: {tag}\r\n"), ground.count(KEPT), CONNECTIONS
            )
            rendered = await drain(place.port, _request(BOARD, NOT_KEPT), RENDERED, CONNECTIONS)
            visible = [await _until_visible(place, db, number) for number in range(CHANGES)]
    return {
        "render_ms": median(waits),
        "slowest_render_ms": max(waits),
        "per_s": kept.per_second,
        "not_modified_per_s": same.per_second,
        "p99_ms": max(kept.p99_ms, same.p99_ms),
        "rendering_each_time_per_s": rendered.per_second,
        "times_rendering": kept.per_second / rendered.per_second,
        "octets": size,
        "visible_ms": max(visible),
    }


@asynccontextmanager
async def serving(here: Path) -> AsyncIterator[tuple[Place, Database]]:
    """Programs in a process of its own, and its database as another process sees it."""
    place = Place(here / "data", free_port(), demo=True)
    place.data_dir.mkdir()
    async with NatsServer(place.data_dir / "nats", key_file=place.keys_dir / "nats.key") as nats:
        environment = {**os.environ, **place.environment(nats.url)}
        front = {**environment, "YUI_PORT": str(free_port())}
        with (
            process("services.serve", "portal", environment=front),
            process("services.serve", "programs", environment=environment),
        ):
            await open_door(int(front["YUI_PORT"]))
            await open_door(place.port)
            db = Database(environment["YUI_PROGRAMS_DATABASE_URL"])
            attach(db, lambda: None)
            keep_revisions(db)
            await fill_hubs(db, local_date(utc_now()))
            yield place, db
            await db.close()


def _request(path: str, header: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: town\r\n{header}\r\n".encode()


async def _fetched(place: Place) -> tuple[int, str]:
    async with httpx.AsyncClient(base_url=place.url) as client:
        answer = (await client.get(BOARD)).raise_for_status()
    if answer.text.count("hub-") < 20:
        raise RuntimeError("not a full board")
    return len(answer.content), answer.headers["etag"]


async def _until_visible(place: Place, db: Database, number: int) -> float:
    """Milliseconds from another process's commit to a board that is another."""
    _size, tag = await _fetched(place)
    async with db.transaction() as tx:
        program = await tx.get(Program, f"hub-{7 * number}-0")  # all of them are on today
        assert program
        program.audience = f"だれでも {number}"
        tx.add(program)
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=place.url) as client:
        while (await client.get(BOARD, headers={"if-none-match": tag})).status_code == 304:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    return (time.perf_counter() - began) * 1000
