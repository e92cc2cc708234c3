"""Programs on real databases of both kinds."""

from collections.abc import AsyncIterator

import pytest

from shared.db import Database
from tests.services.programs.stage import programs_stage


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with programs_stage(database_url) as made:
        yield made
