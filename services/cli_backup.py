"""`yui backup` and `yui restore`: the rows of a town that lives in SQLite."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.local import settle_environment

console = Console()

DataDir = Annotated[Path, typer.Option("--data", help="where the town keeps its rows")]


def backup(
    folder: Annotated[Path, typer.Argument(help="where copies go; better on another disk than the town's")],
    keep: Annotated[int, typer.Option(min=1, help="how many copies stay; older ones are deleted")] = 30,
    data: DataDir = Path("var"),
) -> None:
    """Copy the rows as they are at this moment, while the town runs. Keys are not in it: keep those elsewhere."""
    settle_environment(data, "")
    from services.backups import BackupRefused, back_up, database_files
    from shared.clock import TOKYO, utc_now

    try:
        made = back_up(database_files(), folder, data, now=utc_now().astimezone(TOKYO), keep=keep)
    except (BackupRefused, OSError) as error:
        raise typer.BadParameter(str(error)) from None
    size = sum(path.stat().st_size for path in made.iterdir())
    console.print(f"✓ {made}（{size / 2**20:.1f} MiB）", highlight=False, soft_wrap=True)


def restore(
    copy: Annotated[Path, typer.Argument(help="one copy, e.g. backup/2026-11-24T031000")],
    data: DataDir = Path("var"),
) -> None:
    """Put a copy's rows in the place of the town's, which must stand still; what was there is set aside."""
    settle_environment(data, "")
    from services.backups import BackupRefused, database_files
    from services.backups import restore as bring_back
    from services.one_town import TownRuns, alone_in
    from shared.clock import TOKYO, utc_now

    try:
        with alone_in(data):
            aside = bring_back(copy, database_files(), data, now=utc_now().astimezone(TOKYO))
    except (BackupRefused, TownRuns, OSError) as error:
        raise typer.BadParameter(str(error)) from None
    console.print(f"✓ {copy} に戻しました / restored", highlight=False, soft_wrap=True)
    if aside:
        console.print(f"前の記録 / what was there: {aside}", highlight=False, soft_wrap=True)
