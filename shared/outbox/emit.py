"""Telling a fact: it is written in the transaction of the change it reports, and published after."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_json
from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.cause import present_cause
from shared.clock import Clock, new_id, utc_now
from shared.contracts.base import ENVELOPE, Event
from shared.db import Database
from shared.db.core import execute
from shared.db.prepared import sqlite_of
from shared.outbox.tables import outbox

_EMITTED = "yui_emitted"
_INSERT = insert(outbox).inline()
_SQLITE_INSERT = "INSERT INTO outbox (event_id, subject, headers, body, created_at) VALUES (?, ?, ?, ?, ?)"

_Row = tuple[str, str, str, bytes]


def emit(tx: AsyncSession, fact: Event) -> None:
    """Tell `fact` when, and only when, the transaction `tx` commits.

    Correlation and causation ids come from the present cause unless the fact brings its own.
    """
    row = (fact.event_id, fact.wire_subject(), to_json(_headers(fact)).decode(), fact.payload())
    tx.info.setdefault(_EMITTED, []).append(row)


def emit_alike(tx: AsyncSession, fact: Event, about: Mapping[str, Mapping[str, Any]]) -> None:
    """Tell many facts at a fifth of what `emit` costs: like `fact`, which is not told itself, each about its own.

    `about` gives, by aggregate id, the fields of the body that differ.
    """
    headers, subject = _headers(fact), fact.wire_subject()
    body = fact.model_dump(mode="json", exclude=set(ENVELOPE))
    rows = tx.info.setdefault(_EMITTED, [])
    for aggregate_id, own in about.items():
        event_id = new_id()
        own_headers = {**headers, "ce-id": event_id, "ce-subject": aggregate_id, "Nats-Msg-Id": event_id}
        rows.append((event_id, subject, to_json(own_headers).decode(), to_json({**body, **own})))


def _headers(fact: Event) -> dict[str, str]:
    headers, cause = fact.headers(), present_cause()
    if cause.correlation_id:
        headers.setdefault("ce-correlationid", cause.correlation_id)
    if cause.causation_id:
        headers.setdefault("ce-causationid", cause.causation_id)
    if cause.traceparent:
        headers.setdefault("ce-traceparent", cause.traceparent)
    return headers


def emitted(tx: AsyncSession) -> int:
    """How many facts `tx` will tell."""
    return len(tx.info.get(_EMITTED, ()))


async def _write(tx: AsyncSession, rows: list[_Row], now: datetime) -> None:
    """One executemany; on SQLite without SQLAlchemy's work on every value, which cost more than the insert."""
    raw = await sqlite_of(tx)
    if raw is None:
        names = ("event_id", "subject", "headers", "body")
        values = [{**dict(zip(names, row, strict=True)), "created_at": now} for row in rows]
        await execute(tx, _INSERT, values)
        return
    moment = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # as SQLAlchemy's DateTime stores it
    raw.executemany(_SQLITE_INSERT, [(*row, moment) for row in rows])


def attach(db: Database, wake: Callable[[], None], *, clock: Clock = utc_now) -> None:
    """Make `db` write emitted facts before each commit and call `wake` after a commit that told any."""

    async def write_rows(tx: AsyncSession) -> None:
        rows: list[_Row] = tx.info.get(_EMITTED, [])
        if rows:
            await _write(tx, rows, clock())

    def wake_relay(tx: AsyncSession) -> None:
        if emitted(tx):
            wake()

    db.before_commit.append(write_rows)
    db.after_commit.append(wake_relay)
