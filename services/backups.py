"""Copies of a SQLite town's rows, made while it runs.

PostgreSQL's are deploy/backup.sh's. Keys are never part of a copy: whoever has both can read everything.
"""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from services.catalogue import all_services
from services.machine import LAST_BACKUP
from services.refused import Refused
from shared.settings import ServiceSettings

NAMED = "%Y-%m-%dT%H%M%S"


def database_files() -> dict[str, Path]:
    """Each database's file by its name, as the environment names them. Raises Refused for a server's."""
    urls = {"auth": ServiceSettings().auth_database_url}
    urls |= {service.name: service.database_url for service in all_services()}
    parsed = {name: make_url(url) for name, url in urls.items()}
    if any(url.get_backend_name() != "sqlite" for url in parsed.values()):
        raise Refused("PostgreSQL のバックアップは deploy/backup.sh で", "rows on PostgreSQL: deploy/backup.sh")
    return {name: Path(url.database or "") for name, url in parsed.items()}


def back_up(files: Mapping[str, Path], folder: Path, data_dir: Path, *, now: datetime, keep: int) -> Path:
    """Copy all databases as they were at one moment into a new folder of `folder`, named after `now`; returns it.

    Only when every copy was read again and found sound does it get its name, and are copies beyond the newest `keep`
    deleted. Raises Refused for a database that is not there or a copy that is not sound.
    """
    if missing := [str(path) for path in files.values() if not path.exists()]:
        raise Refused(f"ありません。--data で町のフォルダーを: {', '.join(missing)}", "not there: say --data FOLDER")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(".*.part"):  # by a run that was killed
        shutil.rmtree(left)
    made, growing = folder / now.strftime(NAMED), folder / f".{now.strftime(NAMED)}.part"
    growing.mkdir(mode=0o700)
    try:
        _copy(files, growing)
        check_copies({name: growing / f"{name}.sqlite" for name in files})
        growing.rename(made)
    except BaseException:
        shutil.rmtree(growing)
        raise
    (data_dir / LAST_BACKUP).touch()
    for old in copies(folder)[:-keep]:
        shutil.rmtree(old)
    return made


def copies(folder: Path) -> list[Path]:
    """The whole copies in a folder, the oldest first."""
    return sorted(filter(_is_copy, folder.iterdir()))


def _is_copy(folder: Path) -> bool:
    try:
        datetime.strptime(folder.name, NAMED)  # noqa: DTZ007  # a name
    except ValueError:
        return False
    return folder.is_dir()


def _copy(files: Mapping[str, Path], into: Path) -> None:
    """All readings begin before the first copy: five databases of one moment, and nobody who writes waits."""
    with ExitStack() as stack:
        opened = {name: stack.enter_context(closing(sqlite3.connect(path))) for name, path in files.items()}
        for connection in opened.values():
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, connection in opened.items():
            copy = into / f"{name}.sqlite"
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
            with closing(sqlite3.connect(copy)) as target:
                connection.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def check_copies(files: Mapping[str, Path]) -> None:
    """Each by its database's name; Refused for one that is missing or not sound."""
    for name, path in files.items():
        if not path.is_file():
            raise Refused(f"{path} がありません", f"{path} is missing")
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.Error as error:
            said = str(error)
        if said != "ok":
            raise Refused(f"{name}: 読めないコピーです", f"{name}: this copy is not sound: {said}")
