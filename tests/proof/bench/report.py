"""What a run leaves: figures on the terminal, `latest.json`, a chart."""

import json
from pathlib import Path

from rich.bar import Bar
from rich.console import Console
from rich.table import Table

from tests.proof.bench.registry import Figures

AIMS = (
    ("events a second, our path", "path", "events_per_s", 15_000.0, True),
    ("times the naive design", "path", "times_naive", 20.0, True),
    ("p99 ms at 200 a second", "path", "p99_ms", 5.0, False),
    ("memory of the whole town, MiB", "path", "memory_mib", 300.0, False),
    ("the busiest handler, invitations a second", "handler", "invitations_per_s", 3_000.0, True),
    ("referrals a second through the HTTP door", "doors", "referrals_per_s", 2_000.0, True),
    ("consultations a second through the HTTP door", "doors", "consultations_per_s", 2_000.0, True),
    ("calendar feeds of 1,000 events a second", "feeds", "full_per_s", 5_000.0, True),
    ("calendar feeds not modified, a second", "feeds", "not_modified_per_s", 20_000.0, True),
    ("p99 ms of a calendar feed", "feeds", "p99_ms", 20.0, False),
    ("p50 ms of a feed of which one event has just changed", "feeds", "after_change_p50_ms", 5.0, False),
    ("p99 ms of a feed of which one event has just changed", "feeds", "after_change_p99_ms", 5.0, False),
    ("ms until a commit shows in a feed", "feeds", "visible_ms", 2_000.0, False),
    ("ms to make a board of 275 programs", "board", "render_ms", 30.0, False),
    ("boards a second from memory", "board", "per_s", 2_000.0, True),
    ("ms until a commit shows on the board", "board", "visible_ms", 2_000.0, False),
    ("seconds to plan 13 months for 34 towns", "planning", "seconds", 3.0, False),
    ("ms to expand 1,000 weekly times over two years", "series", "expand_ms", 60.0, False),
    ("seconds to call off 1,000 sessions, committed", "cancelling", "committed_s", 2.0, False),
    ("seconds until every public feed says so", "cancelling", "every_feed_s", 60.0, False),
    ("times recurring-ical-events", "series", "times_recurring_ical_events", 80.0, True),
)
BARS = (
    ("naive design", "naive_events_per_s"),
    ("our path, one a transaction", "one_a_transaction_per_s"),
    ("our path", "events_per_s"),
    ("raw: publish, window of 256", "raw_windowed_publish_per_s"),
    ("raw: atomic batches", "raw_publish_per_s"),
    ("raw: pull and ack", "raw_pull_per_s"),
)


def write_json(target: Path, figures: dict[str, Figures]) -> None:
    """Merge into what is there, so that benches run one at a time add up."""
    known: dict[str, Figures] = json.loads(target.read_text()) if target.exists() else {}
    for key, values in figures.items():
        known[key] = known.get(key, {}) | {name: round(value, 2) for name, value in values.items()}
    target.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


def with_door_ratio(doors: Figures) -> Figures:
    """Our door beside the plain one, in the same run."""
    if "plain_orm_per_s" not in doors or "referrals_per_s" not in doors:
        return doors
    return doors | {"times_plain_orm": doors["referrals_per_s"] / doors["plain_orm_per_s"]}


def with_ratios(path: Figures) -> Figures:
    """Our path beside the naive design and the limit."""
    if "events_per_s" not in path:
        return path
    ratios = {
        "times_naive": path["events_per_s"] / path["naive_events_per_s"] if "naive_events_per_s" in path else 0.0,
        "share_of_raw": path["events_per_s"] / path["raw_publish_per_s"] if "raw_publish_per_s" in path else 0.0,
    }
    return path | {name: value for name, value in ratios.items() if value}


def show(console: Console, figures: dict[str, Figures]) -> None:
    """Bars of what the path carries, the aims, then every figure."""
    path = figures.get("path", {})
    if path:
        console.print(_bars(path))
    console.print(_aims(figures))
    table = Table("bench", "figure", "value")
    for key, values in figures.items():
        for name, value in values.items():
            table.add_row(key, name, f"{value:,.2f}")
    console.print(table)


def _bars(path: Figures) -> Table:
    most = max(path.get(name, 0.0) for _, name in BARS)
    table = Table("", "events a second", "", box=None)
    for title, name in BARS:
        if name in path:
            table.add_row(title, f"{path[name]:,.0f}", Bar(most, 0, path[name], width=50))
    return table


def _aims(figures: dict[str, Figures]) -> Table:
    table = Table("aim", "figure", "target", "")
    for title, key, name, target, more in AIMS:
        value = figures.get(key, {}).get(name)
        if value is not None:
            met = value >= target if more else value <= target
            table.add_row(title, f"{value:,.1f}", f"{'≥' if more else '≤'} {target:,.0f}", "met" if met else "MISSED")
    return table


def write_svg(target: Path, path: Figures) -> None:
    """The bars as a picture that needs no program to look at."""
    rows = [(title, path[name]) for title, name in BARS if name in path]
    most = max((value for _, value in rows), default=1.0)
    parts = [
        f'<text x="220" y="{36 + 30 * n}" text-anchor="end">{title}</text>'
        f'<rect x="230" y="{22 + 30 * n}" width="{440 * value / most:.1f}" height="20" fill="#1d5fa8"/>'
        f'<text x="{236 + 440 * value / most:.1f}" y="{36 + 30 * n}">{value:,.0f}</text>'
        for n, (title, value) in enumerate(rows)
    ]
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{30 + 30 * len(rows)}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>events a second</title>{"".join(parts)}</svg>\n',
        encoding="utf-8",
    )
