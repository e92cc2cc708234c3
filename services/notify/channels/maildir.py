"""A Maildir folder to which any mail server or fetchmail delivers; whoever reads a mail here deletes it afterwards."""

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

MOST_OCTETS = 1_000_000
ASIDE = "aside"  # beside new, cur and tmp: what could not be read waits for a person
KEPT_ASIDE = timedelta(days=7)


@dataclass(frozen=True)
class Found:
    """A mail's file; `octets` is None for one that is too large."""

    path: Path
    octets: bytes | None = field(repr=False)


def open_maildir(folder: Path) -> None:
    """The folder is there, with its rooms, also where an administrator made an empty one."""
    for room in ("new", "cur", "tmp", ASIDE):
        (folder / room).mkdir(mode=0o700, parents=True, exist_ok=True)


def waiting(folder: Path, *, most: int, without: Container[Path] = ()) -> list[Found]:
    """Up to `most` delivered mails, the oldest first; also those a mail program has looked at (cur)."""
    paths = [path for room in ("new", "cur") for path in _files(folder / room) if path not in without]
    return [found for path in sorted(paths, key=_delivered_at)[:most] if (found := _read(path))]


def drop(paths: Iterable[Path]) -> None:
    """Delete what is handled; another instance may have been quicker."""
    for path in paths:
        path.unlink(missing_ok=True)


def put_aside(folder: Path, path: Path) -> None:
    """Out of the way of the next look; another instance may have been quicker."""
    with suppress(FileNotFoundError):
        path.replace(folder / ASIDE / path.name)


def forget_aside(folder: Path, *, now: datetime) -> None:
    """What nobody looked at for a week is deleted: it is somebody's text."""
    oldest = (now - KEPT_ASIDE).timestamp()
    drop(path for path in list(_files(folder / ASIDE)) if _delivered_at(path) < oldest)


def _files(room: Path) -> Iterator[Path]:
    return (path for path in room.iterdir() if not path.name.startswith(".") and path.is_file())


def _delivered_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # gone meanwhile
        return 0.0


def _read(path: Path) -> Found | None:
    try:
        if path.stat().st_size > MOST_OCTETS:
            return Found(path, None)
        return Found(path, path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return Found(path, None)
