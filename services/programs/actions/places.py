"""Where programs take place, as exactly as it is known."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import col, select

from services.programs.errors import UnknownVenue
from services.programs.models import Area, Program, Session, Venue
from shared.db import Session as Tx


@dataclass(frozen=True)
class Places:
    """A town's venues and the names of its areas, by id."""

    venues: Mapping[str, Venue]
    areas: Mapping[str, str]

    def venue_of(self, program: Program, session: Session | None = None) -> Venue | None:
        """The venue of a session, else its program's usual one."""
        venue_id = (session.venue_id if session else None) or program.venue_id
        return self.venues.get(venue_id) if venue_id else None

    def name(self, program: Program, session: Session | None = None) -> str:
        """The venue's name, the place in words, or at least the area; empty when nothing is known."""
        venue = self.venue_of(program, session)
        return venue.name if venue else program.place or self.areas.get(program.area or "", "")

    def location(self, program: Program, session: Session | None = None) -> str:
        """The name with the address behind it, as calendars and maps understand it."""
        venue = self.venue_of(program, session)
        return f"{venue.name} {venue.address}".strip() if venue else self.name(program, session)


async def areas_of(tx: Tx, municipality: str) -> Mapping[str, str]:
    """Names of the town's areas by id."""
    query = select(Area).where(Area.municipality == municipality).order_by(col(Area.id))
    return {row.id: row.name for row in (await tx.exec(query)).all()}


async def venues_of(tx: Tx, municipality: str) -> list[Venue]:
    """The town's venues, by name."""
    query = select(Venue).where(Venue.municipality == municipality).order_by(col(Venue.name))
    return list((await tx.exec(query)).all())


async def places_of(tx: Tx, municipality: str) -> Places:
    """All that is known of a town's places."""
    return Places({row.id: row for row in await venues_of(tx, municipality)}, await areas_of(tx, municipality))


async def chosen_venue(tx: Tx, program: Program, venue_id: str) -> str | None:
    """A venue chosen for a session; None when it is the program's usual one. UnknownVenue for one of another town."""
    venue = await tx.get(Venue, venue_id)
    if venue is None or venue.municipality != program.municipality:
        raise UnknownVenue("There is no such venue.", field="venue")
    return None if venue.id == program.venue_id else venue.id
