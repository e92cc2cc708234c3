"""People at the doors of a town in memory."""

from typing import Any

import httpx

from services.accounts import DEMO_PASSWORD
from services.scenario.visitor import Visitor
from tests.flows.stage import Stage


def anybody(stage: Stage) -> httpx.AsyncClient:
    """Somebody who has not signed in."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=stage.town), base_url="http://town.test")


class Person:
    """Somebody signed in; answers come as they are, errors too."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def get(self, path: str) -> httpx.Response:
        return await self._visitor.client.get(path)

    async def post(self, path: str, *, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        sent = {**self._visitor.form_token, **(headers or {})}
        return await self._visitor.client.post(path, headers=sent, **body)

    async def delete(self, path: str) -> httpx.Response:
        return await self._visitor.client.delete(path, headers=self._visitor.form_token)


async def signed_in(stage: Stage, login: str) -> Person:
    """One of the demo accounts."""
    return Person(await Visitor.sign_in(anybody(stage), login, DEMO_PASSWORD))
