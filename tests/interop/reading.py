"""Libraries that only read a calendar, behind the fetching that programs built on them do: a conditional GET."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from shared.clock import utc_now
from tests.interop.front import Front
from tests.interop.seen import DAYS, Seen

NODE = Path(__file__).parent / "node"
Read = Callable[[bytes], Awaitable[list[Seen]]]


class Reader:
    """Keeps the last copy and its tag; anything but a 200 leaves the copy as it is."""

    keeps_uids = True
    asks_conditionally = True

    def __init__(self, name: str, read: Read, front: Front, path: str) -> None:
        self.name, self.front = name, front
        self._read, self._url = read, front.url + path
        self._copy, self._tag = b"", ""

    async def refresh(self) -> None:
        async with httpx.AsyncClient() as client:
            answer = await client.get(self._url, headers={"if-none-match": self._tag} if self._tag else {})
        if answer.status_code == 200:
            self._copy, self._tag = answer.content, answer.headers["etag"]

    async def shown(self) -> list[Seen]:
        last = utc_now().timestamp() + DAYS * 86_400
        return sorted(each for each in await self._read(self._copy) if each.starts_at < last)


def javascript(library: str) -> Read:
    """Read by `ical.js` (Thunderbird's own) or `node-ical`."""

    async def read(body: bytes) -> list[Seen]:
        process = await asyncio.create_subprocess_exec(
            "node", "read.mjs", library, cwd=NODE, env={**os.environ, "TZ": "UTC"},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, _none = await process.communicate(body)
        return [
            Seen(uid, at, status == "CANCELLED", all_day, title) for uid, at, status, all_day, title in json.loads(out)
        ]

    return read
