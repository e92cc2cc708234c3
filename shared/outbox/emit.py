"""Telling a fact: it is written in the transaction of the change it reports, and published after."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.cause import present_cause
from shared.clock import Clock, utc_now
from shared.contracts.base import Event
from shared.db import Database
from shared.db.core import execute
from shared.outbox.tables import outbox

_EMITTED = "yui_emitted"
_INSERT = insert(outbox).inline()


def emit(tx: AsyncSession, event: Event) -> None:
    """Tell `event` when, and only when, the transaction `tx` commits.

    Correlation and causation ids come from the present cause unless the event brings its own.
    """
    headers = event.headers()
    cause = present_cause()
    if cause.correlation_id:
        headers.setdefault("ce-correlationid", cause.correlation_id)
    if cause.causation_id:
        headers.setdefault("ce-causationid", cause.causation_id)
    row = {
        "event_id": event.event_id,
        "subject": event.wire_subject(),
        "headers": json.dumps(headers, separators=(",", ":"), ensure_ascii=False),
        "body": event.payload(),
    }
    tx.info.setdefault(_EMITTED, []).append(row)


def emitted(tx: AsyncSession) -> int:
    """How many facts `tx` will tell."""
    return len(tx.info.get(_EMITTED, ()))


def attach(db: Database, wake: Callable[[], None], *, clock: Clock = utc_now) -> None:
    """Make `db` write emitted facts before each commit and call `wake` after a commit that told any."""

    async def write_rows(tx: AsyncSession) -> None:
        rows: list[dict[str, Any]] = tx.info.get(_EMITTED, [])
        if rows:
            now = clock()
            await execute(tx, _INSERT, [{**row, "created_at": now} for row in rows])

    def wake_relay(tx: AsyncSession) -> None:
        if emitted(tx):
            wake()

    db.before_commit.append(write_rows)
    db.after_commit.append(wake_relay)
