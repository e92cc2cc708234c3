"""What a panel would draw: its series with the names and units that its JSON gives them."""

import math
import re
import time
from dataclasses import dataclass
from typing import Any

from tests.dashboards.busy import Busy
from tests.dashboards.committed import Target

RATE_SECONDS, STEP_SECONDS = 20, 1


@dataclass(frozen=True)
class Line:
    """One series: what it is called, and its values with their moments in seconds."""

    name: str
    points: list[tuple[float, float]]

    @property
    def last(self) -> float:
        return self.points[-1][1]


async def answers_of(busy: Busy, panel: dict[str, Any], until: float) -> list[Line]:
    """All series of a panel, in the order of its targets and then of their names."""
    said = {
        each["matcher"]["options"]: each["properties"][0]["value"] for each in panel["fieldConfig"]["overrides"]
    }  # fmt: skip
    found = []
    for each in panel["targets"]:
        target = Target("", panel["title"], panel["type"], each["expr"], each["legendFormat"], each["range"])
        expr = target.filled(elapsed=math.ceil(until - busy.since) + 3, interval=RATE_SECONDS)
        if target.ranged:
            series = await busy.prometheus.over(expr, busy.since, until, STEP_SECONDS)
        else:
            series = [one | {"values": [one["value"]]} for one in await busy.prometheus.now(expr, until)]
        lines = [Line(_name(target.legend, one["metric"]), _points(one["values"])) for one in series]
        found += [Line(said.get(line.name, line.name), line.points) for line in sorted(lines, key=_order(list(said)))]
    return found


def _order(names: list[str]) -> Any:
    return lambda line: (names.index(line.name) if line.name in names else len(names), line.name)


def _name(legend: str, labels: dict[str, str]) -> str:
    return re.sub(r"{{(\w+)}}", lambda found: labels.get(found[1], ""), legend)


def _points(values: list[Any]) -> list[tuple[float, float]]:
    return [(float(moment), float(value)) for moment, value in values]


def written(value: float, unit: str, decimals: int | None = None) -> str:
    """A value as Grafana writes it, nearly."""
    if unit.startswith("suffix:"):
        return f"{_short(value, decimals)}{unit.removeprefix('suffix:')}"
    if unit == "percentunit":
        return f"{_short(value * 100, decimals)}%"
    if unit == "s":
        return _seconds(value)
    if unit in ("bytes", "Bps"):
        step, marks = (1024, ("B", "KiB", "MiB", "GiB")) if unit == "bytes" else (1000, ("B/s", "kB/s", "MB/s", "GB/s"))
        power = min(3, int(math.log(value, step))) if value >= 1 else 0
        return f"{_short(value / step**power)} {marks[power]}"
    return _short(value, decimals)


def _seconds(value: float) -> str:
    for size, mark in ((86400, "日"), (3600, "時間"), (60, "分"), (1, "秒")):
        if value >= size:
            return f"{_short(value / size)} {mark}"
    return f"{_short(value * 1000)} ミリ秒" if value else "0 秒"


def _short(value: float, decimals: int | None = None) -> str:
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def clock(moment: float) -> str:
    """A moment in Japan."""
    return time.strftime("%H:%M:%S", time.gmtime(moment + 9 * 3600))
