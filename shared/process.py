"""How a Python process of ours is set up for an event loop that shares its interpreter with a few short threads."""

import asyncio
import faulthandler
import gc
import signal
import sys
from collections.abc import Iterator
from typing import Any

SWITCH_SECONDS = 0.0005
YOUNG_OBJECTS = 20_000


def tune_process() -> None:
    """Call once, when everything is built.

    A commit comes back from its thread: at Python's usual 5 ms it would wait that long behind a busy loop (measured:
    7 to 19 ms a commit under load, 1 ms of it the disk). What was built at the start lives as long as the process, so
    the collector need not look at it again.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)


def show_stacks_on_signal() -> None:
    """`kill -USR1 PID` prints where each thread and each task stands, on stderr, and the process goes on.

    For a night when a process lives and does not answer: paths and line numbers only, no values. Threads are shown
    even when the event loop is stuck.
    """
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, _show_tasks)
    faulthandler.register(signal.SIGUSR1, all_threads=True, chain=True)


def _show_tasks() -> None:
    for task in asyncio.all_tasks():
        sys.stderr.write(f"task {task.get_name()}: {' > '.join(_places(task.get_coro()))}\n")
    sys.stderr.flush()


def _places(waiting: Any) -> Iterator[str]:
    """From a coroutine down to what it awaits."""
    while waiting is not None:
        frame = getattr(waiting, "cr_frame", None) or getattr(waiting, "ag_frame", None)
        yield f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else type(waiting).__name__
        waiting = getattr(waiting, "cr_await", None) or getattr(waiting, "ag_await", None)
