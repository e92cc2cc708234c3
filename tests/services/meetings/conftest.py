"""Nakatosa after its story, for tests of one service's doors; meetings' database of both kinds, for what is below."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.db import Database
from tests.databases import Databases
from tests.nakatosa import Nakatosa, nakatosa
from tests.services.meetings.stage import meetings_stage


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Nakatosa]:
    async with nakatosa(tmp_path) as told:
        yield told


@pytest.fixture
async def db(new_database: Databases) -> AsyncIterator[Database]:
    async with meetings_stage(new_database) as made:
        yield made
