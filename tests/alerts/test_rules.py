"""Every alert fires on what it is about and not on its neighbour; every one says for whom, and where to read on."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.measures import measures, process_measures
from shared.bus.server_figures import NAMES
from tests.alerts.cases import CASES, Case
from tests.flows.stage import town_in

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "deploy/prometheus/rules").glob("*.yml"))
RUNBOOKS = ROOT / "docs/runbooks.md"
needs_promtool = pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool: Debian package prometheus")


def alerts() -> list[dict[str, Any]]:
    groups = [group for path in RULES for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]]
    return [rule for group in groups for rule in group["rules"] if "alert" in rule]


def severity_of(alert: str) -> str:
    return str(next(rule["labels"]["severity"] for rule in alerts() if rule["alert"] == alert))


def as_promtool_reads(case: Case) -> dict[str, Any]:
    """A test group with one question: which alerts of this name fire then."""
    name = f'alertname="{case.alert}", alertstate="firing"'
    more = f", {case.labels}" if case.labels else ""
    labels = f'ALERTS{{{name}, severity="{severity_of(case.alert)}"{more}}}'
    expected = [] if case.quiet else [{"labels": labels, "value": 1}]
    return {
        "interval": case.step,
        "input_series": [{"series": series, "values": values} for series, values in case.series.items()],
        "promql_expr_test": [{"expr": f"ALERTS{{{name}}}", "eval_time": case.at, "exp_samples": expected}],
    }


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=100)  # noqa: S603, S607


@needs_promtool
def test_the_rules_are_rules() -> None:
    answer = promtool("check", "rules", "--lint=all", "--lint-fatal", *map(str, RULES))
    assert answer.returncode == 0, answer.stdout + answer.stderr


@needs_promtool
@pytest.mark.parametrize("step", ["1m", "15m"])
def test_each_fires_when_it_should_and_only_then(step: str, tmp_path: Path) -> None:
    """One look a step: at one a minute, days would take minutes."""
    written = {
        "rule_files": list(map(str, RULES)),
        "evaluation_interval": step,
        "tests": [as_promtool_reads(case) for case in CASES if case.step == step],
    }
    (tmp_path / "cases.yml").write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False))
    answer = promtool("test", "rules", str(tmp_path / "cases.yml"))
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_alert_has_a_case_and_a_neighbour() -> None:
    names = {rule["alert"] for rule in alerts()}
    assert {case.alert for case in CASES if not case.quiet} == names
    assert {case.alert for case in CASES if case.quiet} == names - {"YuiWatchdog"}


@pytest.mark.parametrize("rule", alerts(), ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_what_for_whom_and_where_to_read_on(rule: dict[str, Any]) -> None:
    said = rule["annotations"]
    assert re.search("[ぁ-んァ-ヶ]", said["summary"])
    assert said["whom"]
    assert rule["labels"]["severity"] in {"page", "ticket", "heartbeat"}
    link = re.fullmatch(r"\{\{ \$externalLabels\.runbooks \}\}#([a-z-]+)", said["runbook_url"])
    assert link is not None
    assert f'<a id="{link[1]}"></a>' in RUNBOOKS.read_text(encoding="utf-8")


def test_no_text_tells_a_number_of_people() -> None:
    assert [rule["alert"] for rule in alerts() if "$value" in str(rule["annotations"])] == []


FUNCTIONS = {
    "sum",
    "max",
    "min",
    "rate",
    "increase",
    "absent",
    "time",
    "vector",
    "by",
    "and",
    "or",
    "offset",
    "label_replace",
}


def named_in(expression: str) -> set[str]:
    """Metrics of an expression: its words, without labels, ranges and functions."""
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\b(by|without) \([^)]*\)|\"[^\"]*\"|offset \w+", " ", expression)
    return {word for word in re.findall(r"[a-zA-Z_:][\w:]*", bare) if not word.endswith("_over_time")} - FUNCTIONS


def test_every_metric_of_a_rule_is_shown_by_somebody(tmp_path: Path) -> None:
    families = {**measures(town_in(tmp_path).services), **process_measures()}
    shown = {"up", *NAMES, *families, *(f"{name}_{part}" for name in families for part in ("bucket", "count", "sum"))}
    recorded, named = set[str](), set[str]()
    for path in RULES:
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            for rule in group["rules"]:
                recorded |= {rule["record"]} if "record" in rule else set()
                named |= named_in(rule["expr"])
    assert len(named) > 25
    assert named - shown - recorded == set()
