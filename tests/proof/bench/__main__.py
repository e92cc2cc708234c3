"""`python -m tests.proof.bench [--share 0.2] [--only path]`: how fast, beside the naive design and the raw limits."""

import argparse
from pathlib import Path

import uvloop
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

import tests.proof.bench.boards
import tests.proof.bench.busiest
import tests.proof.bench.cancelling
import tests.proof.bench.changing
import tests.proof.bench.doors
import tests.proof.bench.feeds
import tests.proof.bench.path
import tests.proof.bench.planning
import tests.proof.bench.postgresql
import tests.proof.bench.series  # noqa: F401  # these register their benches
from tests.proof.bench.registry import BENCHES, Ground
from tests.proof.bench.report import show, with_door_ratio, with_ratios, write_json, write_svg

BUILD = Path("build/bench")


async def run(ground: Ground, only: str) -> None:
    """Every registered bench whose name begins with `only`, one after the other."""
    chosen = {name: bench for name, bench in BENCHES.items() if name.startswith(only)}
    whole = ground.progress.add_task("all benches", total=len(chosen))
    for name, bench in chosen.items():
        key = name.partition("/")[0]
        found = await bench(ground)
        ground.figures[key] = ground.figures.get(key, {}) | found
        ground.progress.advance(whole)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--share", type=float, default=1.0, help="how much of the full size to run")
    arguments.add_argument("--only", default="", help="a bench or a group of benches by the start of its name")
    chosen = arguments.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    console = Console()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        ground = Ground(BUILD, progress, chosen.share)
        uvloop.run(run(ground, chosen.only))
    ground.figures["path"] = with_ratios(ground.figures.get("path", {}))
    ground.figures["doors"] = with_door_ratio(ground.figures.get("doors", {}))
    show(console, ground.figures)
    write_json(BUILD / "latest.json", ground.figures)
    write_svg(BUILD / "path.svg", ground.figures["path"])


if __name__ == "__main__":
    main()
