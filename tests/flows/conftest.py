"""A town in memory for each test."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.flows.stage import Stage, memory_stage


@pytest.fixture
async def stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_database: Callable[[str], str]
) -> AsyncIterator[Stage]:
    (tmp_path / "data").mkdir(exist_ok=True)
    async with memory_stage(tmp_path, monkeypatch, new_database) as stage:
        yield stage
