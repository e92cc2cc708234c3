"""Figures of a service's work in tests: an empty database of that service, and what is counted in it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric
from prometheus_client.utils import floatToGoString

from shared.db import Database
from shared.db.rows import insert_rows
from shared.figures import WorkRoom
from shared.migrate import migrate
from tests.databases import Databases

ROOT = Path(__file__).parents[1]


@asynccontextmanager
async def rows_of(service: str, databases: Databases, *rows: Any) -> AsyncIterator[Database]:
    """The service's tables with `rows` in them, put there one after another."""
    db = Database(databases(service))
    await migrate(db, ROOT / "services" / service / "migrations")
    async with db.transaction() as tx:
        for row in rows:
            await insert_rows(tx, row)
    yield db
    await db.close()


def bound(seconds: float) -> str:
    """A bucket's `le` as Prometheus writes it."""
    return str(floatToGoString(seconds))  # type: ignore[no-untyped-call]  # the library has no types here


class Shown:
    """What was counted: `shown("yui_cases_open", stage="core")`."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self.samples = [sample for family in families for sample in family.samples]

    def __call__(self, name: str, **labels: str) -> float:
        found = [
            sample.value for sample in self.samples
            if sample.name == name and {key: sample.labels.get(key) for key in labels} == labels
        ]  # fmt: skip
        assert len(found) == 1, f"{name} {labels}: {found}"
        return found[0]


async def counted(db: Database, room: WorkRoom, now: datetime) -> Shown:
    """One counting of `room`, each family among those it declares."""
    async with db.reading() as tx:
        families = await room.counting(tx, now)
    assert [family.name for family in families] == [figure.described().name for figure in room.declared]
    return Shown(families)


def shown_by(registry: CollectorRegistry) -> Shown:
    """What a registry shows now."""
    return Shown(registry.collect())
