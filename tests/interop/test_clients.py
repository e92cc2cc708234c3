"""`make test-interop`: one feed, read by the programs people have, through all that happens to sittings.

Moved, called off, dropped, unchanged (304), the town away (503), the address ended. No program may show anything else
than another, and none may lose what it had because we were away.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.accounts import DEMO_PASSWORD
from services.scenario.visitor import Visitor
from shared.clock import TOKYO, utc_now
from tests.interop.clients import Vdirsyncer, read_by_javascript
from tests.interop.front import Front
from tests.interop.libical import read_by_libical
from tests.interop.seen import Seen
from tests.live.town import running_town

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]
DAYS = 60


@dataclass
class Desk:
    """Who leads the network, a feed of theirs, and the proxy in front of it."""

    visitor: Visitor
    front: Front
    path: str
    reference: str
    sync: Vdirsyncer
    town: str

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.visitor.client.post(path, headers=self.visitor.form_token, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def convene(self, starts_at: datetime) -> str:
        form = {"body": "network", "starts_at": starts_at.isoformat(), "minutes": 90, "place": "役場、2階; 会議室"}
        return str((await self.post("/meetings/api/meetings", **form))["id"])

    async def feed(self, **headers: str) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(self.town + self.path, headers=headers)

    async def seen(self) -> dict[str, list[Seen]]:
        """What each program shows now."""
        found = await read_by_libraries((await self.feed()).content)
        await self.sync.sync()
        found["vdirsyncer and khal"] = await self.sync.shown(utc_now().astimezone(TOKYO), DAYS)
        return found


async def read_by_libraries(body: bytes) -> dict[str, list[Seen]]:
    return {**await read_by_javascript(body), "libical": read_by_libical(body)}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with running_town(tmp_path) as town, httpx.AsyncClient(base_url=town.url) as client:
        visitor = await Visitor.sign_in(client, "promoter-c", DEMO_PASSWORD)
        form = {"scope": "body", "key": "network", "name": "interop"}
        made = (await client.post("/meetings/api/feeds", headers=visitor.form_token, json=form)).json()
        path = httpx.URL(made["url"]).path
        reference = (await client.get("/meetings/api/feeds")).json()[0]["reference"]
        front = Front(town.url)
        yield Desk(visitor, front, path, reference, Vdirsyncer(tmp_path / "sync", front.url + path), town.url)
        front.close()


def everybody_sees(found: dict[str, list[Seen]], *expected: tuple[datetime, bool]) -> None:
    """Each program the same: these moments, off or not (the notice of the address's own end is a year away)."""
    wanted = sorted((round(moment.timestamp()), is_off) for moment, is_off in expected)
    last = utc_now().timestamp() + DAYS * 86_400
    shown = {
        name: sorted((each.starts_at, each.is_off) for each in events if each.starts_at < last)
        for name, events in found.items()
    }
    assert shown == dict.fromkeys(found, wanted)
    # vdirsyncer names what it copies from the web by its content, so only the others tell UIDs.
    uids = {name: {each.uid for each in events} for name, events in found.items() if "vdirsyncer" not in name}
    assert uids == dict.fromkeys(uids, uids["libical"])


async def test_what_happens_to_sittings_is_what_every_program_shows(desk: Desk) -> None:
    noon = utc_now().astimezone(TOKYO).replace(hour=12, minute=0, second=0, microsecond=0)
    first, second, moved = (noon + timedelta(days=days) for days in (7, 9, 8))
    one, two = await desk.convene(first), await desk.convene(second)
    everybody_sees(await desk.seen(), (first, False), (second, False))

    await desk.post(f"/meetings/api/meetings/{one}/move", starts_at=moved.isoformat())
    everybody_sees(await desk.seen(), (moved, False), (second, False))

    await desk.post(f"/meetings/api/meetings/{two}/cancel")
    everybody_sees(await desk.seen(), (moved, False), (second, True))

    dropped = await read_by_libraries((await httpx_get(desk, "?cancelled=hide")).content)
    everybody_sees(dropped, (moved, False))

    tag = (await desk.feed()).headers["etag"]
    assert (await desk.feed(**{"if-none-match": tag})).status_code == 304

    before = await desk.sync.shown(noon, DAYS)
    desk.front.status = 503
    assert await desk.sync.sync() != 0
    assert await desk.sync.shown(noon, DAYS) == before
    desk.front.status = None

    await desk.post(f"/meetings/api/feeds/{desk.reference}/revoke")
    ended = await read_by_libraries((await desk.feed()).content)
    assert {name: len(events) for name, events in ended.items()} == dict.fromkeys(ended, 1)
    assert await desk.sync.sync() == 0


async def httpx_get(desk: Desk, query: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(desk.town + desk.path + query)
