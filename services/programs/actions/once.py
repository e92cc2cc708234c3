"""A form that waited on a phone without a connection may arrive more than once: its key lets it have one effect."""

from datetime import datetime

from shared.bus.inbox import claim
from shared.db import Session as Tx
from shared.tokens import fingerprint

FORMS = "forms"  # forms' keys stand in the inbox beside facts' ids: the same promise, kept in the same place


async def arrives_first(tx: Tx, key: str | None, said: str, *, now: datetime) -> bool:
    """Whether a form may have its effect: it has no key, or this is the first time it comes with what is `said` in it.

    Whoever corrects a form whose answer got lost, or goes back and fills in something else, means another thing.
    """
    return key is None or bool(await claim(tx, FORMS, [fingerprint(f"{key}|{said}")], now))
