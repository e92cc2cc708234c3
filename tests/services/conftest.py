"""A town in memory, for the doors of single services; what differs between databases is tested below the doors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.stage import Stage, memory_stage


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Stage]:
    async with memory_stage(tmp_path) as made:
        yield made
