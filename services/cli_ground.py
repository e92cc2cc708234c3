"""What all commands share: where the town is."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.refused import Refused, UnreadableSettings

DataDir = Annotated[Path, typer.Option("--data", help="where the town keeps its rows")]
Port = Annotated[int, typer.Option("--port", envvar="YUI_PORT", help="the one port people use")]
TRACES = ("town.json", "nats.url", "auth.sqlite", "intake.sqlite")  # what a town on this machine leaves

console = Console()


def say(line: str) -> None:
    """One line as it is: a terminal may break it, nothing else."""
    console.print(line, highlight=False, markup=False, soft_wrap=True)


def require_town(data: Path) -> None:
    """Refused where no town ever was; databases that are named by themselves may lie anywhere."""
    from shared.settings import secrets_folder

    folder = secrets_folder()
    named = {*os.environ, *(path.name.upper() for path in (folder.iterdir() if folder else ()))}
    if any(name.startswith("YUI_") and name.endswith("_DATABASE_URL") for name in named):
        return
    if not any((data / name).exists() for name in TRACES):
        raise Refused(
            f"{data} に町がありません。--data で町のフォルダーを教えてください",
            f"there is no town in {data}; say --data FOLDER",
        )


def refusal_of(error: Exception) -> Refused | None:
    """What an administrator reads in the place of a traceback; None for what is no mistake of theirs."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError) and error.title.endswith("Settings"):
        return UnreadableSettings()
    return error if isinstance(error, Refused) else None
