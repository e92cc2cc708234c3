"""Loops beside an app end with it, whatever becomes of a cancellation."""

import asyncio

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


async def test_nothing_to_end() -> None:
    await end_all([])
