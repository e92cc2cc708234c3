"""An alert really fired: a dead letter in a running town, by way of Prometheus and Alertmanager, at a webhook."""

import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from shared.bus.tables import dead_letters
from shared.clock import utc_now
from shared.contracts.catalogue import SERVICES
from shared.db import Database
from shared.db.core import execute
from shared.nats_server import die_with
from tests.live.posts import taking_posts
from tests.live.stage import until
from tests.live.town import RunningTown, free_port, running_town

PROGRAMS = ("prometheus", "prometheus-alertmanager")
missing = [each for each in PROGRAMS if not shutil.which(each)]
pytestmark = [
    pytest.mark.live, pytest.mark.timeout(180),
    pytest.mark.skipif(bool(missing), reason=f"not installed (Debian packages): {' '.join(missing)}"),
]  # fmt: skip
DEPLOY = Path(__file__).parents[2] / "deploy"
RUNBOOKS = "https://yui.town.example/runbooks"
Told = list[dict[str, Any]]


@contextmanager
def webhook() -> Iterator[tuple[str, Told]]:
    """A receiver on loopback, and what it was told."""
    told: Told = []
    with taking_posts(lambda body: told.append(json.loads(body))) as url:
        yield f"{url}/", told


def receivers_at(url: str, here: Path) -> Path:
    """Alertmanager's own file, with both receivers at `url` and no wait for neighbours."""
    config = yaml.safe_load((DEPLOY / "alertmanager/alertmanager.yml").read_text(encoding="utf-8"))
    config["receivers"] = [{"name": each["name"], "webhook_configs": [{"url": url}]} for each in config["receivers"]]
    config["route"]["group_wait"] = "0s"
    path = here / "alertmanager.yml"
    path.write_text(yaml.safe_dump(config))
    return path


def scraping(town: RunningTown, alertmanager: int, here: Path) -> Path:
    """Prometheus' rules as they are, on the town's figures, every second."""
    target = [{"targets": [town.metrics_url.removeprefix("http://")]}]
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s", "external_labels": {"runbooks": RUNBOOKS}},
        "rule_files": [str(DEPLOY / "prometheus/rules/*.yml")],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager}"]}]}]},
        "scrape_configs": [
            {"job_name": name, "metrics_path": f"/{name}/metrics", "static_configs": target}
            for name in (*SERVICES, "nats")
        ],
    }
    path = here / "prometheus.yml"
    path.write_text(yaml.safe_dump(config))
    return path


@contextmanager
def running(command: list[str], log: Path) -> Iterator[None]:
    """A program that ends with the block, or with us."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=die_with(os.getpid()))  # noqa: S603
        try:
            yield
        finally:
            process.kill()
            process.wait()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[RunningTown]:
    async with running_town(tmp_path) as town:
        yield town


async def is_ready(port: int) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"http://127.0.0.1:{port}/-/ready")).status_code == 200
        except httpx.TransportError:
            return False


async def bury_one(town: RunningTown) -> None:
    """What the town can't handle, as its bus would leave it."""
    letter = {
        "consumer": "notify-refer", "stream": "INTAKE", "stream_seq": 1, "event_id": "x", "subject": "intake.x",
        "headers": "{}", "body": b"{}", "reason": "Conflict", "attempts": 12, "buried_at": utc_now(),
    }  # fmt: skip
    db = Database(town.environment["YUI_NOTIFY_DATABASE_URL"])
    async with db.transaction() as tx:
        await execute(tx, dead_letters.insert().values(letter))
    await db.close()


async def test_a_dead_letter_reaches_the_administrator(town: RunningTown, tmp_path: Path) -> None:
    alertmanager, prometheus = free_port(), free_port()
    with webhook() as (url, told):
        watch = [
            "prometheus-alertmanager", f"--config.file={receivers_at(url, tmp_path)}", "--cluster.listen-address=",
            f"--web.listen-address=127.0.0.1:{alertmanager}", f"--storage.path={tmp_path / 'alertmanager'}",
        ]  # fmt: skip
        look = [
            "prometheus", f"--config.file={scraping(town, alertmanager, tmp_path)}",
            f"--storage.tsdb.path={tmp_path / 'prometheus'}", f"--web.listen-address=127.0.0.1:{prometheus}",
            "--rules.alert.resend-delay=5s",  # the first is told before it knows of its Alertmanager
        ]  # fmt: skip

        async def is_told() -> bool:
            return {"YuiDeadLetters", "YuiWatchdog"} <= set(by_name(told))

        with running(watch, tmp_path / "alertmanager.log"):
            await until(partial(is_ready, alertmanager), 30)  # what it misses is told again a minute later
            with running(look, tmp_path / "prometheus.log"):
                await bury_one(town)
                await until(is_told, 60)
    alert = by_name(told)["YuiDeadLetters"]
    assert alert["receiver"] == "administrator"
    assert alert["commonLabels"]["service"] == "notify"
    said = alert["commonAnnotations"]
    assert said["summary"] == "notify に、処理できなかった知らせがあります"
    assert said["runbook_url"] == f"{RUNBOOKS}#dead-letters"
    assert by_name(told)["YuiWatchdog"]["receiver"] == "heartbeat"
    assert not set(by_name(told)) - {"YuiDeadLetters", "YuiWatchdog"}, "a town at peace"


def by_name(told: Told) -> dict[str, dict[str, Any]]:
    return {each["groupLabels"]["alertname"]: each for each in told}
