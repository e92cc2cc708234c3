"""Nakatosa after its story, for tests of one service's doors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.nakatosa import Nakatosa, nakatosa


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Nakatosa]:
    async with nakatosa(tmp_path) as told:
        yield told
