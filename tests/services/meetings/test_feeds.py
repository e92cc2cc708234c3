"""Feeds of sittings over HTTP, from the town's own door: what changes shows at once, and a fetch writes nothing."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from services.meetings.timers import timers_of
from shared.db.core import execute
from shared.timers import run_once
from tests.flows.stage import Stage, memory_stage
from tests.services.people import Person, anybody, signed_in


async def subscribe(person: Person, **form: str) -> str:
    """The path of a new calendar address."""
    made = await person.post("/meetings/api/feeds", json=form)
    assert made.status_code == 201, made.text
    return httpx.URL(made.json()["url"]).path


def dates(feed: httpx.Response) -> list[str]:
    return re.findall(r"DTSTART;TZID=Asia/Tokyo:(\w+)", feed.text)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Stage]:
    """The towns before any story: a feed's tests need sittings only."""
    async with memory_stage(tmp_path) as made:
        yield made


@pytest.fixture
async def leader(town: Stage) -> Person:
    return await signed_in(town, "promoter-a")


async def test_a_moved_sitting_shows_in_the_next_fetch(town: Stage, leader: Person) -> None:
    path, client = await subscribe(leader, scope="post", key="A"), anybody(town)
    before = await client.get(path)
    sitting = (await leader.get("/meetings/api/meetings")).json()[0]
    form = {"starts_at": "2027-03-18T10:00:00+09:00"}
    moved = await leader.post(f"/meetings/api/meetings/{sitting['id']}/move", json=form)
    assert moved.status_code == 200
    after = await client.get(path, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, "20270318T100000" in dates(after)) == (200, True)
    assert len(dates(after)) == len(dates(before))


async def test_what_another_feed_shows_leaves_this_one_as_it_was(town: Stage, leader: Person) -> None:
    path, client = await subscribe(leader, scope="post", key="A"), anybody(town)
    before = await client.get(path)
    admin = await signed_in(town, "admin")
    convened = await admin.post(
        "/meetings/api/meetings", json={"body": "plan-committee", "starts_at": "2026-12-18T10:00:00+09:00"}
    )
    assert convened.status_code == 201
    again = await client.get(path, headers={"if-none-match": before.headers["etag"]})
    assert again.status_code == 304


async def test_a_feed_is_the_same_bytes_while_nothing_happens(town: Stage, leader: Person) -> None:
    path, client = await subscribe(leader, scope="body", key="core"), anybody(town)
    before = await client.get(path)
    town.clock.now += timedelta(hours=20)
    after = await client.get(path)
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


async def test_a_fetch_writes_nothing_until_the_timer_does(town: Stage, leader: Person) -> None:
    path, app = await subscribe(leader, scope="post", key="A"), town.apps["meetings"]

    async def last() -> list[str | None]:
        async with app.state.db.reading() as tx:
            return [row[0] for row in await execute(tx, text("SELECT fetched_by FROM feed_tokens"))]

    await anybody(town).get(path, headers={"user-agent": "Thunderbird/153"})
    assert await last() == [None]
    for timer in timers_of(app.state.settings, app.state.fetches):
        await run_once(app.state.db, timer, town.clock.now)
    assert await last() == ["thunderbird"]
