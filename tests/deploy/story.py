"""Nakatosa's story through the stack's one door, while an instance of every service is killed in the middle of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from services.notify.actions.claims import CLAIM_LASTS
from services.scenario.nakatosa import Loop, play
from services.scenario.run import LOOK_SECONDS, People
from services.scenario.story import Story
from shared.clock import utc_now
from tests.deploy.container import Container
from tests.deploy.stack import Stack

KILLED = {"portal": 0, "intake": 1, "meetings": 0, "programs": 1, "notify": 0}  # which instance of each
AFTER_STEPS = 6
RESTART_SECONDS = 1.0
PATIENCE_SECONDS = CLAIM_LASTS.total_seconds() + 30  # a mail that the killed instance had in hand waits for it


@dataclass
class DisturbedStory(Story):
    """Kills between two of its steps: a request in hand would be answered 502, and a person would send it again."""

    stack: Stack | None = None
    restarts: list[asyncio.Task[None]] = field(default_factory=list)

    def tell(self, who: str, did: str, appeared: str) -> None:
        super().tell(who, did, appeared)
        if len(self.rows) == AFTER_STEPS and self.stack is not None:
            felled = [self.stack.containers[name][which] for name, which in KILLED.items()]
            for container in felled:
                container.fell()
            self.restarts = [asyncio.create_task(self._restart(container)) for container in felled]

    async def _restart(self, container: Container) -> None:
        await asyncio.sleep(RESTART_SECONDS)
        await container.start()


async def patiently(look: Callable[[], Awaitable[Any]]) -> Any:
    """Until it appears, however long a killed instance's mail takes."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (found := await look()):  # noqa: ASYNC110  # other processes
            await asyncio.sleep(LOOK_SECONDS)
    return found


async def play_disturbed(stack: Stack, url: str) -> Loop:
    """The whole story; StepFailed where it does not hold."""
    people, loop = People(url), Loop()
    story = DisturbedStory(people.sign_in, patiently, utc_now, stack=stack)
    try:
        await play(story, loop)
        assert story.restarts, "the story has fewer steps than that"
        await asyncio.gather(*story.restarts)
    finally:
        await people.leave()
    return loop
