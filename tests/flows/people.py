"""The story's people on a stage in memory."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from services.accounts import DEMO_PASSWORD
from services.scenario.story import Story
from services.scenario.visitor import StepFailed, Visitor
from tests.flows.stage import Stage


def story_on(stage: Stage) -> Story:
    """A story whose waiting is: carry every fact, send every mail, then look."""
    known: dict[str, Visitor] = {}

    async def sign_in(login: str) -> Visitor:
        if login not in known:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app=stage.town), base_url="http://town.test")
            known[login] = await Visitor.sign_in(client, login, DEMO_PASSWORD)
        return known[login]

    async def wait(look: Callable[[], Awaitable[Any]]) -> Any:
        await stage.settle()
        found = await look()
        if not found:
            raise StepFailed("nothing appeared, though every fact was carried")
        return found

    return Story(sign_in, wait, stage.clock)
