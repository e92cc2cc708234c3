"""Notify on a real file database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.notify.stage import Stage, notify_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with notify_stage(tmp_path) as made:
        yield made
