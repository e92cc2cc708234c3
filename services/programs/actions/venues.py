"""会場: where programs take place, when it is open, and when it is free for an idea."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import and_, col, delete, or_, select

from services.programs import rules
from services.programs.actions.areas import check_area
from services.programs.actions.places import venues_of
from services.programs.actions.touching import touch_shown
from services.programs.errors import NoSuchVenue
from services.programs.models import Program, Series, Session, Venue, VenueHours
from services.programs.rules import SessionStatus, Slot
from services.programs.schemas import FreeSlot, VenueForm
from shared.auth import Who
from shared.clock import TOKYO, local_date, new_id
from shared.db import Session as Tx

DAYS_AHEAD = timedelta(weeks=4)


async def put_venue(tx: Tx, venue_id: str | None, form: VenueForm, who: Who, *, now: datetime) -> Venue:
    """A venue is there, or is another than it was: what calendars say of it changes in each session held there."""
    row = await own_venue(tx, venue_id, who) if venue_id else Venue(id=new_id(), municipality=who.municipality, name="")
    await check_area(tx, who.municipality, form.area)
    before = row.name, row.address
    for name, value in form.model_dump(exclude={"hours"}).items():
        setattr(row, name, value)
    tx.add(row)
    await tx.flush()
    if venue_id and (row.name, row.address) != before:
        await touch_held_at(tx, row, now=now)
    await tx.exec(delete(VenueHours).where(col(VenueHours.venue_id) == row.id))
    tx.add_all([VenueHours(venue_id=row.id, **each.model_dump()) for each in form.hours])
    return row


async def touch_held_at(tx: Tx, venue: Venue, *, now: datetime) -> None:
    """Its name or address is another: LOCATION of every session there, for once or as usual."""
    usual = select(Program.id).where(Program.venue_id == venue.id)
    at_usual = and_(col(Session.venue_id).is_(None), col(Session.program_id).in_(usual))
    await touch_shown(tx, or_(col(Session.venue_id) == venue.id, at_usual), now=now)


async def own_venue(tx: Tx, venue_id: str, who: Who) -> Venue:
    """A venue of the town."""
    row = await tx.get(Venue, venue_id)
    if row is None or row.municipality != who.municipality:
        raise NoSuchVenue("There is no such venue.")
    return row


async def hours_of(tx: Tx, venue_ids: Sequence[str]) -> Mapping[str, Mapping[int, Slot]]:
    """Opening hours by venue and weekday."""
    hours: dict[str, dict[int, Slot]] = {venue_id: {} for venue_id in venue_ids}
    for row in await tx.exec(select(VenueHours).where(col(VenueHours.venue_id).in_(venue_ids))):
        hours[row.venue_id][row.weekday] = Slot(row.opens, row.closes)
    return hours


async def find_free_slots(
    tx: Tx, municipality: str, *, now: datetime, at_least: timedelta, weekday: int | None = None
) -> list[FreeSlot]:
    """空いている時間: weekly spans in which a venue is open and without a program, with the next days that are free."""
    venues = {row.id: row for row in await venues_of(tx, municipality)}
    hours = await hours_of(tx, list(venues))
    taken = await _taken_weekly(tx, municipality, local_date(now))
    dated = await _taken_on_days(tx, municipality, local_date(now))
    found = []
    for venue in venues.values():
        for day, open_ in sorted(hours[venue.id].items()):
            if weekday is None or weekday == day:
                for slot in rules.free_slots(open_, taken.get((venue.id, day), []), at_least):
                    days = _free_days(dated, venue.id, day, slot, local_date(now))
                    found.append(
                        FreeSlot(
                            venue_id=venue.id, venue=venue.name, weekday=day, starts=slot.starts, ends=slot.ends,
                            next_days=days,
                        )
                    )  # fmt: skip
    return found


async def _taken_weekly(tx: Tx, municipality: str, today: date) -> dict[tuple[str, int], list[Slot]]:
    query = (
        select(Program.venue_id, Series)
        .join(Program)
        .where(
            Program.municipality == municipality, col(Program.venue_id).is_not(None), col(Series.starts).is_not(None)
        )
        .where(or_(col(Series.last_day).is_(None), col(Series.last_day) >= today))
        .where(or_(col(Program.ended_on).is_(None), col(Program.ended_on) >= today))
    )
    taken: dict[tuple[str, int], list[Slot]] = {}
    for venue_id, series in (await tx.exec(query)).all():
        assert venue_id
        assert series.starts
        assert series.ends
        taken.setdefault((venue_id, series.weekday), []).append(Slot(series.starts, series.ends))
    return taken


async def _taken_on_days(tx: Tx, municipality: str, today: date) -> dict[tuple[str, date], list[Slot]]:
    """What stands on the days ahead, be it beside the weekly times or elsewhere than usual."""
    query = (
        select(Session, Program.venue_id)
        .join(Program)
        .where(Session.municipality == municipality, Session.status == SessionStatus.PLANNED)
        .where(col(Session.held_on).between(today, today + DAYS_AHEAD), col(Session.starts_at).is_not(None))
    )
    taken: dict[tuple[str, date], list[Slot]] = {}
    for session, usual in (await tx.exec(query)).all():
        assert session.starts_at
        assert session.ends_at
        if venue_id := session.venue_id or usual:
            slot = slot_between(session.starts_at, session.ends_at)
            taken.setdefault((venue_id, session.held_on), []).append(slot)
    return taken


def slot_between(starts_at: datetime, ends_at: datetime) -> Slot:
    """The part of the day between two moments."""
    return Slot(starts_at.astimezone(TOKYO).time(), ends_at.astimezone(TOKYO).time())


def _free_days(
    dated: Mapping[tuple[str, date], Sequence[Slot]], venue_id: str, weekday: int, slot: Slot, today: date
) -> list[date]:
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    days = [first + timedelta(weeks=week) for week in range(4)]
    return [day for day in days if not any(slot.meets(other) for other in dated.get((venue_id, day), ()))]
