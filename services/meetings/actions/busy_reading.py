"""Reading a stranger's calendar without being held up by it: in a child process that is gone within seconds."""

import asyncio
import json
import signal
from datetime import datetime
from typing import Any

from services.meetings.errors import (
    CalendarTooIntricate,
    CalendarTooLarge,
    CannotReadCalendars,
    NotACalendar,
    UnknownZone,
    UnreadableRule,
)
from services.meetings.rules.busy import LARGEST
from services.meetings.rules.spans import Span
from shared.child import ask_child
from shared.errors import Invalid

PATIENCE_SECONDS = 10.0  # the child ends itself after two seconds of reading; this is for one that does not even start
REFUSALS: dict[str, type[Invalid]] = {
    each.code: each for each in (CalendarTooLarge, NotACalendar, UnknownZone, UnreadableRule)
}


class BusyReader:
    """Reads one calendar at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Semaphore(1)  # a child takes some 45 MiB while it reads

    async def read(self, octets: bytes, *, now: datetime) -> list[Span]:
        """The busy times of an .ics for thirteen months; every refusal names the field `calendar`."""
        if len(octets) > LARGEST:
            raise CalendarTooLarge(f"The file is larger than {LARGEST // 1000} KB.", field="calendar")
        async with self._one_at_a_time:
            code, told = await ask_child(
                "services.meetings.actions.busy_process", now.isoformat(),
                octets=octets, patience_seconds=PATIENCE_SECONDS,
            )  # fmt: skip
        if code == -signal.SIGALRM:
            raise CalendarTooIntricate("Its repeated events could not be counted within 2 s.", field="calendar")
        if code != 0:
            raise CannotReadCalendars("The process that reads calendars failed.")
        return _spans(json.loads(told))


def _spans(told: dict[str, Any]) -> list[Span]:
    if "refused" in told:
        raise REFUSALS[told["refused"]](told["because"], field="calendar")
    return [Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends)) for starts, ends in told["spans"]]
