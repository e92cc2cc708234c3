"""Evolution without its window: its own daemons fetch and keep the feed, its own library tells what it would show."""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any, Self

from tests.interop.front import Front
from tests.interop.seen import DAYS, Seen

PYTHON = "/usr/bin/python3"  # Debian's own, which its python3-gi belongs to
PATIENCE_SECONDS = 30.0
WRITTEN_SECONDS = 1.0  # between an answer and its events in the daemon's store
SUBSCRIPTION = """\
[Data Source]
DisplayName=feed
Enabled=true
Parent=webcal-stub

[Calendar]
BackendName=webcal
Selected=true

[Authentication]
Host=127.0.0.1
Port={port}
Method=none

[Security]
Method=none

[Refresh]
Enabled=false

[Offline]
StaySynchronized=true

[WebDAV Backend]
ResourcePath={path}
"""


class Evolution:
    """evolution-source-registry and evolution-calendar-factory on a D-Bus and in folders of their own."""

    name = "Evolution"
    keeps_uids = True
    asks_conditionally = True

    def __init__(self, front: Front, process: asyncio.subprocess.Process) -> None:
        self.front, self._process = front, process

    @classmethod
    async def start(cls, folder: Path, front: Front, path: str) -> Self:
        """Started with the subscription as its settings would have written it."""
        places = {name: folder / name.lower() for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        sources = places["CONFIG"] / "evolution" / "sources"
        sources.mkdir(parents=True)
        (sources / "feed.source").write_text(SUBSCRIPTION.format(port=front.port, path=path), encoding="utf-8")
        run = folder / "run"
        run.mkdir(mode=0o700)
        own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(run), "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local"}
        own |= {f"XDG_{name}_HOME": str(place) for name, place in places.items()}
        with (folder / "evolution.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                "dbus-run-session", "--", PYTHON, str(Path(__file__).with_name("libecal.py")),
                env={"PATH": os.defpath, "LANG": "C.UTF-8", **own}, stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        return cls(front, process)

    async def refresh(self) -> None:
        before = len(self.front.answers)
        await self._say("refresh")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(self.front.answers) == before:  # noqa: ASYNC110  # the front is a thread
                await asyncio.sleep(0.05)
        await asyncio.sleep(WRITTEN_SECONDS)

    async def shown(self) -> list[Seen]:
        """What its day, week and month views are drawn from."""
        return sorted(Seen(*each) for each in await self._say(f"show {DAYS}"))

    async def close(self) -> None:
        """The session ends with its only program, and the daemons with their session."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise

    async def _say(self, line: str) -> Any:
        asked, told = self._process.stdin, self._process.stdout
        assert asked
        assert told
        asked.write(f"{line}\n".encode())
        answer = await asyncio.wait_for(told.readline(), PATIENCE_SECONDS)
        assert answer, "Evolution's daemons ended; see evolution.log"
        return json.loads(answer)
