"""A town in memory for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.flows.stage import Stage, memory_stage


@pytest.fixture
async def stage(tmp_path: Path, new_database: Databases) -> AsyncIterator[Stage]:
    async with memory_stage(tmp_path, new_database) as stage:
        yield stage
