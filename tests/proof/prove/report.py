"""The rows a proof leaves, on the terminal and as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One figure beside its target."""

    id: str
    figure: float
    target: str
    passed: bool
    seed: int

    @classmethod
    def at_least(cls, name: str, figure: float, least: float, seed: int) -> "Row":
        return cls(name, round(figure, 2), f">= {least:g}", figure >= least, seed)

    @classmethod
    def at_most(cls, name: str, figure: float, most: float, seed: int) -> "Row":
        return cls(name, round(figure, 2), f"<= {most:g}", figure <= most, seed)


def show(console: Console, rows: Sequence[Row], remarks: Sequence[str]) -> None:
    table = Table("id", "figure", "target", "", "seed")
    for row in rows:
        verdict = "[green]PASS[/]" if row.passed else "[bold red]FAIL[/]"
        table.add_row(row.id, f"{row.figure:,g}", row.target, verdict, str(row.seed))
    console.print(table)
    for remark in remarks:
        console.print(f"  {remark}", highlight=False, markup=False)


def write_json(target: Path, rows: Sequence[Row]) -> None:
    listed = []
    for row in rows:
        fields = asdict(row)
        fields["pass"] = fields.pop("passed")
        listed.append(fields)
    target.write_text(json.dumps({"rows": listed}, indent=2) + "\n", encoding="utf-8")
