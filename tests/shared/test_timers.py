"""Loops beside an app end with it, whatever becomes of a cancellation."""

import asyncio
from contextlib import suppress

from structlog.testing import capture_logs

from shared.timers import end_all


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again() -> None:
    """As `asyncio.wait_for` does when its result comes at the same moment: a town never stopped."""
    swallowed = 0

    async def deaf() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed > 1:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await asyncio.wait_for(end_all([task], patience=0.01), 5)
    assert (task.cancelled(), swallowed) == (True, 2)


async def test_what_a_task_raises_at_its_end_is_its_own() -> None:
    async def breaks() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise ValueError

    task = asyncio.create_task(breaks())
    await asyncio.sleep(0)
    await end_all([task, asyncio.create_task(asyncio.sleep(0))])
    assert isinstance(task.exception(), ValueError)


async def test_who_took_a_cancellation_may_finish_what_it_writes_last() -> None:
    """A relay's last marks on a slow disk."""
    written = []

    async def relay() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(1.5)
            written.append("marks")

    task = asyncio.create_task(relay())
    await asyncio.sleep(0)
    await end_all([task])
    assert (written, task.cancelled()) == (["marks"], True)


async def test_what_never_ends_holds_nobody_up_and_is_named() -> None:
    leaving = False

    async def deaf() -> None:
        while not leaving:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(0.01)

    task = asyncio.create_task(deaf(), name="deaf")
    await asyncio.sleep(0)
    with capture_logs() as lines:
        await asyncio.wait_for(end_all([task], patience=0.01, most=0.1), 5)
    assert [(line["event"], line["tasks"]) for line in lines] == [("tasks did not end", ["deaf"])]
    leaving = True
    await task


async def test_nothing_to_end_takes_no_time() -> None:
    """`asyncio.wait` refuses an empty set, and a task that has ended is not waited for."""
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    began = asyncio.get_running_loop().time()
    await end_all([])
    await end_all([task])
    assert asyncio.get_running_loop().time() - began < 1
    assert not task.cancelled()
