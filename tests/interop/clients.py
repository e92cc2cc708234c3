"""Programs of others that read our calendars, run as their users run them."""

import asyncio
import json
import os
from datetime import datetime
from pathlib import Path

from tests.interop.seen import Seen

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv-interop" / "bin"
NODE = Path(__file__).parent / "node"


class Vdirsyncer:
    """Copies a feed into a folder, as people without a server of their own do; khal shows that folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.calendar = folder / "calendar"
        self.calendar.mkdir(parents=True)
        (folder / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{folder}/status"\n\n'
            '[pair feed]\na = "here"\nb = "there"\ncollections = null\nconflict_resolution = "b wins"\n'
            'partial_sync = "ignore"\n\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.calendar}"\nfileext = ".ics"\n\n'
            f'[storage there]\ntype = "http"\nurl = "{url}"\n',
            encoding="utf-8",
        )
        (folder / "khal").write_text(
            f"[calendars]\n[[feed]]\npath = {self.calendar}\n[locale]\nlocal_timezone = Asia/Tokyo\n"
            "default_timezone = Asia/Tokyo\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {folder}/khal.sqlite\n",
            encoding="utf-8",
        )

    async def sync(self) -> int:
        """Fetch and copy; returns the program's exit code."""
        await self._run("vdirsyncer", "discover")
        code, _out = await self._run("vdirsyncer", "sync")
        return code

    async def shown(self, first: datetime, days: int) -> list[Seen]:
        """What khal lists from a day on."""
        asked = ("list", "--once", "--day-format", "", "--format", "{uid}|{start-long-full}|{status}")
        _code, out = await self._run("khal", *asked, f"{first:%Y-%m-%d}", f"{days}d")
        rows = [line.split("|") for line in out.splitlines() if line.count("|") == 2]
        return sorted(Seen(uid, _tokyo(starts), "CANCELLED" in status) for uid, starts, status in rows)

    async def _run(self, program: str, *arguments: str) -> tuple[int, str]:
        environment = {**os.environ, "VDIRSYNCER_CONFIG": str(self.folder / "vdirsyncer"), "LC_ALL": "C.UTF-8"}
        config = ("-c", str(self.folder / "khal")) if program == "khal" else ()
        process = await asyncio.create_subprocess_exec(
            str(TOOLS / program), *config, *arguments, env=environment, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        out, _none = await process.communicate()
        return process.returncode or 0, out.decode()


async def read_by_javascript(body: bytes) -> dict[str, list[Seen]]:
    """What ical.js (Thunderbird's reader) and node-ical make of a feed."""
    process = await asyncio.create_subprocess_exec(
        "node", "read.mjs", cwd=NODE, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _none = await process.communicate(body)
    return {
        name: sorted(Seen(uid, starts, status == "CANCELLED") for uid, starts, status, _sequence in rows)
        for name, rows in json.loads(out).items()
    }


def _tokyo(text: str) -> int:
    return int(datetime.fromisoformat(f"{text.strip()}:00+09:00").timestamp())
