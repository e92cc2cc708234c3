"""Facts that come together: each changes its own lines, then each sitting they touched is called anew once."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from services.meetings.actions import agenda
from services.meetings.models import AgendaItem
from shared.bus import caused_by
from shared.contracts.base import Event
from shared.db import Session

Heard = TypeVar("Heard", bound=Event)
Hear = Callable[[Session, Heard, datetime], Awaitable[list[AgendaItem]]]


async def hear_all(tx: Session, events: Sequence[Heard], hear: Hear[Heard], *, now: datetime) -> None:
    """Let `hear` change lines for each fact in turn; it returns those it touched.

    What a sitting's people are told is caused by the last fact that touched it.
    """
    touched: dict[str | None, tuple[Heard, AgendaItem]] = {}
    for event in events:
        with caused_by(event):
            for line in await hear(tx, event, now):
                touched[line.meeting_id] = (event, line)
    for event, line in touched.values():
        with caused_by(event):
            await agenda.call_anew(tx, [line], now=now)
