"""What a message door hands to its handler."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.bus.handled import Handled
from shared.bus.topology import ACK_WAIT_SECONDS
from shared.clock import Clock, utc_now
from shared.db import Database

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

Tx = Annotated[AsyncSession, "the transaction of the batch: the inbox row, the handler's effects and what it emits"]
Now = Annotated[datetime, "the moment the batch was taken up, UTC"]


@dataclass(frozen=True)
class Workplace:
    """Where and how a service handles foreign facts.

    `attempts`: after so many deliveries a message that keeps failing becomes a dead letter.
    `first_retry_seconds` doubles with each attempt up to `last_retry_seconds`. `write_lines`: one log line a fact.
    """

    db: Database
    clock: Clock = utc_now
    attempts: int = 12
    first_retry_seconds: float = 1.0
    last_retry_seconds: float = 600.0
    ack_wait_seconds: float = ACK_WAIT_SECONDS
    write_lines: bool = False
    tracing: "Tracing | None" = None
    handled: Handled = field(default_factory=Handled)
