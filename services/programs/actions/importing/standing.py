"""What the town has, looked up by the names that a list uses."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from services.programs.actions.organisers import organisers_of
from services.programs.actions.places import areas_of, venues_of
from services.programs.actions.reading import programs_of
from services.programs.models import Organiser, Program, Series, Venue
from services.programs.rules.importing import Column, plain
from services.programs.words import KINDS
from shared.db import Session as Tx


@dataclass(frozen=True)
class Standing:
    """The town as it is: programs that are not over, organisers and venues by plain name; areas by name.

    Weekly times by program.
    """

    programs: Mapping[str, Sequence[Program]]
    organisers: MutableMapping[str, Organiser]  # these two grow while a list is taken over
    venues: MutableMapping[str, Venue]
    areas: Mapping[str, str]
    times: Mapping[str, Sequence[Series]]
    today: date

    def organiser_of(self, program: Program | None) -> Organiser | None:
        """Who runs a program."""
        return next((row for row in self.organisers.values() if program and row.id == program.organiser_id), None)

    def venue_of(self, program: Program | None) -> Venue | None:
        """Where a program usually is."""
        return next((row for row in self.venues.values() if program and row.id == program.venue_id), None)

    def says(self, program: Program) -> dict[Column, str]:
        """A program as the list's columns would say it."""
        organiser, venue = self.organiser_of(program), self.venue_of(program)
        area = next((name for name, key in self.areas.items() if key == program.area), "")
        return {
            Column.NAME: program.name, Column.KANA: program.name_kana, Column.ENGLISH: program.name_en,
            Column.AUDIENCE: program.audience, Column.CONTENT: program.content, Column.PURPOSE: program.purpose,
            Column.KIND: KINDS[program.kind][0], Column.ORGANISER: organiser.name if organiser else "",
            Column.VENUE: venue.name if venue else program.place, Column.AREA: area,
            Column.REMARK: program.irregular,
        }  # fmt: skip


async def standing_of(tx: Tx, municipality: str, *, today: date) -> Standing:
    """All that a list is held against."""
    programs: dict[str, list[Program]] = {}
    for program in await programs_of(tx, municipality):
        if program.ended_on is None or program.ended_on >= today:
            programs.setdefault(plain(program.name), []).append(program)
    times: dict[str, list[Series]] = {}
    for series in await tx.exec(select(Series).join(Program).where(Program.municipality == municipality)):
        if series.last_day is None or series.last_day >= today:
            times.setdefault(series.program_id, []).append(series)
    return Standing(
        programs,
        {plain(row.name): row for row in await organisers_of(tx, municipality)},
        {plain(row.name): row for row in await venues_of(tx, municipality)},
        {name: key for key, name in (await areas_of(tx, municipality)).items()},
        times,
        today,
    )
