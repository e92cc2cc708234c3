"""Programs on real databases of both kinds."""

from collections.abc import AsyncIterator

import pytest

from shared.db import Database
from tests.databases import Databases
from tests.services.programs.stage import programs_stage


@pytest.fixture
async def db(new_database: Databases) -> AsyncIterator[Database]:
    async with programs_stage(new_database) as made:
        yield made
