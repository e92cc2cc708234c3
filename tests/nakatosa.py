"""Nakatosa's story in memory, played through the doors people use: signing in, forms, buttons.

Three consultations, one つなぎ, a core sitting begun and its first line sent to the network, the network sitting that
follows.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from faststream.nats import TestNatsBroker
from starlette.types import ASGIApp, Receive, Scope, Send

from services import portal
from services.accounts import DEMO_PASSWORD, add_demo_accounts
from services.intake import actions as intake_actions
from services.intake.app import create_app as create_intake
from services.meetings.actions import town as meetings_town
from services.meetings.app import create_app as create_meetings
from shared.auth import Accounts
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import deliver_outbox
from shared.settings import ServiceSettings
from shared.towns import demo_towns
from shared.web.service import Surroundings

HERE = Path(__file__).parents[1]
URL = "http://town.test"
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


class Clock:
    """A clock that the story turns on."""

    def __init__(self) -> None:
        self.now = TUESDAY

    def __call__(self) -> datetime:
        return self.now


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
    """The town as the story leaves it; also an ASGI app."""

    def __init__(self, front: FastAPI, services: Mapping[str, FastAPI], clock: Clock) -> None:
        self.front, self.services, self.clock = front, services, clock
        self.elderly_case = self.hoarding_case = self.debt_case = ""
        self.core_sitting = self.network_sitting = self.referral = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = self.services.get(scope["path"].split("/", 2)[1], self.front)
        await app(scope, receive, send)

    async def sign_in(self, login: str) -> Visitor:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self), base_url=URL, headers={"accept": "text/html"}
        )
        answer = await client.post("/login", data={"login": login, "password": DEMO_PASSWORD})
        assert answer.status_code == 303, answer.text
        return Visitor(client)

    async def settle(self) -> None:
        """Carry facts until none waits."""
        while sum([await self._deliver(app) for app in self.services.values()]):
            pass

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

    async def _deliver(self, app: FastAPI) -> int:
        return await deliver_outbox(app.state.db, app.state.link.broker, clock=self.clock)


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
    """The town in files under `here`, its bus in memory, its story played."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("auth", "intake", "meetings"):
            patch.setenv(f"YUI_{name.upper()}_DATABASE_URL", f"sqlite:///{here}/data/{name}.sqlite")
        patch.setenv("YUI_DATA_DIR", f"{here}/data")
        patch.setenv("YUI_KEY_FILE", f"{here}/keys/intake.json")
        patch.setenv("YUI_PUBLIC_URL", URL)
        patch.setenv("YUI_REQUEST_LOG", "false")
        (here / "data").mkdir()
        clock = Clock()
        around = Surroundings(Accounts(Database(ServiceSettings().auth_database_url)), clock)
        services = {"intake": create_intake(around=around), "meetings": create_meetings(around=around)}
        town = Nakatosa(portal.create_app(around=around), services, clock)
    async with AsyncExitStack() as stack:
        await _furnish(town, stack)
        await play(town)
        yield town


async def _furnish(town: Nakatosa, stack: AsyncExitStack) -> None:
    accounts = town.front.state.db
    await migrate(accounts, HERE / "shared/auth/migrations")
    stack.push_async_callback(accounts.close)
    for name, app in town.services.items():
        await migrate(app.state.db, HERE / f"services/{name}/migrations")
        stack.push_async_callback(app.state.db.close)
    await stack.enter_async_context(TestNatsBroker(*[app.state.link.broker for app in town.services.values()]))
    await add_demo_accounts(Accounts(accounts))
    meetings = town.services["meetings"].state
    async with town.services["intake"].state.db.transaction() as tx:
        for facts in demo_towns():
            await intake_actions.adopt_town(tx, facts)
    async with meetings.db.transaction() as tx:
        for facts in demo_towns():
            await meetings_town.adopt_town(tx, facts)
        await meetings_town.plan_ahead(tx, now=town.clock(), settings=meetings.settings)
    await town.settle()


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's own forms, not those of its header."""
    own = html[html.index("<main") :]
    return dict(re.findall(r'<input type="hidden"(?: id="\w+")? name="([\w.]+)" value="([^"]*)">', own))
