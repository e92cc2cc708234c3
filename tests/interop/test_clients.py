"""`make test-interop`: one town's calendar, read by the programs people have, through all that happens to sittings.

Moved, called off, dropped, unchanged (304), the town away (503), the address ended. No program may show anything else
than another, and none may lose what it had because we were away. Each has an address of its own, as each device has.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from services.accounts import DEMO_PASSWORD
from services.scenario.visitor import Visitor
from shared.clock import TOKYO, local_date, utc_now
from tests.interop.evolution import Evolution
from tests.interop.front import Front
from tests.interop.libical import read_by_libical
from tests.interop.reading import Reader, javascript
from tests.interop.seen import Client, Seen
from tests.interop.table import STATES, Table
from tests.interop.vdirsyncer import Vdirsyncer
from tests.live.town import running_town

pytestmark = [pytest.mark.live, pytest.mark.timeout(240)]
TRIES = 20  # half a second each
ENDED = "この購読URLは無効です。再発行してください"


class Expected(NamedTuple):
    """An event that every program must show; any title that they agree on, unless it is said."""

    starts_at: datetime
    is_off: bool = False
    is_all_day: bool = False
    title: str | None = None


@dataclass
class Desk:
    """Who leads the network, the programs subscribed to its calendar, and what came of it."""

    visitor: Visitor
    town: str
    clients: list[Client] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    table: Table = field(default_factory=Table)

    async def post(self, path: str, **body: Any) -> Any:
        answer = await self.visitor.client.post(path, headers=self.visitor.form_token, json=body)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def convene(self, starts_at: datetime) -> str:
        form = {"body": "network", "starts_at": starts_at.isoformat(), "minutes": 90, "place": "役場、2階; 会議室"}
        return str((await self.post("/meetings/api/meetings", **form))["id"])

    async def subscribe(self, name: str) -> tuple[Front, str]:
        """An address of the network's calendar, and the proxy in front of it."""
        made = await self.post("/meetings/api/feeds", scope="body", key="network", name=name)
        self.references.append(made["reference"])
        return Front(self.town), httpx.URL(made["url"]).path


@pytest.fixture
async def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> AsyncIterator[Desk]:
    async with (
        running_town(tmp_path) as town,
        httpx.AsyncClient(base_url=town.url) as client,
        AsyncExitStack() as after,
    ):
        desk = Desk(await Visitor.sign_in(client, "promoter-c", DEMO_PASSWORD), town.url)
        readers = {"libical": read_by_libical, "ical.js": javascript("ical.js"), "node-ical": javascript("node-ical")}
        for name, read in readers.items():
            desk.clients.append(Reader(name, read, *await desk.subscribe(name)))
        desk.clients.append(Vdirsyncer(tmp_path / "sync", *await desk.subscribe("vdirsyncer")))
        evolution = await Evolution.start(tmp_path / "evolution", *await desk.subscribe("evolution"))
        after.push_async_callback(evolution.close)
        desk.clients.append(evolution)
        for each in desk.clients:
            after.callback(each.front.close)
        yield desk
    with capsys.disabled():
        print(f"\n\n{desk.table}\n")  # noqa: T201  # what whoever runs this wants to see


async def everybody_shows(desk: Desk, state: str, *expected: Expected) -> None:
    """Each program asks, and then shows the same: these events, under the same UIDs and titles."""
    found: dict[str, list[Seen]] = {}
    wanted = sorted((round(each.starts_at.timestamp()), each.is_off, each.is_all_day) for each in expected)
    for client in desk.clients:
        before = 0 if state == STATES[0] else len(client.front.answers)
        await client.refresh()
        found[client.name] = await settled(client, wanted)
        is_right = moments(found[client.name]) == wanted
        desk.table.note(client.name, state, client.front.answers[before:], is_right=is_right)
    assert {name: moments(seen) for name, seen in found.items()} == dict.fromkeys(found, wanted)
    titles = {name: sorted(each.title for each in seen) for name, seen in found.items()}
    assert titles == dict.fromkeys(titles, titles["libical"])
    assert {each.title for each in expected if each.title} <= set(titles["libical"])
    uids = {client.name: {each.uid for each in found[client.name]} for client in desk.clients if client.keeps_uids}
    assert uids == dict.fromkeys(uids, uids["libical"])


async def settled(client: Client, wanted: Sequence[tuple[int, bool, bool]]) -> list[Seen]:
    """What it shows once that is as wanted, or after a while whatever it shows."""
    seen = await client.shown()
    for _again in range(TRIES):
        if moments(seen) == wanted:
            break
        await asyncio.sleep(0.5)
        seen = await client.shown()
    return seen


def moments(seen: Sequence[Seen]) -> list[tuple[int, bool, bool]]:
    return sorted((each.starts_at, each.is_off, each.is_all_day) for each in seen)


def answers(desk: Desk) -> dict[str, int]:
    return {client.name: client.front.answers[-1] for client in desk.clients if client.asks_conditionally}


async def test_what_happens_to_sittings_is_what_every_program_shows(desk: Desk) -> None:
    noon = utc_now().astimezone(TOKYO).replace(hour=12, minute=0, second=0, microsecond=0)
    first, second, moved = (noon + timedelta(days=days) for days in (7, 9, 8))
    one, two = await desk.convene(first), await desk.convene(second)
    await everybody_shows(desk, "stands", Expected(first), Expected(second))

    await desk.post(f"/meetings/api/meetings/{one}/move", starts_at=moved.isoformat())
    await everybody_shows(desk, "moved", Expected(moved), Expected(second))

    await desk.post(f"/meetings/api/meetings/{two}/cancel")
    await everybody_shows(desk, "cancelled", Expected(moved), Expected(second, is_off=True))

    for client in desk.clients:
        client.front.query = "?cancelled=hide"
    await everybody_shows(desk, "dropped", Expected(moved))

    await everybody_shows(desk, "unchanged", Expected(moved))
    assert set(answers(desk).values()) == {304}, answers(desk)

    for client in desk.clients:
        client.front.status = 503
    await everybody_shows(desk, "away", Expected(moved))
    assert set(answers(desk).values()) == {503}, answers(desk)

    for client, reference in zip(desk.clients, desk.references, strict=True):
        client.front.status = None
        await desk.post(f"/meetings/api/feeds/{reference}/revoke")
    today = datetime.combine(local_date(utc_now()), datetime.min.time(), UTC)
    await everybody_shows(desk, "ended", Expected(today, is_all_day=True, title=ENDED))
    assert {state for _client, state in desk.table.cells} == set(STATES)
