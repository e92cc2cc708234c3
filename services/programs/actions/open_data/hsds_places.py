"""Venues as HSDS locations, with their address, position, telephone number and opening hours."""

from services.programs import words
from services.programs.actions.open_data.nodes import Node, identifier, phones, said
from services.programs.actions.open_data.publishing import Published
from services.programs.actions.open_data.weekly import weekly
from services.programs.models import Program, Venue


def location(found: Published, program: Program) -> Node | None:
    """Where a program usually is; None when nobody said."""
    if venue := found.places.venue_of(program):
        return _venue(found, venue)
    if program.place:
        return {"id": identifier("place", program.id), "location_type": "physical", "name": program.place}
    return None


def _venue(found: Published, venue: Venue) -> Node:
    return said(
        id=identifier("location", venue.id),
        location_type="physical",
        name=venue.name,
        latitude=venue.latitude,
        longitude=venue.longitude,
        addresses=[_address(found, venue)] if venue.address else [],
        phones=phones(venue.phone, "location", venue.id),
        schedules=[
            weekly(identifier("opening", venue.id, str(day)), day, slot.starts, slot.ends, "会場があいている時間")
            for day, slot in sorted(found.opening.get(venue.id, {}).items())
        ],
    )


def _address(found: Published, venue: Venue) -> Node:
    """HSDS asks for a postal code; the address of a venue here is one line, so it stays empty."""
    return {
        "id": identifier("address", venue.id),
        "address_1": venue.address,
        "city": found.town.name,
        "state_province": words.prefecture_of(found.town.code),
        "postal_code": "",
        "country": "JP",
        "address_type": "physical",
    }
