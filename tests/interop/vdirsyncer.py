"""vdirsyncer and khal, run as their users run them."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from shared.clock import TOKYO, utc_now
from tests.interop.front import Front
from tests.interop.seen import DAYS, Seen

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv-interop" / "bin"


class Vdirsyncer:
    """Copies a feed into a folder, as people without a server of their own do; khal shows that folder."""

    name = "vdirsyncer + khal"
    keeps_uids = False  # it names what it copies from the web by its content
    asks_conditionally = False

    def __init__(self, folder: Path, front: Front, path: str) -> None:
        self.folder, self.front = folder, front
        url = front.url + path
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

    async def refresh(self) -> None:
        await self._run("vdirsyncer", "discover")
        await self._run("vdirsyncer", "sync")

    async def shown(self) -> list[Seen]:
        """What khal lists."""
        asked = ("list", "--once", "--day-format", "", "--format", "{uid}|{start-long-full}|{all-day}|{status}|{title}")
        out = await self._run("khal", *asked, f"{utc_now().astimezone(TOKYO):%Y-%m-%d}", f"{DAYS}d")
        return sorted(_seen(*line.split("|")) for line in out.splitlines() if line.count("|") == 4)

    async def _run(self, program: str, *arguments: str) -> str:
        environment = {**os.environ, "VDIRSYNCER_CONFIG": str(self.folder / "vdirsyncer"), "LC_ALL": "C.UTF-8"}
        config = ("-c", str(self.folder / "khal")) if program == "khal" else ()
        process = await asyncio.create_subprocess_exec(
            str(TOOLS / program), *config, *arguments, env=environment, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        out, _none = await process.communicate()
        return out.decode()


def _seen(uid: str, starts: str, all_day: str, status: str, title: str) -> Seen:
    is_all_day = all_day == "True"
    moment = datetime.fromisoformat(starts.strip()).replace(tzinfo=UTC if is_all_day else TOKYO)
    return Seen(uid, round(moment.timestamp()), "CANCELLED" in status, is_all_day, title)
