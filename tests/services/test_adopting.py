"""A town begins for real: its standing facts without a demo account, by the command an administrator types."""

import os
import sqlite3
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


@pytest.mark.parametrize(
    "words", [["adopt", "nankoku"], ["replay", "intake", "--since", "2026-11-01"], ["account", "list"]]
)
def test_before_the_first_start_a_command_says_what_to_do(tmp_path: Path, words: list[str]) -> None:
    answer = yui(tmp_path, *words)
    assert answer.returncode == 1
    assert "のデータベースがまだありません" in answer.stdout
    assert f"yui migrate --data {tmp_path}" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr
    assert list(tmp_path.iterdir()) == [], "no empty database is left behind"


def test_nothing_is_taken_over_when_one_database_is_older(tmp_path: Path) -> None:
    assert yui(tmp_path, "migrate").returncode == 0
    with sqlite3.connect(tmp_path / "notify.sqlite") as notify:
        notify.execute("UPDATE alembic_version SET version_num = '0001'")
    notify.close()
    answer = yui(tmp_path, "adopt", "nankoku")
    assert answer.returncode == 1
    assert "the database of notify is not at its newest form" in answer.stdout
    with sqlite3.connect(tmp_path / "programs.sqlite") as programs:
        taken = programs.execute("SELECT count(*) FROM programs").fetchone()
    programs.close()
    assert taken == (0,)


def yui(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a shell that knows nothing of a town but its folder."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "services.cli", *words, "--data", str(data)],
        capture_output=True, text=True, env=bare, timeout=60, check=False,
    )  # fmt: skip
