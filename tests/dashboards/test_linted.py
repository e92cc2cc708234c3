"""Rules of Grafana's dashboard-linter (https://github.com/grafana/dashboard-linter, docs/rules), kept here in Python.

Left out, and why: template-job and template-instance, target-job and target-instance (a town is one installation; the
services are told apart by `service`, and a panel by instance would invite to add what is counted twice: instead every
query adds up or takes the largest, test_instances_are_never_shown_side_by_side); target-logql and target-logql-auto
(no Loki); template-label-promql (the one variable is checked by hand below); units: ours may be `suffix: 件`, which
Grafana knows and the linter's list does not.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from grafana_foundation_sdk.models import units

from tests.dashboards.committed import Target, boards, panels, targets

UNITS = {value for name, value in vars(units).items() if name[0].isupper() and isinstance(value, str)}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
COUNTERS = re.compile(r"\b\w+_(?:total|bucket|count|sum)\b")
WORDS_PIXELS, LETTER_PIXELS = 400, 20  # a third of 1280 px, and a stat's letters


def all_panels() -> Iterator[tuple[str, dict[str, Any]]]:
    for uid, board in boards().items():
        yield from ((uid, panel) for panel in panels(board))


each_panel = pytest.mark.parametrize(
    "panel", [panel for _, panel in all_panels()], ids=[f"{uid}-{panel['id']}" for uid, panel in all_panels()]
)
each_target = pytest.mark.parametrize("target", list(targets()), ids=str)
each_board = pytest.mark.parametrize("board", boards().values(), ids=list(boards()))


@each_board
def test_template_datasource_and_uneditable(board: dict[str, Any]) -> None:
    variables = {each["name"]: each for each in board["templating"]["list"]}
    assert (variables["datasource"]["type"], variables["datasource"]["query"]) == ("datasource", "prometheus")
    assert variables["datasource"]["current"]["value"] == "prometheus", "the uid that compose.yaml provisions"
    assert board["editable"] is False
    if others := variables.keys() - {"datasource"}:
        assert others == {"service"}
        assert variables["service"]["refresh"] == 2, "template-on-time-change-reload"
        assert variables["service"]["query"] == "label_values(yui_outbox_rows, service)"
        assert variables["service"]["allValue"] == ".*"


@each_board
def test_a_board_is_of_japan_and_leads_to_the_others(board: dict[str, Any]) -> None:
    assert (board["timezone"], board["refresh"], board["weekStart"]) == ("Asia/Tokyo", "1m", "monday")
    assert [link["url"] for link in board["links"]] == [
        f"/d/yui-{name}" for name in ("residents", "meetings", "messages", "house")
    ]
    assert JAPANESE.search(board["title"])
    assert JAPANESE.search(board["description"])
    assert len(panels(board)) <= 21


@each_board
def test_nothing_lies_on_something_else_and_no_line_has_a_hole(board: dict[str, Any]) -> None:
    taken = [
        (x, y)
        for panel in board["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert len(taken) == 24 * (max(y for _, y in taken) + 1)
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


@each_panel
def test_panel_title_description_units_targets_and_datasource(panel: dict[str, Any]) -> None:
    assert JAPANESE.search(panel["title"]) or panel["title"] == "CPU"
    assert JAPANESE.search(panel["description"])
    unit = panel["fieldConfig"]["defaults"]["unit"]
    assert unit in UNITS or re.fullmatch(r"suffix: \S+", unit)
    assert panel["targets"], "panel-no-targets"
    assert {each["datasource"]["uid"] for each in [panel, *panel["targets"]]} == {"${datasource}"}
    assert len({each["refId"] for each in panel["targets"]}) == len(panel["targets"])


@each_panel
def test_answers_in_words_have_a_mark_and_fit(panel: dict[str, Any]) -> None:
    if panel["type"] != "stat":
        return
    said = re.findall(r'"text": "([^"]+)"', json.dumps(panel["fieldConfig"], ensure_ascii=False))
    assert [text[0] for text in said] in (["✓", "✕", "？"], ["✓", "▲", "？"]), "never by colour alone"
    assert [text for text in said if len(text) * LETTER_PIXELS > WORDS_PIXELS] == []


@each_target
def test_target_rate_interval(target: Target) -> None:
    windows = re.findall(r"\bi?rate\([^\[]*\[([^\]]+)\]", target.expr)
    assert set(windows) <= {"$__rate_interval"}


@each_target
def test_target_counter_agg(target: Target) -> None:
    """What processes count is seen through rate or increase, before it is added; what rows count by its largest."""
    for found in COUNTERS.finditer(target.expr):
        before = target.expr[: found.start()]
        assert re.search(r"(rate|increase|max_over_time|min_over_time)\($", before) or re.search(
            r"\bmax(?: by \([\w, ]+\))? ?\($", before
        ), found[0]


@each_target
def test_instances_are_never_shown_side_by_side(target: Target) -> None:
    """Two instances of a service are one service."""
    assert re.match(
        r"\(*(?:(?:\d[\d. ]*|time\(\) )[-*] )*\(*(?:min|max|sum|count|round|histogram_quantile)\b", target.expr
    ), target.expr
    if "instance" in target.expr:
        assert target.expr.startswith("max by (service) (sum by (service, instance)"), (
            "compared within each, then taken"
        )


@pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool: Debian package prometheus")
def test_target_promql(tmp_path: Path) -> None:
    """Every expression is PromQL, by Prometheus' own reading."""
    rules = [
        {"record": f"panel:n{number}", "expr": target.filled(elapsed=60, interval=60)}
        for number, target in enumerate(targets())
    ]
    written = tmp_path / "panels.yml"
    written.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}, allow_unicode=True))
    answer = subprocess.run(["promtool", "check", "rules", written], capture_output=True, text=True, timeout=60)  # noqa: S603, S607
    assert answer.returncode == 0, answer.stdout + answer.stderr
