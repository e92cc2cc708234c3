"""Clerks at the doors: each command is sent until its outcome is known, so each happens exactly once."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.proof.prove.house import House

AGAIN_SECONDS = 0.2
PER_SECOND = 50.0  # some 110 facts a second, half of what two cores carry: the rest is for processes that start anew
LOGINS = ("promoter-a", "houkatsu")


@dataclass
class Journal:
    """What the town has promised: the ids of accepted commands, by kind of thing."""

    consultations: list[str] = field(default_factory=list)
    referrals: list[str] = field(default_factory=list)
    sittings: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    commands: int = 0
    repeats: int = 0
    refusals: list[str] = field(default_factory=list)


class Refused(Exception):
    """A door said no to a command that is right."""


class Desk:
    """Where clerks send their commands from."""

    def __init__(self, house: House, headers: dict[str, dict[str, str]], journal: Journal) -> None:
        self._house = house
        self._headers = headers
        self.journal = journal
        self._next = 0.0
        self._client = httpx.AsyncClient(timeout=20, limits=httpx.Limits(max_connections=32))

    async def post(self, path: str, body: dict[str, Any] | None = None, *, login: str = LOGINS[0]) -> dict[str, Any]:
        """Send a command and return its answer; repeated while nobody knows whether it was done."""
        service = path.split("/", 2)[1]
        await self._turn()
        while True:
            try:
                answer = await self._client.post(
                    self._house.door(service) + path, json=body, headers=self._headers[login]
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500:
                return self._accepted(path, answer)
            self.journal.repeats += 1
            await asyncio.sleep(AGAIN_SECONDS)

    async def _turn(self) -> None:
        """A steady pace; what could not be sent in an outage is not hurried after it."""
        now = asyncio.get_running_loop().time()
        self._next = max(now, self._next + 1 / PER_SECOND)
        await asyncio.sleep(self._next - now)

    def _accepted(self, path: str, answer: httpx.Response) -> dict[str, Any]:
        if answer.status_code >= 400:
            refusal = f"{answer.status_code} {path.rsplit('/', 1)[-1]} {answer.json().get('code')}"
            self.journal.refusals.append(refusal)
            raise Refused(refusal)
        self.journal.commands += 1
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    async def close(self) -> None:
        await self._client.aclose()
