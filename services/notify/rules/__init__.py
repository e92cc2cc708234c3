"""What notify decides, as pure functions by topic. No I/O, no clock."""

from services.notify.rules.automatic import is_automatic
from services.notify.rules.own_words import own_text
from services.notify.rules.sending import (
    ATTEMPTS,
    CALLING,
    TAKES_BACK,
    Kind,
    Reason,
    Standing,
    Status,
    Told,
    delay,
    reason_to_hold_back,
    wait_before,
    withdrawn,
)
from services.notify.rules.stopping import ANSWERS_A_DAY, UNCLEAR, asks_to_stop

__all__ = [
    "ANSWERS_A_DAY",
    "ATTEMPTS",
    "CALLING",
    "TAKES_BACK",
    "UNCLEAR",
    "Kind",
    "Reason",
    "Standing",
    "Status",
    "Told",
    "asks_to_stop",
    "delay",
    "is_automatic",
    "own_text",
    "reason_to_hold_back",
    "wait_before",
    "withdrawn",
]
