"""Figures of notify's work, counted from its rows. Mails are things: counted exactly."""

from datetime import datetime

from prometheus_client.metrics_core import Metric
from sqlalchemy import case, func, select
from sqlmodel import col

from services.notify.models import Message
from services.notify.rules import Status
from shared.db import Session
from shared.figures import Figure, Kind, WorkRoom, age, counts

OUTCOMES = {Status.SENT: "sent", Status.FAILED: "failed", Status.CANCELLED: "withdrawn"}

MESSAGES = Figure(
    "notify", "yui_messages_total",
    "Messages that are settled: sent, failed for good (somebody telephones), or withdrawn because their reason was "
    "gone or the calendar shows it already.",
    Kind.COUNTER, {"channel": ("mail",), "outcome": tuple(OUTCOMES.values())},
)  # fmt: skip
WAITING = Figure(
    "notify", "yui_messages_waiting", "Messages that have not left: due now, or at a later moment.",
    labels={"state": ("due", "later")},
)  # fmt: skip
OLDEST = Figure(
    "notify", "yui_message_oldest_due_age_seconds",
    "Since the oldest waiting message became due, or due again after an attempt that failed; 0 when none is due.",
)  # fmt: skip


async def work_figures(tx: Session, now: datetime) -> list[Metric]:
    """All of them, as the rows stand; both queries are answered from the index of what waits."""
    settled = select(col(Message.status), func.count()).where(col(Message.status).in_(OUTCOMES))
    is_due = col(Message.due_at) <= now
    waiting = select(
        func.count(case((is_due, 1))), func.count(case((~is_due, 1))), func.min(case((is_due, col(Message.due_at))))
    ).where(col(Message.status).in_([Status.DUE, Status.SENDING]))
    found = await counts(tx, settled.group_by(col(Message.status)))
    due, later, oldest = (await counts(tx, waiting))[0]
    return [
        MESSAGES.family({("mail", OUTCOMES[status]): count for status, count in found}),
        WAITING.family({("due",): due, ("later",): later}),
        OLDEST.alone(age(oldest, now)),
    ]


WORK = WorkRoom((MESSAGES, WAITING, OLDEST), work_figures)
