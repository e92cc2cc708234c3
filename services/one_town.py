"""One town a data folder: two would each think the rows and the bus were theirs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.refused import Refused

RESTORING = "restoring"  # in the data folder while rows are being exchanged: names the copy they come from


class TownRuns(Refused):
    """Somebody is at work in this folder."""


@contextmanager
def alone_in(data_dir: Path) -> Iterator[None]:
    """Hold the folder for as long as the block lasts; whoever is killed lets go of it. Raises TownRuns."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / "town.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TownRuns(f"{data_dir}: すでに動いています", "a town already runs in this folder") from None
        yield


def refuse_half_restored(data_dir: Path) -> None:
    """Refused while a restore was begun and not done: an empty database would be made in the place of a missing one."""
    if (marker := data_dir / RESTORING).exists():
        copy = marker.read_text()
        raise Refused(f"復元が途中です。もう一度 yui restore {copy}", "a restore was not done to its end: run it again")
