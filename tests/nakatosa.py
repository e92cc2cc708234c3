"""Nakatosa's story in memory, played through the doors people use: signing in, forms, buttons.

Three consultations, one つなぎ, a core sitting begun and its first line sent to the network, the network sitting that
follows.
"""

import atexit
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any, NamedTuple

import httpx

from services.accounts import DEMO_PASSWORD
from tests.databases import databases_in
from tests.flows.stage import URL, MovingClock, Stage, memory_stage, stage_of, town_in

TUESDAY = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan
FRIDAY = datetime(2026, 12, 4, 1, 0, tzinfo=UTC)
CORE_DAY = datetime(2026, 12, 8, 4, 25, tzinfo=UTC)  # the second Tuesday, five minutes before the core meeting
# Invented people: what a test must find on intake's own pages, and nowhere else.
NAME, KANA, PHONE, ADDRESS = "見本 久礼子", "みほん くれこ", "0889-00-0000", "中土佐町見本1番地"
NOTE = "母の年金で暮らしている"
HOUSEHOLD_8050: dict[str, str | list[str]] = {
    "agency": "houkatsu", "route": "welfare_volunteer", "person.name": NAME, "person.kana": KANA,
    "person.phone": PHONE, "person.address": ADDRESS, "person.birth_date": "1944-05-06", "area": "kure",
    "categories": ["income", "long_term_care", "withdrawal"], "most_pressing": "income", "note": NOTE,
    "consent": "given", "urgency": "soon",
}  # fmt: skip
HOARDING: dict[str, str | list[str]] = {
    "agency": "health-welfare", "route": "neighbour", "person.name": "見本 大野", "area": "onomi",
    "categories": ["housing", "community"], "consent": "asked", "urgency": "normal", "beyond_us": "true",
}  # fmt: skip
SINGLE_FIELD: dict[str, str | list[str]] = {
    "agency": "self-reliance", "route": "self", "person.name": "見本 上", "categories": ["debt"], "consent": "none",
    "urgency": "normal",
}  # fmt: skip
Fields = Mapping[str, str | Sequence[str]]


class Visitor:
    """Somebody signed in who fills in forms as a browser without JavaScript sends them."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def see(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def send(self, path: str, fields: Fields, *, page: str | None = None) -> httpx.Response:
        """Open `page` (the form's own path unless given), take its hidden fields along, and send."""
        hidden = hidden_fields((await self.see(page or path)).text)
        return await self.client.post(path, data={**hidden, **fields})


class Nakatosa:
    """The town as the story leaves it; `app` answers for all of it."""

    def __init__(self, stage: Stage) -> None:
        self.app, self.services, self.clock, self.settle = stage.town, stage.apps, stage.clock, stage.settle
        self.elderly_case = self.hoarding_case = self.debt_case = ""
        self.core_sitting = self.network_sitting = self.referral = ""

    async def sign_in(self, login: str) -> Visitor:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app), base_url=URL, headers={"accept": "text/html"}
        )
        answer = await client.post("/login", data={"login": login, "password": DEMO_PASSWORD})
        assert answer.status_code == 303, answer.text
        return Visitor(client)

    async def take(self, login: str, fields: Fields) -> str:
        """相談を受ける; returns the case's reference."""
        answer = await (await self.sign_in(login)).send("/intake/consultations/new", fields)
        assert answer.status_code == 303, answer.text
        await self.settle()
        return str(re.findall(r"C-\d{4}-\d{4}", answer.headers["location"])[0])

    async def refer(self, login: str, case_ref: str, to_agency: str) -> str:
        """つなぎ; returns its id."""
        visitor, page = await self.sign_in(login), f"/intake/cases/{case_ref}"
        answer = await visitor.send(f"{page}/referrals", {"to_agency": to_agency}, page=page)
        assert answer.status_code == 303, answer.text
        await self.settle()
        return str(re.findall(r"/intake/referrals/([\w-]+)", (await visitor.see(page)).text)[0])

    async def begin(self, login: str, sitting: str) -> None:
        page = f"/meetings/sittings/{sitting}"
        answer = await (await self.sign_in(login)).send(f"{page}/open", {}, page=page)
        assert answer.status_code == 303, answer.text

    async def decide(self, login: str, sitting: str, item: str, fields: Fields) -> None:
        page = f"/meetings/sittings/{sitting}/hold"
        answer = await (await self.sign_in(login)).send(f"/meetings/items/{item}/decision", fields, page=page)
        assert answer.status_code == 303, answer.text
        await self.settle()

    async def sittings_of(self, login: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await (await self.sign_in(login)).see("/meetings/api/meetings")).json()
        return found

    async def line_of(self, login: str, sitting: str, case_ref: str) -> str:
        shown = (await (await self.sign_in(login)).see(f"/meetings/api/meetings/{sitting}")).json()
        return str(next(item["id"] for item in shown["items"] if item["case_ref"] == case_ref))


async def play(town: Nakatosa) -> None:
    """The story, until the network sitting is placed; the second line of the core meeting is still open."""
    town.elderly_case = await town.take("houkatsu", HOUSEHOLD_8050)
    town.hoarding_case = await town.take("health", HOARDING)
    town.debt_case = await town.take("jiritsu", SINGLE_FIELD)
    town.core_sitting = next(each["id"] for each in await town.sittings_of("promoter-a") if each["body"] == "core")
    town.clock.now = FRIDAY
    town.referral = await town.refer("health", town.hoarding_case, "houkatsu")
    town.clock.now = CORE_DAY
    await town.begin("promoter-a", town.core_sitting)
    item = await town.line_of("promoter-a", town.core_sitting, town.elderly_case)
    further = {"code": "send_to_network", "agencies": ["self-reliance"]}
    await town.decide("promoter-a", town.core_sitting, item, further)
    town.network_sitting = next(
        each["id"] for each in await town.sittings_of("promoter-c") if each["body"] == "network"
    )


@asynccontextmanager
async def nakatosa(here: Path) -> AsyncIterator[Nakatosa]:
    """The town in files under `here`, its bus in memory, its story played (once a process, then copied)."""
    told = await _told()
    copytree(told.folder, here, dirs_exist_ok=True)
    clock, databases = MovingClock(CORE_DAY), databases_in(here / "data")
    urls = {name: databases.copy(url, name) for name, url in told.urls.items()}
    async with stage_of(town_in(here, urls.__getitem__, clock), clock) as stage:
        town = Nakatosa(stage)
        vars(town).update(told.names)
        yield town
    databases.drop()


class _Told(NamedTuple):
    """A town's files and databases after the story, and what its story named."""

    folder: Path
    urls: dict[str, str]
    names: dict[str, str]


_first_telling: list[_Told] = []


async def _told() -> _Told:
    if not _first_telling:
        folder = Path(mkdtemp(prefix="yui-nakatosa-"))
        atexit.register(rmtree, folder, ignore_errors=True)
        databases = databases_in(folder / "data", keep=True)
        async with memory_stage(folder, databases, MovingClock(TUESDAY)) as stage:
            town = Nakatosa(stage)
            await play(town)
        names = {name: value for name, value in vars(town).items() if isinstance(value, str)}
        _first_telling.append(_Told(folder, stage.urls, names))
    return _first_telling[0]


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's own forms, not those of its header."""
    own = html[html.index("<main") :]
    return dict(re.findall(r'<input type="hidden"(?: id="\w+")? name="([\w.]+)" value="([^"]*)">', own))
