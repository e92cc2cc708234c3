"""What is public of a town's programs, loaded once for every format. Registrations are never looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from services.programs.actions.organisers import organisers_of
from services.programs.actions.places import Places, places_of
from services.programs.actions.planning import exceptions_of
from services.programs.actions.reading import programs_of
from services.programs.actions.venues import hours_of
from services.programs.models import Municipality, Organiser, Program, RegistrationRules, Series
from services.programs.rules import Slot
from shared.db import Session as Tx


@dataclass(frozen=True)
class Published:
    """A town's programs that are not over, who runs them, where and when; by id what is looked up."""

    town: Municipality
    programs: Sequence[Program]
    times: Mapping[str, Sequence[Series]]
    excepted: Mapping[str, Sequence[date]]
    organisers: Mapping[str, Organiser]
    places: Places
    opening: Mapping[str, Mapping[int, Slot]]
    registered: frozenset[str]  # programs one registers for: that one has to, never who did


async def published_of(tx: Tx, town: Municipality, *, today: date) -> Published:
    """All that the open data of a town is made of."""
    programs = [row for row in await programs_of(tx, town.code) if row.ended_on is None or row.ended_on >= today]
    ids = [row.id for row in programs]
    times = await _times(tx, ids, today)
    places = await places_of(tx, town.code)
    asked = select(RegistrationRules.program_id).where(col(RegistrationRules.program_id).in_(ids))
    return Published(
        town,
        programs,
        times,
        await exceptions_of(tx, [each.id for rows in times.values() for each in rows]),
        {row.id: row for row in await organisers_of(tx, town.code)},
        places,
        await hours_of(tx, list(places.venues)),
        frozenset((await tx.exec(asked)).all()),
    )


async def _times(tx: Tx, program_ids: Sequence[str], today: date) -> dict[str, list[Series]]:
    """Weekly times whose season is not over, Monday first."""
    query = (
        select(Series)
        .where(col(Series.program_id).in_(program_ids))
        .order_by(col(Series.weekday), col(Series.starts), col(Series.id))
    )
    found: dict[str, list[Series]] = {each: [] for each in program_ids}
    for series in await tx.exec(query):
        if series.last_day is None or series.last_day >= today:
            found[series.program_id].append(series)
    return found
