"""Log lines about facts, by which one command is followed through all services."""

from collections.abc import Sequence

import structlog
from nats.aio.msg import Msg

log = structlog.get_logger()

FEW = 16  # of a larger batch, one line says how many: a line each would cost more than the work


def ids_of(consumer: str, message: Msg) -> dict[str, str | None]:
    """Whose turn it was, and by which ids a fact and its command are known; none of it says whom it is about."""
    headers = message.headers or {}
    return {
        "consumer": consumer,
        "type": headers.get("ce-type"),
        "event_id": headers.get("ce-id"),
        "correlation_id": headers.get("ce-correlationid") or headers.get("ce-id"),
    }


def log_handled(consumer: str, messages: Sequence[Msg]) -> None:
    """The facts of one committed batch."""
    if len(messages) > FEW:
        log.info("facts handled", consumer=consumer, facts=len(messages))
        return
    for message in messages:
        log.info("fact handled", **ids_of(consumer, message))
