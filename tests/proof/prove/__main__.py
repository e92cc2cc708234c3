"""`python -m tests.proof.prove [--seed N] [--short] [--db postgresql]`: kill, wipe, disturb, then count."""

import argparse
import logging
import random
import shutil
import sys
import tempfile
from pathlib import Path

import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.proof.prove.control import FAULTS, SHORT_FAULTS, control
from tests.proof.prove.places import FULL as RUSH
from tests.proof.prove.places import SHORT as RUSH_SHORT
from tests.proof.prove.places import rush
from tests.proof.prove.report import Row, show, write_json
from tests.proof.prove.run import prove
from tests.proof.prove.schedule import FULL, SHORT, Size

BUILD = Path("build/prove")


async def run(here: Path, seed: int, size: Size, progress: Progress, kind: str) -> tuple[list[Row], list[str]]:
    """The proof of the product, then the same for the naive design, which must fail."""
    instances = 1 if kind == "sqlite" else 2
    proof = await prove(here / "town", seed, size, progress, kind=kind, instances=instances)
    naive_row, remark = await control(here / "naive", seed, progress, SHORT_FAULTS if size is SHORT else FAULTS)
    places = await rush(here / "places", seed, RUSH_SHORT if size is SHORT else RUSH, kind=kind)
    return [*proof.rows, naive_row, *places], [*proof.remarks, remark]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=None, help="repeat a schedule")
    arguments.add_argument("--short", action="store_true", help="the form inside `make test`")
    arguments.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite",
                           help="postgresql: two instances of every service, on a server of its own")  # fmt: skip
    chosen = arguments.parse_args()
    seed = random.randrange(1, 10**6) if chosen.seed is None else chosen.seed  # noqa: S311
    BUILD.mkdir(parents=True, exist_ok=True)
    here = Path(tempfile.mkdtemp(prefix=f"run-{seed}-", dir=BUILD)).resolve()
    logging.basicConfig(filename=BUILD / "prove.log", filemode="w", format="%(asctime)s %(message)s")
    console = Console()
    columns = (TextColumn("{task.description:<44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        rows, remarks = uvloop.run(run(here, seed, SHORT if chosen.short else FULL, progress, chosen.db))
    show(console, rows, remarks)
    write_json(BUILD / "latest.json", rows)
    if all(row.passed for row in rows):
        shutil.rmtree(here)
        return
    console.print(f"what is left of the run: {here}")
    sys.exit(1)


if __name__ == "__main__":
    main()
