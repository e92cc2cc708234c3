"""Notify on real databases of both kinds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.notify.stage import Stage, notify_stage


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with notify_stage(database_url, tmp_path / "mails") as made:
        yield made
