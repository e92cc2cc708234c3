"""`yui backup` and `yui restore`: the rows of a town that lives in SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from services.cli_ground import DataDir, say
from services.local import settle_environment
from services.refused import Refused


@contextmanager
def disk_refusing() -> Iterator[None]:
    """A full disk, or a folder that is somebody else's, is told in a line."""
    try:
        yield
    except OSError as error:
        raise Refused(f"ディスクが受けつけません: {error}", "the disk refuses") from None


def backup(
    folder: Annotated[Path, typer.Argument(help="where copies go; better on another disk than the town's")],
    keep: Annotated[int, typer.Option(min=1, help="how many copies stay; older ones are deleted")] = 30,
    data: DataDir = Path("var"),
) -> None:
    """Copy the rows as they are at this moment, while the town runs. Keys are not in it: keep those elsewhere."""
    settle_environment(data, "")
    from services.backups import back_up, database_files
    from shared.clock import TOKYO, utc_now

    with disk_refusing():
        made = back_up(database_files(), folder, data, now=utc_now().astimezone(TOKYO), keep=keep)
    size = sum(path.stat().st_size for path in made.iterdir())
    say(f"✓ {made}（{size / 2**20:.1f} MiB）")


def restore(
    copy: Annotated[Path, typer.Argument(help="one copy, e.g. backup/2026-11-24T031000")],
    data: DataDir = Path("var"),
) -> None:
    """Put a copy's rows in the place of the town's, which must stand still; what was there is set aside."""
    settle_environment(data, "")
    from services.backups import database_files
    from services.one_town import alone_in
    from services.restoring import restore as bring_back
    from shared.clock import TOKYO, utc_now

    with disk_refusing(), alone_in(data):
        aside = bring_back(copy, database_files(), data, now=utc_now().astimezone(TOKYO))
    say(f"✓ {copy} に戻しました / restored")
    for each in aside:
        say(f"前の記録 / what was there: {each}")
