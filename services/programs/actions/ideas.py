"""新しいことを始めたい: where there is room for a resident's idea, and whom to call about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.programs.actions.organisers import organisers_of
from services.programs.actions.places import venues_of
from services.programs.actions.reading import programs_of
from services.programs.actions.venues import find_free_slots
from services.programs.models import Organiser, Venue
from services.programs.schemas import FreeSlot
from shared.clock import local_date
from shared.db import Session as Tx


@dataclass(frozen=True)
class Room:
    """A venue with weekly spans that are free, and who runs programs there: they know its doors."""

    venue: Venue
    slots: Sequence[FreeSlot]
    neighbours: Sequence[Organiser]


async def rooms_for_ideas(
    tx: Tx, municipality: str, *, now: datetime, minutes: int, weekday: int | None = None
) -> list[Room]:
    """Venues with a free span of at least so many minutes, on one weekday (Monday is 0) or any."""
    slots = await find_free_slots(tx, municipality, now=now, at_least=timedelta(minutes=minutes), weekday=weekday)
    running = await _running(tx, municipality, local_date(now))
    rooms = []
    for venue in await venues_of(tx, municipality):
        if free := [slot for slot in slots if slot.venue_id == venue.id]:
            rooms.append(Room(venue, free, running.get(venue.id, [])))
    return rooms


async def _running(tx: Tx, municipality: str, today: date) -> dict[str, list[Organiser]]:
    """Who runs a program at each venue, each once."""
    known = {row.id: row for row in await organisers_of(tx, municipality)}
    found: dict[str, list[Organiser]] = {}
    for program in await programs_of(tx, municipality):
        organiser = known.get(program.organiser_id or "")
        is_over = program.ended_on is not None and program.ended_on < today
        if organiser and program.venue_id and not is_over:
            there = found.setdefault(program.venue_id, [])
            there += [] if organiser in there else [organiser]
    return found
