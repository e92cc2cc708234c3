"""Copies of a SQLite town: whole or not there, made beside writers, brought back without losing what was there."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.backups import back_up, copies
from services.cli import app
from services.machine import last_backup
from services.one_town import TownRuns, alone_in, refuse_half_restored
from services.refused import Refused
from services.restoring import restore
from shared.clock import TOKYO

NOW = datetime(2026, 11, 24, 3, 10, tzinfo=TOKYO)
NAMES = ("auth", "intake", "meetings", "programs", "notify")


@pytest.fixture
def town(tmp_path: Path) -> dict[str, Path]:
    """Five databases as a kill left them: their last rows stand in the write-ahead log alone."""
    files = {name: tmp_path / "var" / f"{name}.sqlite" for name in NAMES}
    (tmp_path / "var" / "nats").mkdir(parents=True)
    (tmp_path / "var" / "nats" / "facts").write_text("some")
    for name, path in files.items():
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
            connection.execute("CREATE TABLE said (word TEXT)")
            connection.execute("INSERT INTO alembic_version VALUES ('0001')")
            connection.execute("INSERT INTO said VALUES (?)", [name])
            left = {beside: beside.read_bytes() for beside in (path, path.with_name(f"{path.name}-wal"))}
        for beside, content in left.items():
            beside.write_bytes(content)
    return files


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [word for (word,) in connection.execute("SELECT word FROM said ORDER BY word")]


def say(path: Path, word: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO said VALUES (?)", [word])


def saved(town: dict[str, Path], tmp_path: Path, **more: int) -> Path:
    after = timedelta(seconds=more.get("after", 0))
    return back_up(town, tmp_path / "backup", tmp_path / "var", now=NOW + after, keep=more.get("keep", 9))


def test_a_copy_holds_what_was_committed_while_somebody_writes(town: dict[str, Path], tmp_path: Path) -> None:
    with closing(sqlite3.connect(town["intake"], isolation_level=None)) as writer:
        writer.execute("INSERT INTO said VALUES ('committed')")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO said VALUES ('not yet')")
        made = saved(town, tmp_path)
        writer.execute("COMMIT")
    assert made.name == "2026-11-24T031000"
    assert words(made / "intake.sqlite") == ["committed", "intake"]
    assert sorted(path.name for path in made.iterdir()) == sorted(f"{name}.sqlite" for name in NAMES)
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (made.parent, made, *made.iterdir())} == {0}


def test_a_whole_copy_is_noted_and_only_so_many_stay(town: dict[str, Path], tmp_path: Path) -> None:
    assert last_backup(tmp_path / "var") == 0
    made = [saved(town, tmp_path, after=n, keep=2) for n in range(3)]
    (tmp_path / "backup" / "somebody-elses").mkdir()
    assert copies(tmp_path / "backup") == made[1:]
    assert last_backup(tmp_path / "var") > 0


def test_what_is_not_whole_gets_no_name_and_deletes_nothing(town: dict[str, Path], tmp_path: Path) -> None:
    kept = saved(town, tmp_path)
    os.utime(tmp_path / "var" / "last-backup", (1, 1))
    with town["notify"].open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    with pytest.raises((Refused, sqlite3.DatabaseError)):
        saved(town, tmp_path, after=1, keep=1)
    town["notify"].unlink()
    with pytest.raises(Refused, match=r"notify\.sqlite"):
        saved(town, tmp_path, after=2, keep=1)
    assert copies(tmp_path / "backup") == [kept]
    assert last_backup(tmp_path / "var") == 1


def test_restoring_sets_aside_what_was_there_with_its_bus(town: dict[str, Path], tmp_path: Path) -> None:
    made = saved(town, tmp_path)
    say(town["intake"], "later")
    (aside,) = restore(made, town, tmp_path / "var", now=NOW)
    assert {name: words(path) for name, path in town.items()} == {name: [name] for name in NAMES}
    assert not (tmp_path / "var" / "nats").exists()
    assert aside == tmp_path / "var" / "before-restore-2026-11-24T031000"
    assert words(aside / "intake.sqlite") == ["intake", "later"]
    assert (aside / "nats" / "facts").exists()
    assert {stat.S_IMODE(path.stat().st_mode) for path in town.values()} == {0o600}


def test_what_stood_in_the_log_alone_is_set_aside_with_its_database(town: dict[str, Path], tmp_path: Path) -> None:
    made = saved(town, tmp_path)
    with closing(sqlite3.connect(town["intake"], isolation_level=None)) as connection:
        connection.execute("INSERT INTO said VALUES ('later')")
        log = town["intake"].with_name("intake.sqlite-wal")
        content = log.read_bytes()
    log.write_bytes(content)
    (aside,) = restore(made, town, tmp_path / "var", now=NOW)
    assert words(town["intake"]) == ["intake"]
    assert words(aside / "intake.sqlite") == ["intake", "later"]


@pytest.mark.parametrize("step", [1, 4, 8])
def test_a_restore_that_is_killed_is_done_again_before_the_town_starts(
    town: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    made, renames, rename, replace = saved(town, tmp_path), count(1), Path.rename, Path.replace
    say(town["auth"], "later")

    def killed(does: Callable[[Path, Path], Path], path: Path, target: Path) -> Path:
        if next(renames) == step:
            raise KeyboardInterrupt
        return does(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda path, target: killed(rename, path, target))
        patch.setattr(Path, "replace", lambda path, target: killed(replace, path, target))
        with pytest.raises(KeyboardInterrupt):
            restore(made, town, tmp_path / "var", now=NOW)
    with pytest.raises(Refused, match="yui restore"):
        refuse_half_restored(tmp_path / "var")
    restore(made, town, tmp_path / "var", now=NOW + timedelta(seconds=1))
    refuse_half_restored(tmp_path / "var")
    assert {name: words(path) for name, path in town.items()} == {name: [name] for name in NAMES}
    set_aside = [path for path in (tmp_path / "var").glob("before-restore-*/auth.sqlite") if "later" in words(path)]
    assert len(set_aside) == 1, "what was there is kept"


def test_a_copy_comes_back_on_a_fresh_machine(town: dict[str, Path], tmp_path: Path) -> None:
    made = saved(town, tmp_path)
    files = {name: tmp_path / "new" / path.name for name, path in town.items()}
    assert restore(made, files, tmp_path / "new", now=NOW) == []
    assert words(files["auth"]) == ["auth"]


@pytest.mark.parametrize("wrong", ["missing", "torn", "empty"])
def test_a_copy_that_is_not_sound_changes_nothing(town: dict[str, Path], tmp_path: Path, wrong: str) -> None:
    made = saved(town, tmp_path)
    copy = made / "programs.sqlite"
    content = copy.read_bytes()
    copy.unlink()
    if wrong != "missing":
        copy.write_bytes(content[: len(content) // 2] if wrong == "torn" else b"")
    say(town["intake"], "later")
    with pytest.raises(Refused, match="programs"):
        restore(made, town, tmp_path / "var", now=NOW)
    assert words(town["intake"]) == ["intake", "later"]
    assert (tmp_path / "var" / "nats" / "facts").exists()


@pytest.fixture
def at_home(town: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A terminal that says only `--data`: what the commands settle is gone afterwards."""
    for name in [each for each in os.environ if each.startswith("YUI_")]:
        monkeypatch.delenv(name)
    before = dict(os.environ)
    yield tmp_path / "var"
    os.environ.clear()
    os.environ.update(before)


