"""What the running town was told, as a file beside its rows: its tools run in another shell and would not know.

Passwords, and addresses with a password in them, are left out and only named. Whoever holds the lock on the file is
the running town; the kernel lets it go when that process ends, however it ends.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from services.variables import fields, variables
from shared.private_file import write_private
from shared.settings import secrets_folder

NAME = "town.json"
BUS = "YUI_NATS_URL"  # with its password it stands in nats.url, which `yui up` writes for its tools


class Told(NamedTuple):
    """What a town's process was told: `settings` by variable, and the names of those that are secret."""

    settings: dict[str, str]
    secrets: list[str]
    is_running: bool


@contextmanager
def left_for_tools(data_dir: Path) -> Iterator[None]:
    """The file, locked while the block lasts; it stays behind, so that a stopped town's port is still known."""
    data_dir.mkdir(parents=True, exist_ok=True)
    told = [each for each in variables() if each.value is not None]
    content = {
        "settings": {each.name: str(each.value) for each in told if not each.is_secret},
        "secrets": [each.name for each in told if each.is_secret and each.name != BUS],
    }
    write_private(data_dir / NAME, json.dumps(content, ensure_ascii=False, indent=1))
    with (data_dir / NAME).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _at_home(settings: dict[str, str], data_dir: Path) -> dict[str, str]:
    """Without what lies in, or beside, the folder in which the town ran last, if that is another one."""
    before, here = settings.get("YUI_DATA_DIR", ""), str(data_dir.resolve())
    return settings if before in {"", here} else {name: said for name, said in settings.items() if before not in said}


def read_told(data_dir: Path) -> Told | None:
    """What the town in this folder was told last; None when none was ever started there."""
    try:
        with (data_dir / NAME).open() as file:
            return Told(**json.load(file), is_running=_is_locked(file.fileno()))
    except FileNotFoundError:
        return None


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def hear(told: Told, data_dir: Path) -> list[str]:
    """Let this process's environment say what the town's says; returns the secrets that are not known here.

    A stopped town begins anew with what the shell says, so there only what the shell leaves open is filled in; and a
    folder that was copied or moved from elsewhere is looked at itself.
    """
    told = told if told.is_running else told._replace(settings=_at_home(told.settings, data_dir))
    if told.is_running:
        for name in fields().keys() - told.secrets:
            os.environ.pop(name, None)
    for name, value in told.settings.items():
        os.environ.setdefault(name, value)
    folder = secrets_folder()
    kept = {path.name.upper() for path in folder.iterdir()} if folder else set()
    return [name for name in told.secrets if name not in kept and name not in os.environ]
