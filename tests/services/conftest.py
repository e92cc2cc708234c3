"""A town in memory, for the doors of single services; what differs between databases is tested below the doors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.stage import Stage, memory_stage


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    async with memory_stage(tmp_path, monkeypatch, lambda name: f"sqlite:///{data}/town-{name}.sqlite") as made:
        yield made
