"""The one place that reads the wall clock, and the ids that are ordered by it."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day in Japan on which `moment` falls."""
    return moment.astimezone(TOKYO).date()


def moment_of(identifier: str) -> datetime | None:
    """When a UUIDv7 was made, to the millisecond; None for any other id."""
    try:
        made = UUID(identifier)
    except ValueError:
        return None
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC) if made.version == 7 else None


def new_id() -> str:
    """A UUIDv7 (RFC 9562): ids made later sort later, so indexes grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    value = milliseconds << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76  # version 7
    value = value & ~(0x3 << 62) | 0x2 << 62  # RFC variant
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
