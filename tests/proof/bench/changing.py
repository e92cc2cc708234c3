"""A feed of 1,000 events of which one has just changed: how long until all of it is out again."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import quantiles

import httpx
from sqlmodel import col, select

from services.accounts import DEMO_PASSWORD
from services.meetings.models import Meeting
from services.scenario.visitor import Visitor
from shared.clock import utc_now
from shared.db import Database
from tests.live.town import free_port
from tests.proof.bench.doors import open_door, process
from tests.proof.bench.draining import once
from tests.proof.bench.feeds import BODY, TOWN, a_full_feed, fetched, request, serving
from tests.proof.bench.registry import Figures, Ground, register

CHANGES = 50


@register("feeds")
async def one_event_changed(ground: Ground) -> Figures:
    """A sitting is moved over HTTP; then a calendar that knows no tag asks for everything."""
    with ground.step("a calendar feed of 1,000 events, one just moved"), ground.folder() as here:
        async with serving(here) as (place, db, environment), an_admin(environment) as admin:
            path, waits = await a_full_feed(db), []
            for sitting in await _coming(db):
                before, _tag = await fetched(place, path)
                await _move(place.url, admin, sitting)
                waits.append(await once(place.port, request(path)))
                if before == (await fetched(place, path))[0]:
                    raise RuntimeError("the change does not show")
    hundredths = quantiles(waits, n=100, method="inclusive")
    return {"after_change_p50_ms": hundredths[49], "after_change_p99_ms": hundredths[98]}


@asynccontextmanager
async def an_admin(environment: Mapping[str, str]) -> AsyncIterator[Visitor]:
    """Nakatosa's administrator, signed in at the portal."""
    front = {**environment, "YUI_PORT": str(free_port())}
    with process("services.serve", "portal", environment=front):
        await open_door(int(front["YUI_PORT"]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{front['YUI_PORT']}") as client:
            yield await Visitor.sign_in(client, "admin", DEMO_PASSWORD)


async def _coming(db: Database) -> list[Meeting]:
    query = select(Meeting).where(
        Meeting.municipality == TOWN, Meeting.body == BODY, col(Meeting.starts_at) > utc_now() + timedelta(days=1)
    )
    async with db.reading() as tx:
        return list((await tx.exec(query.order_by(col(Meeting.starts_at)).limit(CHANGES))).all())


async def _move(url: str, admin: Visitor, sitting: Meeting) -> None:
    later = (sitting.starts_at + timedelta(minutes=15)).isoformat()
    answer = await admin.client.post(
        f"{url}/meetings/api/meetings/{sitting.id}/move", json={"starts_at": later}, headers=admin.form_token
    )
    answer.raise_for_status()
