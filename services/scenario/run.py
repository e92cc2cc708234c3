"""Playing a story against a running town over HTTP, and printing who did what and what appeared where."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from services.accounts import DEMO_PASSWORD
from services.scenario.nakatosa import play
from services.scenario.story import Story
from services.scenario.visitor import StepFailed, Visitor
from shared.clock import utc_now

PATIENCE_SECONDS = 15.0
LOOK_SECONDS = 0.1


class People:
    """Browsers of everybody in the story, each signed in once."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[str, Visitor] = {}

    async def sign_in(self, login: str) -> Visitor:
        if login not in self._known:
            client = httpx.AsyncClient(base_url=self._url, timeout=30)
            self._known[login] = await Visitor.sign_in(client, login, DEMO_PASSWORD)
        return self._known[login]

    async def leave(self) -> None:
        for visitor in self._known.values():
            await visitor.client.aclose()


async def patiently(look: Callable[[], Awaitable[Any]]) -> Any:
    """Look again and again: facts need a moment to travel."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        found = await look()
        if found:
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise StepFailed(f"did not appear within {PATIENCE_SECONDS:g} s")
        await asyncio.sleep(LOOK_SECONDS)


async def play_over_http(url: str, now: Callable[[], datetime] = utc_now) -> Story:
    """Play Nakatosa's loop against the town at `url`; StepFailed where it does not hold."""
    people = People(url)
    story = Story(people.sign_in, patiently, now)
    try:
        await play(story)
    finally:
        await people.leave()
    return story


def print_story(story: Story, console: Console) -> None:
    """The story as a table."""
    table = Table(title="中土佐町：相談から進捗の確認まで", show_lines=False)
    for heading in ("だれが", "何をした", "どこに何が現れた"):
        table.add_column(heading, overflow="fold")
    for row in story.rows:
        table.add_row(row.who, row.did, row.appeared)
    console.print(table)
    console.print(f"✓ {len(story.rows)} 段すべて確かめました")