def test_a_disk_that_refuses_is_told_in_a_line(at_home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = CliRunner().invoke(app, ["backup", str(tmp_path / "file"), "--data", str(at_home)])
    assert isinstance(refused.exception, Refused)


def test_by_command_there_and_back(at_home: Path, town: dict[str, Path], tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["backup", str(tmp_path / "backup"), "--data", str(at_home)])
    assert done.exit_code == 0, done.output
    (made,) = copies(tmp_path / "backup")
    say(town["intake"], "later")
    with alone_in(at_home):
        refused = CliRunner().invoke(app, ["restore", str(made), "--data", str(at_home)])
    assert isinstance(refused.exception, TownRuns)
    assert words(town["intake"]) == ["intake", "later"]
    done = CliRunner().invoke(app, ["restore", str(made), "--data", str(at_home)])
    assert done.exit_code == 0, done.output
    assert words(town["intake"]) == ["intake"]


def test_a_second_town_in_the_same_folder_is_refused(at_home: Path) -> None:
    with alone_in(at_home):
        refused = CliRunner().invoke(app, ["up", "--data", str(at_home), "--port", "1"])
        with pytest.raises(TownRuns), alone_in(at_home):
            pass
    assert isinstance(refused.exception, TownRuns)


def test_rows_of_a_server_are_another_scripts(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUI_NOTIFY_DATABASE_URL", "postgresql+asyncpg://notify@localhost/notify")
    refused = CliRunner().invoke(app, ["backup", str(at_home / "backup"), "--data", str(at_home)])
    assert isinstance(refused.exception, Refused)
    assert "deploy/backup.sh" in str(refused.exception)
