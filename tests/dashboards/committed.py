"""The committed dashboards as Grafana reads them: panels, and what they ask of Prometheus."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from deploy.dashboards.written import FOLDER

SERVICES = ".*"  # Grafana's "all" of the variable `service`


@dataclass(frozen=True)
class Target:
    """One query of one panel."""

    board: str
    panel: str
    kind: str
    expr: str
    legend: str
    ranged: bool

    def filled(self, *, elapsed: int, interval: int) -> str:
        """As Grafana would send it: all services, a range of `elapsed` seconds, rates over `interval` seconds."""
        filled = self.expr.replace("$__rate_interval", f"{interval}s").replace("$__range", f"{elapsed}s")
        return filled.replace("$service", SERVICES)

    def __str__(self) -> str:
        return f"{self.board} › {self.panel} › {self.legend or 'answer'}"


@cache
def boards() -> dict[str, dict[str, Any]]:
    """Every committed dashboard by its uid."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    """Its panels, headings left out."""
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def targets() -> Iterator[Target]:
    """Every query of every dashboard."""
    for uid, board in boards().items():
        for panel in panels(board):
            for each in panel["targets"]:
                yield Target(uid, panel["title"], panel["type"], each["expr"], each["legendFormat"], each["range"])
