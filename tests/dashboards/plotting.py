"""Lines over time as SVG: axes, dashed limits, a legend."""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from tests.dashboards.answers import Line, clock, written

COLOURS = ("#2f6fb7", "#c4541a", "#2e8b57", "#8250a5", "#8a6d00", "#b3261e")
LEFT, RIGHT, TOP, FOOT, LEGEND = 78, 14, 8, 22, 26
Scale = Any


def plot(panel: dict[str, Any], lines: Sequence[Line], width: float, height: float) -> str:
    """The panel's lines in a box of `width` × `height` pixels, its legend below."""
    told = panel["fieldConfig"]["defaults"]
    rows_of_legend = 1 + (sum(len(line.name) * 13 + 34 for line in lines) > width - 20)
    low = height - FOOT - LEGEND - 18 * (rows_of_legend - 1)
    values = [value for line in lines for _, value in line.points]
    top = told.get("max") or _nice(max(values, default=0), told)
    since = min((line.points[0][0] for line in lines), default=0)
    until = max((line.points[-1][0] for line in lines), default=1)

    def x(moment: float) -> float:
        return LEFT + (moment - since) / max(1e-9, until - since) * (width - LEFT - RIGHT)

    def y(value: float) -> float:
        return low - value / top * (low - TOP)

    is_stepped = told["custom"]["lineInterpolation"] == "stepAfter"
    drawn = [_axis(x, y, since, until, top, width, told)]
    drawn += [_limit(step, y, width) for step in told["thresholds"]["steps"] if step["value"] and step["value"] <= top]
    drawn += [
        f'<path d="{_path(line, x, y, is_stepped)}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for line, colour in zip(lines, COLOURS, strict=False)
    ]
    names = "".join(
        f'<span><s style="background:{colour}"></s>{escape(line.name)}</span>'
        for line, colour in zip(lines, COLOURS, strict=False)
    )
    return (
        f'<div class="lines"><svg width="{width:.0f}" height="{height:.0f}">{"".join(drawn)}</svg>'
        f'<div class="legend">{names}</div></div>'
    )


def _axis(x: Scale, y: Scale, since: float, until: float, top: float, width: float, told: dict[str, Any]) -> str:
    across = "".join(
        f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#d8dee4"/>'
        f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{escape(written(value, told["unit"]))}</text>'
        for value in (0, top / 2, top)
    )
    moments = (since, (since + until) / 2, until)
    below = "".join(
        f'<text x="{x(moment):.1f}" y="{y(0) + 17:.1f}" text-anchor="{anchor}">{clock(moment)}</text>'
        for moment, anchor in zip(moments, ("start", "middle", "end"), strict=True)
    )
    return across + below


def _limit(step: dict[str, Any], y: Scale, width: float) -> str:
    at = y(step["value"])
    return (
        f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="{step["color"]}" '
        'stroke-width="1.5" stroke-dasharray="6 4"/>'
    )


def _path(line: Line, x: Scale, y: Scale, is_stepped: bool) -> str:
    first, *rest = line.points
    parts = [f"M{x(first[0]):.1f} {y(first[1]):.1f}"]
    for moment, value in rest:
        parts.append(f"H{x(moment):.1f}V{y(value):.1f}" if is_stepped else f"L{x(moment):.1f} {y(value):.1f}")
    return "".join(parts)


def _nice(value: float, told: dict[str, Any]) -> float:
    """The end of an axis whose middle is written too: even where whole things are counted, round in its own unit."""
    is_whole = told.get("decimals") == 0
    if value <= 0:
        return 2 if is_whole else 1
    size = 1024 ** math.floor(math.log(max(1, value), 1024)) if told["unit"] == "bytes" else 1
    power = 10 ** math.floor(math.log10(value / size))
    factors = (2, 4, 6, 10) if is_whole else (1, 2, 4, 5, 10)
    top = size * next(factor * power for factor in factors if factor * power >= value / size)
    return float(max(2, top)) if is_whole else top
