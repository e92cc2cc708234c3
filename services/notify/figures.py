"""Figures of notify's work, counted from its rows. Mails are things: counted exactly."""

from datetime import datetime

from prometheus_client.metrics_core import Metric
from sqlalchemy import and_, case, func, select
from sqlmodel import col

from services.notify.models import Message
from services.notify.rules import Status
from shared.db import Session
from shared.figures import Figure, Kind, WorkRoom, age, counts

OUTCOMES = {Status.SENT: "sent", Status.FAILED: "failed"}

MESSAGES = Figure(
    "notify", "yui_messages_total", "Messages that are settled: sent, or failed for good (somebody telephones).",
    Kind.COUNTER, {"channel": ("mail",), "outcome": tuple(OUTCOMES.values())},
)  # fmt: skip
WITHDRAWN = Figure(
    "notify", "yui_messages_withdrawn",
    "Messages held back because their reason was gone or the calendar shows it already; some may become due again.",
)  # fmt: skip
WAITING = Figure(
    "notify", "yui_messages_waiting", "Messages that have not left: due now, due later, or tried in vain (retrying).",
    labels={"state": ("due", "later", "retrying")},
)  # fmt: skip
OLDEST = Figure(
    "notify", "yui_message_oldest_due_age_seconds",
    "Since the oldest waiting message became due, or due again after an attempt that failed; 0 when none is due.",
)  # fmt: skip


async def work_figures(tx: Session, now: datetime) -> list[Metric]:
    """All of them, as the rows stand; both queries are answered from the index of what waits."""
    settled = select(col(Message.status), func.count()).where(col(Message.status).in_([*OUTCOMES, Status.CANCELLED]))
    in_vain, is_due = col(Message.attempts) > 0, col(Message.due_at) <= now
    waiting = select(
        func.count(case((and_(is_due, ~in_vain), 1))), func.count(case((and_(~is_due, ~in_vain), 1))),
        func.count(case((in_vain, 1))), func.min(case((is_due, col(Message.due_at)))),
    ).where(col(Message.status).in_([Status.DUE, Status.SENDING]))  # fmt: skip
    found: dict[Status, int] = dict(await counts(tx, settled.group_by(col(Message.status))))
    due, later, retrying, oldest = (await counts(tx, waiting))[0]
    return [
        MESSAGES.family({("mail", outcome): found.get(status, 0) for status, outcome in OUTCOMES.items()}),
        WITHDRAWN.alone(found.get(Status.CANCELLED, 0)),
        WAITING.family({("due",): due, ("later",): later, ("retrying",): retrying}),
        OLDEST.alone(age(oldest, now)),
    ]


WORK = WorkRoom((MESSAGES, WITHDRAWN, WAITING, OLDEST), work_figures)
