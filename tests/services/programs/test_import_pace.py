"""A list of three hundred rows keeps nobody waiting: the event loop is free again within a tenth of a second."""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from shared.process import tune_process
from tests.flows.stage import Stage
from tests.services.people import signed_in
from tests.services.programs.test_importing import HEADER, ORIGAMI, hand_in, names, take, text_of

LONGEST_SECONDS = 0.1
ROWS = 299  # and the header


@pytest.fixture
def tuned() -> Iterator[None]:
    """As `yui` runs: the collector leaves alone what was there at the start."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    tune_process()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


@asynccontextmanager
async def watched() -> AsyncIterator[list[float]]:
    """How long the loop's thread worked each time before another task had its turn: processor time, in seconds.

    Not time by the clock: who else uses the machine is no fault of ours.
    """
    held: list[float] = []

    async def watch() -> None:
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            held.append(time.thread_time() - began)

    task = asyncio.create_task(watch())
    await asyncio.sleep(0.01)
    try:
        yield held
    finally:
        task.cancel()


def rows() -> list[list[str]]:
    """As many programs, each with its own organiser and venue, on two weekdays."""
    named = enumerate([ORIGAMI] * ROWS)
    return [HEADER, *([f"{row[0]}{n}", *row[1:5], f"会{n}", row[6], f"館{n}", *row[8:]] for n, row in named)]


@pytest.mark.usefixtures("tuned")
async def test_a_long_list_never_holds_the_loop(town: Stage) -> None:
    keeper = await signed_in(town, "coordinator")
    async with watched() as held:
        shown = await hand_in(keeper, text_of(*rows()))
        await asyncio.sleep(0.01)
    assert (shown.status_code, shown.text.count("新しい時間：")) == (200, 2 * ROWS)
    assert max(held) < LONGEST_SECONDS, f"{max(held):.3f} s while it was shown"
    async with watched() as held:
        taken = await take(keeper, shown)
        await asyncio.sleep(0.01)
    assert taken.status_code == 303
    assert max(held) < LONGEST_SECONDS, f"{max(held):.3f} s while it was taken over"
    assert len(await names(town)) > ROWS
