"""Figures of notify's work, from rows; and how late a message left."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.notify.figures import WORK
from services.notify.models import Message
from services.notify.rules import Kind, Status, delay
from shared.contracts.words import InviteeKind
from tests.databases import Databases
from tests.figures import counted, rows_of

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def message(number: int, status: Status, **said: Any) -> Message:
    values: dict[str, Any] = {"due_at": NOW, "called_at": NOW, "created_at": NOW, **said}
    return Message(
        municipality="39401", kind=Kind.REFERRAL, about=str(number), sequence=0, recipient_kind=InviteeKind.AGENCY,
        recipient="a", values={}, status=status, **values,
    )  # fmt: skip


async def test_messages_by_what_became_of_them(new_database: Databases) -> None:
    told = [message(n, Status.SENT) for n in range(3)] + [message(9, Status.FAILED), message(8, Status.CANCELLED)]
    waiting = [
        message(20, Status.DUE, due_at=NOW - 7 * MINUTE), message(21, Status.SENDING, due_at=NOW - MINUTE),
        message(22, Status.DUE, due_at=NOW + MINUTE), message(23, Status.DUE, due_at=NOW + MINUTE, attempts=2),
    ]  # fmt: skip
    async with rows_of("notify", new_database, *told, *waiting) as db:
        shown = await counted(db, WORK, NOW)
        assert [shown("yui_messages_total", outcome=each) for each in ("sent", "failed")] == [3, 1]
        assert shown("yui_messages_withdrawn") == 1
        states = {each: shown("yui_messages_waiting", state=each) for each in ("due", "later", "retrying")}
        assert states == {"due": 2, "later": 1, "retrying": 1}
        assert shown("yui_message_oldest_due_age_seconds") == 7 * 60


async def test_nothing_waits_in_an_empty_town(new_database: Databases) -> None:
    async with rows_of("notify", new_database) as db:
        shown = await counted(db, WORK, NOW)
        assert shown("yui_message_oldest_due_age_seconds") == 0
        assert shown("yui_messages_total", outcome="failed") == 0


def test_lateness_counts_from_when_it_was_due_first() -> None:
    assert delay(due_at=NOW, sent_at=NOW + MINUTE, failed=0) == MINUTE
    assert delay(due_at=NOW, sent_at=NOW - MINUTE, failed=0) == timedelta()
    assert delay(due_at=NOW, sent_at=NOW, failed=2) > delay(due_at=NOW, sent_at=NOW, failed=1) > timedelta()
