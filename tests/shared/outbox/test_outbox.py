"""Emitting: with the transaction or not at all, in one statement, with the cause."""

import json
import sqlite3
import sys
from datetime import timedelta

import pytest

from shared.bus import caused_by, correlate
from shared.bus.inbox import claim, prune_inbox
from shared.clock import new_id, utc_now
from shared.contracts.meetings import MeetingScheduled
from shared.db import Database, Session
from shared.db.core import execute
from shared.db.prepared import sqlite_of
from shared.outbox import attach, depth, emit, emit_alike, prune, replay
from shared.outbox.rows import enter_epoch, known_epoch, mark_published, read_unpublished
from shared.outbox.tables import outbox
from tests.live.stage import ThingHappened, make_database, tell


@pytest.fixture
async def db(database_url: str):  # type: ignore[no-untyped-def]  # an async generator fixture
    made = await make_database(database_url)
    yield made
    await made.close()


async def headers_in(db: Database) -> list[dict[str, str]]:
    async with db.reading() as session:
        return [json.loads(row.headers) for row in await execute(session, outbox.select().order_by(outbox.c.seq))]


async def test_facts_live_and_die_with_their_transaction(db: Database) -> None:
    woken: list[bool] = []
    attach(db, lambda: woken.append(True))

    async def fails() -> None:
        async with db.transaction() as tx:
            emit(tx, ThingHappened(municipality="39401", aggregate_id="C-1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with db.transaction() as tx:
        await execute(tx, outbox.select())
    assert woken == []
    assert await headers_in(db) == []
    await tell(db, 3, each=3)
    assert woken == [True]
    assert len(await headers_in(db)) == 3


async def test_a_thousand_facts_are_one_statement(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if not db.is_sqlite:
        pytest.skip("about what SQLite is handed")
    attach(db, lambda: None)
    asked: list[int] = []

    class Watched:
        def __init__(self, raw: sqlite3.Connection) -> None:
            self.raw = raw

        def executemany(self, statement: str, rows: list[tuple[object, ...]]) -> None:
            asked.append(len(rows))
            self.raw.executemany(statement, rows)

    async def watched(tx: Session) -> Watched:
        raw = await sqlite_of(tx)
        assert raw is not None
        return Watched(raw)

    monkeypatch.setattr(sys.modules["shared.outbox.emit"], "sqlite_of", watched)  # the package names the function
    await tell(db, 1000, each=1000)
    assert asked == [1000]
    assert len(await headers_in(db)) == 1000


async def test_the_cause_is_filled_in_but_never_overwritten(db: Database) -> None:
    attach(db, lambda: None)
    root = ThingHappened(municipality="39401", aggregate_id="C-1", correlation_id="command")
    async with db.transaction() as tx:
        with correlate("request"):
            emit(tx, ThingHappened(municipality="39401", aggregate_id="C-1"))
            with caused_by(root):
                emit(tx, ThingHappened(municipality="39401", aggregate_id="C-1"))
            emit(tx, ThingHappened(municipality="39401", aggregate_id="C-1", correlation_id="own"))
        emit(tx, ThingHappened(municipality="39401", aggregate_id="C-1"))
    ids = [(h.get("ce-correlationid"), h.get("ce-causationid")) for h in await headers_in(db)]
    assert ids == [("request", None), ("command", root.event_id), ("own", None), (None, None)]


async def test_facts_told_alike_are_what_emit_would_have_told(db: Database) -> None:
    attach(db, lambda: None)
    first = MeetingScheduled(
        municipality="39401", aggregate_id="m-0", occurred_at=utc_now(), body="core", title="コア会議",
        starts_at=utc_now(), minutes=90,
    )  # fmt: skip
    others = {f"m-{number}": {"starts_at": utc_now() + timedelta(days=number)} for number in (1, 2)}
    async with db.transaction() as tx:
        with correlate("request"):
            for aggregate_id, own in others.items():
                emit(tx, first.model_copy(update={"aggregate_id": aggregate_id, "event_id": new_id(), **own}))
            emit_alike(tx, first, others)
            emit_alike(tx, first, {})
    async with db.reading() as session:
        rows = (await execute(session, outbox.select().order_by(outbox.c.seq))).all()
    assert len({row.event_id for row in rows}) == 4
    plain = [(row.subject, json.loads(row.headers.replace(row.event_id, "id")), row.body) for row in rows]
    assert plain[:2] == plain[2:]


async def test_published_facts_are_kept_replayed_and_pruned(db: Database) -> None:
    attach(db, lambda: None)
    await tell(db, 5)
    now = utc_now()
    async with db.transaction() as tx:
        await enter_epoch(tx, "INTAKE", "first")
        rows = await read_unpublished(tx, most=3)
        await mark_published(tx, [row.seq for row in rows], "INTAKE", "first", now)
    async with db.reading() as session:
        assert (await depth(session)).waiting == 2
    async with db.transaction() as tx:
        assert await replay(tx, since=now + timedelta(hours=1)) == 0
        assert await prune(tx, before=now - timedelta(days=30)) == 0
        assert await prune(tx, before=now + timedelta(seconds=1)) == 3
        assert await replay(tx) == 0
    assert len(await headers_in(db)) == 2


async def test_a_fact_sent_to_a_stream_that_is_no_more_stays_unpublished(db: Database) -> None:
    attach(db, lambda: None)
    await tell(db, 1)
    async with db.transaction() as tx:
        [row] = await read_unpublished(tx)
        await enter_epoch(tx, "INTAKE", "second")
        await mark_published(tx, [row.seq], "INTAKE", "first", utc_now())
    async with db.reading() as session:
        assert await known_epoch(session, "INTAKE") == "second"
        assert len(await read_unpublished(session)) == 1


async def test_an_inbox_lets_each_fact_in_once(db: Database) -> None:
    now = utc_now()
    async with db.transaction() as tx:
        assert await claim(tx, "a", ["1", "2", "2"], now) == {"1", "2"}
        assert await claim(tx, "a", ["2", "3"], now) == {"3"}
        assert await claim(tx, "b", ["2"], now) == {"2"}
        assert await prune_inbox(tx, now + timedelta(seconds=1)) == 4
        assert await claim(tx, "a", ["1"], now) == {"1"}
