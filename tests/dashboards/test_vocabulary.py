"""Panels and alerts speak of metrics that exist, and of labels and values that were declared: docs/metrics.md."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
import yaml

from services.measures import Measure, measures, process_measures
from shared.bus.server_figures import NAMES as OF_BUS
from tests.dashboards.committed import boards, panels, targets
from tests.dashboards.prometheus import COMMITTED
from tests.flows.stage import town_in

METRIC = re.compile(r"\b((?:yui|faststream|jetstream|gnatsd?|process)_\w+|up)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)(=~|!~|!=|=)"([^"]*)"')
PROCESSES = {"portal", "topology", "town"}  # beside the services, what Prometheus finds by name
BY_SCRAPING = ("job", "instance", "le")  # what Prometheus and histograms add
BY_RELABELLING = (("service", "process_resident_memory_bytes"), ("service", "process_cpu_seconds_total"))
RECORDED = re.compile(r"yui:[\w:]+")


class Matcher(NamedTuple):
    """`metric{label="value"}`, one for each alternative of a pattern."""

    where: str
    metric: str
    label: str
    value: str


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Measure]:
    return {**measures(town_in(tmp_path_factory.mktemp("town")).services), **process_measures()}


def asked() -> Iterator[tuple[str, str]]:
    """Every expression of a panel or a rule, with where it stands."""
    yield from ((str(target), target.expr) for target in targets())
    for path in sorted((COMMITTED / "rules").glob("*.yml")):
        for group in yaml.safe_load(path.read_text("utf-8"))["groups"]:
            yield from ((rule.get("alert") or rule["record"], rule["expr"]) for rule in group["rules"])


def stem(metric: str) -> str:
    """The family that a sample belongs to."""
    return re.sub(r"_(bucket|sum|count)$", "", metric)


def matchers() -> Iterator[Matcher]:
    for where, expr in asked():
        for metric, inside in METRIC.findall(expr):
            for label, _, values in MATCHER.findall(inside):
                yield from (Matcher(where, stem(metric), label, value) for value in values.split("|"))


def test_every_metric_exists(known: Mapping[str, Measure]) -> None:
    exist = {*known, *OF_BUS, "up"}
    named = {(where, metric) for where, expr in asked() for metric, _ in METRIC.findall(RECORDED.sub("", expr))}
    assert len({metric for _, metric in named}) > 50
    assert [pair for pair in sorted(named) if pair[1] not in exist and stem(pair[1]) not in exist] == []


def test_every_label_and_value_was_declared(known: Mapping[str, Measure]) -> None:
    wrong = [
        each for each in matchers()
        if each.metric in known and each.label not in BY_SCRAPING and not declares(known[each.metric], each)
    ]  # fmt: skip
    assert wrong == []
    assert len(list(matchers())) > 60


HEALTH = ".*/health/.*"  # of every service, left out of what people meet


def declares(measure: Measure, matcher: Matcher) -> bool:
    """A value, all of them (`.*`), a variable, or a class of status codes as a pattern."""
    allowed = measure.labels.get(matcher.label)
    if allowed is None:
        return False
    if matcher.label == "route" and matcher.value == HEALTH:
        return True
    return matcher.value in allowed or matcher.value in (".*", "$service") or matcher.value.replace(".", "0") in allowed


def test_grouping_is_by_labels_that_exist(known: Mapping[str, Measure]) -> None:
    """`max by (lane) (metric…`: a label nobody has would silently make one series of all."""
    simple = re.compile(r"(?:max|sum) by \(([\w, ]+)\) \((?:rate\(|increase\()?(\w+)[\[{)]")
    seen = [(where, *found) for where, expr in asked() for found in simple.findall(expr)]
    assert len(seen) > 40
    wrong = [
        (where, metric, label)
        for where, labels, metric in seen if stem(metric) in known
        for label in labels.split(", ") if label not in known[stem(metric)].labels and label not in BY_SCRAPING
            and (label, metric) not in BY_RELABELLING
    ]  # fmt: skip
    assert wrong == []


def test_what_is_counted_from_rows_is_never_added_over_instances(known: Mapping[str, Measure]) -> None:
    """Two instances tell the same rows: the largest is taken first; what each process counts is added."""
    of_rows = [name for name, each in known.items() if each.is_work and name != "yui_matches_total"]
    largest = re.compile(r"max(?: by \([\w, ]+\))? ?\($|(?:max|min)_over_time\($")
    seen = [
        (str(target), found[0], target.expr[: found.start()])
        for target in targets() for found in METRIC.finditer(target.expr) if stem(found[1]) in of_rows
    ]  # fmt: skip
    assert len(seen) > 60
    assert [(where, metric) for where, metric, before in seen if not largest.search(before)] == []


def test_japanese_names_are_given_to_series_that_can_be(known: Mapping[str, Measure]) -> None:
    """An override by name has to meet a value of the label that the legend shows."""
    words = {value for each in known.values() for allowed in each.labels.values() if not hasattr(allowed, "pattern")
             for value in allowed}  # fmt: skip
    for board in boards().values():
        for panel in panels(board):
            names = [each["matcher"]["options"] for each in panel["fieldConfig"]["overrides"]]
            assert [name for name in names if not set(name.split()) <= words | PROCESSES] == [], panel["title"]


def test_runbooks_that_are_pointed_at_exist() -> None:
    text = (COMMITTED.parents[1] / "docs" / "runbooks.md").read_text("utf-8")
    anchors = re.findall(r"docs/runbooks\.md#([\w-]+)", repr(boards()))
    assert len(set(anchors)) > 15
    assert [anchor for anchor in sorted(set(anchors)) if f'<a id="{anchor}"></a>' not in text] == []


def test_figures_in_fives_are_said_to_be(known: Mapping[str, Measure]) -> None:
    """Whoever reads 5 has to know that it may be 1: in every panel, not in a manual."""
    for board in boards().values():
        for panel in panels(board):
            expr = " ".join(each["expr"] for each in panel["targets"])
            counts = any(known[stem(name)].in_fives for name, _ in METRIC.findall(expr) if stem(name) in known)
            assert ("1〜5件は5と表示" in panel["description"]) == counts, panel["title"]
