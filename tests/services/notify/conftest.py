"""Notify on real databases of both kinds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.services.notify.stage import Stage, notify_stage


@pytest.fixture
async def stage(new_database: Databases, tmp_path: Path) -> AsyncIterator[Stage]:
    async with notify_stage(new_database, tmp_path / "mails") as made:
        yield made
