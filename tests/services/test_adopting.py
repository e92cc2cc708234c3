"""A town begins for real: its standing facts without a demo account, by the command an administrator types."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.adopting import adopt, databases
from services.catalogue import all_services
from services.meetings.models import Body
from services.programs.models import Program
from shared.db import Database
from shared.db.core import execute
from shared.migrate import migrate
from shared.outbox.tables import outbox
from shared.towns import known_towns, load_town
from tests.databases import Databases


@pytest.fixture
async def empty_town(new_database: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases at their newest form, with nothing in them."""
    for name in databases():
        monkeypatch.setenv(f"YUI_{name.upper()}_DATABASE_URL", new_database(name))
    for service in all_services():
        db = Database(service.database_url)
        await migrate(db, service.migrations)
        await db.close()


async def counted(service: str, what: object) -> int:
    db = Database(databases()[service])
    async with db.reading() as tx:
        found = (await execute(tx, select(func.count()).select_from(what))).scalar_one()  # type: ignore[arg-type]
    await db.close()
    return int(found)


@pytest.mark.usefixtures("empty_town")
async def test_a_town_is_taken_over_once() -> None:
    town = load_town(known_towns()["nankoku"])
    await adopt(town)
    first = [await counted("meetings", Body), await counted("programs", Program), await counted("programs", outbox)]
    assert first[1] == len(town.programs) > 0
    assert first[2] > 0, "what began is told"
    await adopt(town)
    assert [
        await counted("meetings", Body), await counted("programs", Program), await counted("programs", outbox)
    ] == first  # fmt: skip


def test_an_unknown_town_is_refused_by_name(tmp_path: Path) -> None:
    answer = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "services.cli", "adopt", "atlantis", "--data", str(tmp_path)],
        capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"}, timeout=60,
    )  # fmt: skip
    assert answer.returncode == 2
    assert "nakatosa, nankoku" in answer.stderr
