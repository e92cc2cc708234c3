"""A `docker` for scripts: `docker compose exec`, `stop` and `up` of this checkout, done to the stack of a test."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.deploy.stack import Stack

CLIENT = f"""#!{sys.executable}
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect(os.environ["YUI_TEST_ENGINE"])
    asked.sendall(json.dumps(sys.argv[1:]).encode() + b"\\n")
    words = json.loads(asked.makefile().readline())
if words:
    os.execvp(words[0], words)
"""


@asynccontextmanager
async def engine(stack: Stack, here: Path) -> AsyncIterator[dict[str, str]]:
    """Yields the environment in which a script finds it."""
    program = here / "docker"
    program.write_text(CLIENT)
    program.chmod(0o755)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        words = await done(stack, json.loads(await reader.readline()))
        writer.write(json.dumps(words).encode() + b"\n")
        writer.close()

    async with await asyncio.start_unix_server(answer, here / "engine.sock"):
        yield {**os.environ, "PATH": f"{here}:{os.environ['PATH']}", "YUI_TEST_ENGINE": str(here / "engine.sock")}


async def done(stack: Stack, words: Sequence[str]) -> list[str]:
    """Do it; what is left for the caller to run itself, with its own input and output."""
    match words:
        case ["compose", "exec", "-T", name, *command]:
            return stack.containers[name][0].entering(*command)
        case ["compose", "stop", *names]:
            await asyncio.gather(*(each.stop() for name in names for each in stack.containers[name]))
        case ["compose", "up", "--detach", "--wait", *names]:
            wanted = names or list(stack.containers)
            for each in (each for name in wanted for each in stack.containers[name] if not each.runs):
                await each.start()
                if each.service.name in {"nats", "postgres"}:
                    await stack.until_healthy(each)
            await asyncio.gather(*(stack.until_healthy(each) for name in wanted for each in stack.containers[name]))
        case _:
            raise AssertionError(f"docker {words}: scripts of deploy/ don't say this")
    return []
