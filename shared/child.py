"""A child process for what a stranger's file could hold up or fill: asked once, gone within seconds."""

import asyncio
import sys


async def ask_child(module: str, *words: str, octets: bytes, patience_seconds: float) -> tuple[int, bytes]:
    """The return code of `python -m module words…` fed with `octets`, and what it said; killed when patience ends.

    A negative code is the signal that ended the child (subprocess.Popen.returncode).
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *words,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    said = b""
    try:
        said, _ = await asyncio.wait_for(process.communicate(octets), patience_seconds)
    except TimeoutError:
        pass
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said
