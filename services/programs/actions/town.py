"""Taking over what stands in a town file. What somebody has edited since then stays as edited."""

from sqlmodel import SQLModel

from services.programs.actions.conditions import adopt_conditions
from services.programs.models import (
    Area,
    Municipality,
    Organiser,
    Program,
    Reading,
    SchoolBreak,
    Series,
    Venue,
    VenueHours,
)
from services.programs.rules import ProgramKind
from shared.clock import utc_now
from shared.contracts.programs import ProgramStarted
from shared.db import Session as Tx
from shared.outbox import emit
from shared.towns import Program as ProgramFacts
from shared.towns import Town
from shared.towns import Venue as VenueFacts

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


async def adopt_town(tx: Tx, town: Town) -> None:
    """Store the town's areas, places and programs; a program that is new is told to the others."""
    await tx.merge(Municipality(code=town.code, name=town.municipality.name, name_en=town.municipality.name_en))
    for area in town.areas:
        await tx.merge(Area(municipality=town.code, id=area.id, name=area.name))
    for organiser in town.organisers:
        await _add_new(tx, Organiser(municipality=town.code, **organiser.model_dump()), organiser.id)
    for venue in town.venues:
        await _adopt_venue(tx, town, venue)
    for rest in town.school_breaks:
        await _add_new(tx, SchoolBreak(municipality=town.code, **rest.model_dump()), (town.code, rest.first_day))
    for word, kana in town.readings.items():
        await _add_new(tx, Reading(municipality=town.code, word=word, kana=kana), (town.code, word))
    for facts in town.programs:
        if await tx.get(Program, facts.id) is None:
            await _adopt_program(tx, town, facts)
        await adopt_conditions(tx, facts)


async def _add_new(tx: Tx, row: SQLModel, key: object) -> bool:
    """Add a row unless one of its key is there; says whether it was new."""
    if await tx.get(type(row), key):
        return False
    tx.add(row)
    await tx.flush()
    return True


async def _adopt_venue(tx: Tx, town: Town, facts: VenueFacts) -> None:
    row = Venue(municipality=town.code, **facts.model_dump(exclude={"hours"}))
    if await _add_new(tx, row, facts.id):
        for hours in facts.hours:
            weekday = WEEKDAYS.index(hours.day)
            tx.add(VenueHours(venue_id=facts.id, weekday=weekday, opens=hours.opens, closes=hours.closes))


async def _adopt_program(tx: Tx, town: Town, facts: ProgramFacts) -> None:
    alike = {"id", "name", "name_kana", "name_en", "purpose", "content", "plain", "summary_en"}
    program = Program(
        **facts.model_dump(include=alike),
        municipality=town.code,
        area=town.areas[0].id if len(town.areas) == 1 else None,
        kind=ProgramKind(facts.kind),
        audience=facts.audience.text,
        irregular="、".join(each.name for each in facts.irregular),
        organiser_id=facts.organiser,
        venue_id=facts.venue,
        started_at=utc_now(),
    )
    tx.add(program)
    await tx.flush()
    for weekly in facts.weekly:
        weekday = WEEKDAYS.index(weekly.day)
        tx.add(Series(program_id=facts.id, weekday=weekday, starts=weekly.start, ends=weekly.end))
    emit(tx, ProgramStarted(municipality=town.code, aggregate_id=program.id, name=program.name, area=program.area))
