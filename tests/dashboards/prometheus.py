"""A real Prometheus (Debian's) that scrapes a running town by the committed configuration."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from deploy.dashboards.written import FOLDER

COMMITTED = FOLDER.parents[1] / "prometheus"
NOT_HERE = ("prometheus", "alertmanager", "portal", "topology", "caddy")  # a demo town is one process and a bus


@dataclass
class Prometheus:
    """Its HTTP API; times are seconds since 1970."""

    url: str
    client: httpx.AsyncClient

    async def now(self, expr: str, at: float) -> list[dict[str, Any]]:
        """The series of an instant query, each with `metric` and `value`."""
        return await self._ask("query", query=expr, time=at)

    async def over(self, expr: str, since: float, until: float, step: float) -> list[dict[str, Any]]:
        """The series of a range query, each with `metric` and `values`."""
        return await self._ask("query_range", query=expr, start=since, end=until, step=step)

    async def _ask(self, door: str, **query: Any) -> list[dict[str, Any]]:
        answer = (await self.client.get(f"{self.url}/api/v1/{door}", params=query)).json()
        assert answer["status"] == "success", f"{query['query']}: {answer.get('error')}"
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found


def configuration(figures: str) -> str:
    """deploy/prometheus/prometheus.yml with the town at `figures` (host:port) as its only machine."""
    told = yaml.safe_load((COMMITTED / "prometheus.yml").read_text("utf-8"))
    told["global"] |= {"scrape_interval": "1s", "evaluation_interval": "1s"}
    told["rule_files"] = [str(COMMITTED / "rules" / "*.yml")]
    told.pop("alerting")
    here = [{"targets": [figures]}]
    jobs = {each["job_name"]: each for each in told["scrape_configs"] if each["job_name"] not in NOT_HERE}
    jobs["nats"] |= {"metrics_path": "/nats/metrics"}  # beside an exporter it is the exporter's own path
    for job in jobs.values():
        job.pop("dns_sd_configs", None)
        job.pop("relabel_configs", None)
        job["static_configs"] = here
    jobs["process"]["static_configs"] = [
        here[0] | {"labels": {"service": "town"}}
    ]  # where names are looked up: its name
    return yaml.safe_dump(told | {"scrape_configs": list(jobs.values())}, allow_unicode=True)


@asynccontextmanager
async def running_prometheus(here: Path, figures: str, port: int) -> AsyncIterator[Prometheus]:
    """Prometheus on `port`, ready, with its rows in `here`."""
    (here / "prometheus.yml").write_text(configuration(figures), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        "prometheus", f"--config.file={here / 'prometheus.yml'}", f"--storage.tsdb.path={here / 'rows'}",
        f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with httpx.AsyncClient(timeout=30) as client, asyncio.timeout(30):
            while not await _is_ready(client, port):
                assert process.returncode is None, "prometheus did not start"
                await asyncio.sleep(0.1)
        async with httpx.AsyncClient(timeout=30) as client:
            yield Prometheus(f"http://127.0.0.1:{port}", client)
    finally:
        process.terminate()
        await process.wait()


async def _is_ready(client: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/-/ready")).status_code == 200
    except httpx.TransportError:
        return False
