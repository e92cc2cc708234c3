"""A form that waited on a phone without a connection may arrive more than once: its key lets it have one effect."""

from datetime import datetime

from shared.bus.inbox import claim
from shared.db import Session as Tx

FORMS = "forms"  # forms' keys stand in the inbox beside facts' ids: the same promise, kept in the same place


async def arrives_first(tx: Tx, key: str | None, *, now: datetime) -> bool:
    """Whether a form may have its effect: it has no key, or this is the first time its key is seen."""
    return key is None or bool(await claim(tx, FORMS, [key], now))
