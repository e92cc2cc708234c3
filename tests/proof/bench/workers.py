"""Sender and receiver as processes of their own, started together and read as JSON."""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shared.process import tune_process


@dataclass(frozen=True)
class Job:
    """What one worker process is to do; `per_second` 0 is a burst of `each` facts a transaction, `writers` at once."""

    url: str
    database: str
    count: int
    per_second: float = 0.0
    batch: int = 256
    each: int = 200
    writers: int = 1

    @classmethod
    def of(cls, text: str) -> "Job":
        return cls(**json.loads(text))


class Worker:
    """One child process that says "ready", waits for a line, works, and prints its figures."""

    def __init__(self, module: str, part: str, job: Job) -> None:
        self._command = (sys.executable, "-m", module, part, json.dumps(asdict(job)))
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when the worker is ready."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 26
        )
        if await self._line() != "ready":
            raise RuntimeError(f"{self._command[2]} did not get ready")

    def listen(self) -> asyncio.Task[dict[str, Any]]:
        """Let it work beside others."""
        return asyncio.create_task(self.figures())

    async def figures(self, seconds: float = 300) -> dict[str, Any]:
        """Let it work; returns what it found."""
        process = self._running()
        if process.stdin is not None:
            process.stdin.write(b"go\n")
        async with asyncio.timeout(seconds):
            found: dict[str, Any] = json.loads(await self._line())
            await process.wait()
        return found

    def end(self) -> None:
        """Kill it if it still runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("not started")
        return self._process

    async def _line(self) -> str:
        process = self._running()
        line = await process.stdout.readline() if process.stdout else b""
        return line.decode().strip()


async def ready() -> None:
    """In a worker: say so and wait for the start, set up as the product's processes are."""
    tune_process()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)


def finish(figures: dict[str, Any]) -> None:
    """In a worker: hand over the figures."""
    sys.stdout.write(json.dumps(figures) + "\n")


def memory_mib(pid: int | str = "self") -> float:
    """The most memory a process has held, in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmHWM: not Linux?")
