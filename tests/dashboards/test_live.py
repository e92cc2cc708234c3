"""Every panel of every dashboard is asked of a real Prometheus that watches a real town: each has something to say."""

import math
import shutil
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.dashboards.answers import answers_of
from tests.dashboards.busy import Busy, busy_town
from tests.dashboards.committed import Target, boards, panels, targets
from tests.dashboards.drawing import page_of

pytestmark = [
    pytest.mark.live,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
    pytest.mark.skipif(not shutil.which("prometheus"), reason="no prometheus: Debian package prometheus"),
]
RATE_SECONDS, STEP_SECONDS = 20, 2


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def busy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Busy]:
    async with busy_town(tmp_path_factory.mktemp("busy")) as busy:
        yield busy


async def values_of(busy: Busy, target: Target) -> list[str]:
    """All values that a panel would draw."""
    now = time.time()
    expr = target.filled(elapsed=math.ceil(now - busy.since) + 3, interval=RATE_SECONDS)
    if target.ranged:
        series = await busy.prometheus.over(expr, busy.since, now, STEP_SECONDS)
        return [value for each in series for _, value in each["values"]]
    return [each["value"][1] for each in await busy.prometheus.now(expr, now)]


async def test_every_panel_has_something_to_say(busy: Busy) -> None:
    found = {str(target): await values_of(busy, target) for target in targets()}
    assert [name for name, values in found.items() if not values] == [], "nothing to draw"
    assert [name for name, values in found.items() if not all(math.isfinite(float(each)) for each in values)] == []


async def test_a_healthy_town_reads_so(busy: Busy) -> None:
    """Right after the story nobody waits: no first row says otherwise."""
    answers = {str(each): await values_of(busy, each) for each in targets() if each.kind == "stat"}
    assert len(answers) == 27
    assert {name: said for name, said in answers.items() if [float(each) for each in said] != [0.0]} == {}


async def test_the_rules_of_alerts_are_evaluated_without_errors(busy: Busy) -> None:
    answer = (await busy.prometheus.client.get(f"{busy.prometheus.url}/api/v1/rules")).json()
    rules = [rule for group in answer["data"]["groups"] for rule in group["rules"]]
    assert len(rules) > 20
    assert {rule["name"]: rule["lastError"] for rule in rules if rule.get("lastError")} == {}


async def test_the_preview_shows_every_panel_and_says_what_it_is(busy: Busy) -> None:
    now = time.time()
    for board in boards().values():
        drawn = page_of(board, {each["id"]: await answers_of(busy, each, now) for each in panels(board)}, now)
        assert [each["title"] for each in panels(board) if f"<h2>{each['title']}</h2>" not in drawn] == []
        assert ("not Grafana" in drawn, "✓" in drawn, "？" in drawn, "nan" in drawn) == (True, True, False, False)
