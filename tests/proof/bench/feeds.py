"""A calendar feed of 1,000 events: our door in a process of its own, beside Radicale serving the same events."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
from sqlmodel import select

from services.local import Place
from services.meetings import feeds
from services.meetings.actions import placing, reading
from services.meetings.actions.calendars import note_changed
from services.meetings.feeds.joining import MOST_EVENTS
from services.meetings.models import FeedToken, Meeting
from shared.clock import utc_now
from shared.db import Database
from shared.nats_server import NatsServer
from shared.outbox import attach
from shared.tokens import fingerprint, new_token
from tests.live.town import free_port
from tests.proof.bench.doors import CONNECTIONS, open_door, process
from tests.proof.bench.draining import drain
from tests.proof.bench.registry import Figures, Ground, register

TOWN, BODY = "39401", "rights-committee"  # a body without a rule: all its sittings are the bench's
FULL, UNCHANGED, BESIDE = 20_000, 100_000, 48
CHANGES = 5
BESIDE_CONNECTIONS = 8  # Radicale's own limit
CALENDAR = {"content-type": "text/calendar; charset=utf-8"}


@register("feeds")
async def one_worker(ground: Ground) -> Figures:
    """Full bodies and 304s a second over 64 connections, and how soon another process's commit shows."""
    with ground.step("a calendar feed of 1,000 events"), ground.folder() as here:
        async with serving(here) as (place, db, _environment):
            path = await a_full_feed(db)
            body, tag = await fetched(place, path)
            full = await drain(place.port, request(path), ground.count(FULL), CONNECTIONS)
            same = await drain(place.port, request(path, tag), ground.count(UNCHANGED), CONNECTIONS)
            visible = [await until_visible(place, db, path, number) for number in range(CHANGES)]
        beside = await radicale(here, body)
    return {
        "full_per_s": full.per_second,
        "not_modified_per_s": same.per_second,
        "p99_ms": max(full.p99_ms, same.p99_ms),
        "full_p99_ms": full.p99_ms,
        "not_modified_p99_ms": same.p99_ms,
        "body_octets": len(body),
        "visible_ms": max(visible),
        "radicale_per_s": beside,
        "times_radicale": full.per_second / beside,
    }


@asynccontextmanager
async def serving(here: Path) -> AsyncIterator[tuple[Place, Database, dict[str, str]]]:
    """Meetings in a process of its own with the demo towns, its database as another sees it, and its environment."""
    place = Place(here / "data", free_port(), demo=True)
    place.data_dir.mkdir()
    async with NatsServer(place.data_dir / "nats", key_file=place.keys_dir / "nats.key") as nats:
        environment = {**os.environ, **place.environment(nats.url), "YUI_FEED_FETCHES_A_MINUTE": str(10**9)}
        with process("services.serve", "meetings", environment=environment):
            await open_door(place.port)
            db = Database(environment["YUI_MEETINGS_DATABASE_URL"])
            attach(db, lambda: None)
            feeds.keep_calendars(db, utc_now)
            yield place, db, environment
            await db.close()


async def a_full_feed(db: Database) -> str:
    """A body with as many sittings as a feed takes, and the address of its feed."""
    now, token = utc_now(), new_token()
    first = (now - timedelta(days=30)).replace(minute=0, second=0, microsecond=0)
    moments = [first + timedelta(hours=10 * number) for number in range(MOST_EVENTS)]
    async with db.transaction() as tx:
        body = await reading.find_body(tx, TOWN, BODY)
        body.place = "中土佐町役場 2階会議室"
        for moment in moments:
            tx.add(sitting := placing.new_sitting(body, moment, 90, body.place, now))
            sitting.lines = 3
            note_changed(tx, sitting)
        tx.add(
            FeedToken(
                token_sha256=fingerprint(token),
                municipality=TOWN,
                account_id="terminal",
                scope="body",
                key=BODY,
                name="権利擁護支援システム推進委員会",
                created_at=now,
                expires_at=now + timedelta(days=365),
            )
        )
    return f"/meetings/feeds/{token}.ics"


def request(path: str, tag: str = "") -> bytes:
    """A calendar client's GET, with the tag it knows."""
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {path} HTTP/1.1\r\nHost: town\r\nUser-Agent: Thunderbird/153\r\n{known}\r\n".encode()


async def fetched(place: Place, path: str) -> tuple[bytes, str]:
    async with httpx.AsyncClient(base_url=place.url) as client:
        answer = (await client.get(path)).raise_for_status()
    if answer.content.count(b"BEGIN:VEVENT") != MOST_EVENTS + 1:  # the last says when the address ends
        raise RuntimeError("not a full feed")
    return answer.content, answer.headers["etag"]


async def until_visible(place: Place, db: Database, path: str, number: int) -> float:
    """Milliseconds from another process's commit to a fetch that shows it."""
    _body, tag = await fetched(place, path)
    async with db.transaction() as tx:
        query = select(Meeting).where(Meeting.municipality == TOWN, Meeting.body == BODY)
        sitting = (await tx.exec(query.offset(number))).first()
        assert sitting
        await placing.change(tx, sitting, sitting.starts_at, 45, sitting.place, now=utc_now())
    began = time.perf_counter()
    async with httpx.AsyncClient(base_url=place.url) as client:
        while (await client.get(path, headers={"if-none-match": tag})).status_code == 304:  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.005)
    return (time.perf_counter() - began) * 1000


async def radicale(here: Path, body: bytes) -> float:
    """Bodies a second that Radicale serves of the same events, over as many connections as it takes by itself."""
    port = free_port()
    config = here / "radicale.ini"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = {here}/radicale\n"
        "[logging]\nlevel = error\n"
    )
    with process("radicale", "--config", str(config)):
        await open_door(port)
        events = body.replace(b"METHOD:PUBLISH\r\n", b"")  # RFC 4791 4.1: none in a collection
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", auth=("bench", "x"), timeout=120) as client:
            (await client.put("/bench/sittings/", content=events, headers=CALENDAR)).raise_for_status()
            began = time.perf_counter()
            await asyncio.gather(*(_get_often(client, BESIDE // BESIDE_CONNECTIONS) for _ in range(BESIDE_CONNECTIONS)))
            return BESIDE / (time.perf_counter() - began)


async def _get_often(client: httpx.AsyncClient, times: int) -> None:
    for _ in range(times):
        (await client.get("/bench/sittings/")).raise_for_status()
