"""The same path and door on PostgreSQL, every commit fsynced, beside SQLite in the same run."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import PostgresDatabases
from tests.postgres import PostgresServer, postgres_server, why_not
from tests.proof.bench.doors import intakes_door
from tests.proof.bench.path import OURS, burst, paced, pair
from tests.proof.bench.registry import Figures, Ground, register
from tests.proof.bench.workers import Job

TURNS = 3


@register("postgresql")
async def path_beside_sqlite(ground: Ground) -> Figures:
    """Bursts in turn on each, so that whatever else the machine does meets both."""
    if why_not():
        return {}
    here, there = list[float](), list[float]()
    with server() as databases:
        for turn in range(TURNS):
            with ground.step(f"burst on SQLite and PostgreSQL, {turn + 1} of {TURNS}"):
                here.append((await pair(ground, OURS, burst(ground.count(20_000))))["events_per_s"])
                there.append((await pair(ground, OURS, burst(ground.count(20_000)), databases))["events_per_s"])
        with ground.step("PostgreSQL, one fact a transaction"):
            single = await pair(ground, OURS, Job("", "", ground.count(5000), each=1, writers=16), databases)
        with ground.step("PostgreSQL, 200 a second"):
            calm = await pair(ground, OURS, paced(ground.count(2000)), databases)
    ratios = [there / here for here, there in zip(here, there, strict=True)]
    return {
        "events_per_s": statistics.median(there), "sqlite_events_per_s": statistics.median(here),
        "times_sqlite": statistics.median(ratios), "one_a_transaction_per_s": single["events_per_s"],
        "p50_ms": calm["p50_ms"], "p99_ms": calm["p99_ms"],
    }  # fmt: skip


@register("postgresql")
async def door_beside_sqlite(ground: Ground) -> Figures:
    """Referrals and consultations through intake's HTTP door on each."""
    if why_not():
        return {}
    with ground.step("intake's door on SQLite"):
        here = await intakes_door(ground, {})
    with server() as databases, ground.step("intake's door on PostgreSQL"):
        there = await intakes_door(ground, {f"YUI_{name}_DATABASE_URL": databases(name) for name in ("AUTH", "INTAKE")})
    names = ("referrals_per_s", "consultations_per_s", "referral_p99_ms", "consultation_p99_ms")
    return {name: there[name] for name in names} | {
        "referrals_times_sqlite": there["referrals_per_s"] / here["referrals_per_s"],
        "consultations_times_sqlite": there["consultations_per_s"] / here["consultations_per_s"],
    }


@contextmanager
def server() -> Iterator[PostgresDatabases]:
    """Empty databases on a server of their own, which waits for the disk at every commit."""
    with postgres_server() as url:
        running = PostgresServer(url)
        yield PostgresDatabases(running)
        running.close()
