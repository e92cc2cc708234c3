"""A copy's rows brought back into a SQLite town that stands still; nothing that was there is deleted (0045)."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from services.backups import NAMED, check_copies
from services.one_town import RESTORING


def restore(saved: Path, files: Mapping[str, Path], data_dir: Path, *, now: datetime) -> list[Path]:
    """Put a copy's databases in the place of the town's, whose own are set aside; returns the folders they lie in.

    The bus is set aside too: it may hold facts that the restored rows know nothing of; every service publishes again
    what its outbox keeps. The town must stand still; killed in the middle, it does not start until this is done again.
    Raises Refused for a copy that is not whole and sound.
    """
    source = {name: saved / f"{name}.sqlite" for name in files}
    check_copies(source)
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming = {name: path.with_name(path.name + ".restored") for name, path in files.items()}
    for name, path in incoming.items():
        shutil.copyfile(source[name], path)
        path.chmod(0o600)
        _sync(path)
    marker = data_dir / RESTORING
    marker.write_text(str(saved))
    _sync(marker, data_dir)
    aside = _set_aside(files, data_dir, f"before-restore-{now.strftime(NAMED)}")
    for name, path in incoming.items():
        path.replace(files[name])
    _sync(*{path.parent for path in files.values()})
    marker.unlink()
    return aside


def _set_aside(files: Mapping[str, Path], data_dir: Path, name: str) -> list[Path]:
    """Beside each, so that it stays on its disk; what stands in a write-ahead log alone is brought home before."""
    for path in filter(Path.exists, files.values()):
        with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.DatabaseError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    present = [path for path in _belongings(files, data_dir) if path.exists()]
    for path in present:
        aside = path.parent / name
        aside.mkdir(mode=0o700, exist_ok=True)
        path.rename(aside / path.name)
    return sorted({path.parent / name for path in present})


def _belongings(files: Mapping[str, Path], data_dir: Path) -> Iterator[Path]:
    for path in files.values():
        yield from (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"), path)
    yield data_dir / "nats"


def _sync(*paths: Path) -> None:
    """A power cut right after must not find them empty."""
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
