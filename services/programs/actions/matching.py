"""参加支援: all programs of a town against what is known of somebody. Nothing of the facts is kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import select

from services.programs.actions.areas import check_area
from services.programs.actions.conditions import conditions_of
from services.programs.actions.facts import facts_of
from services.programs.actions.places import Places, places_of
from services.programs.actions.queueing import free_places
from services.programs.actions.reading import programs_of, sessions_between
from services.programs.models import Organiser, Program
from services.programs.rules import SessionStatus
from services.programs.rules.matching import (
    Answer,
    Point,
    Rank,
    Verdict,
    answer,
    kilometres_between,
    middle_of,
    rank,
)
from services.programs.schemas import ChangeView, FactsForm, MatchView, ReasonView
from services.programs.settings import Settings
from shared.auth import Who
from shared.clock import local_date
from shared.db import Session as Tx

AHEAD = timedelta(days=27)
DATES_SHOWN = 2


@dataclass(frozen=True)
class Match:
    """A program's answer with what helps to choose; `is_written_down`: somebody said whom it is for."""

    program: Program
    answer: Answer
    is_written_down: bool
    kilometres: float | None
    free_places: int | None
    next_dates: tuple[date, ...]
    organiser: Organiser | None


async def match(tx: Tx, form: FactsForm, who: Who, *, now: datetime, settings: Settings) -> list[Match]:
    """Every program of the reader's town, the best first."""
    today, town = local_date(now), who.municipality
    await check_area(tx, town, form.area)
    facts = facts_of(form, today)
    programs = [each for each in await programs_of(tx, town) if each.ended_on is None or each.ended_on >= today]
    conditions, places = await conditions_of(tx, programs), await places_of(tx, town)
    left = await free_places(tx, town)
    dates, organisers = await _next_dates(tx, programs, today), await _organisers(tx, town)
    found = [
        Match(
            program,
            answer(conditions.get(program.id), facts, margin_years=settings.guide_margin_years),
            program.id in conditions,
            _kilometres(places, facts.area, program),
            left.get(program.id),
            dates[program.id],
            organisers.get(program.organiser_id or ""),
        )
        for program in programs
    ]
    return sorted(found, key=_rank)


def best_of(found: Sequence[Match]) -> Verdict:
    """What a search comes to: the best answer of all programs."""
    return found[0].answer.verdict if found else Verdict.NO


def view_of(found: Match) -> MatchView:
    """A match as the JSON door answers it."""
    change = found.answer.change
    return MatchView(
        program_id=found.program.id,
        name=found.program.name,
        verdict=found.answer.verdict,
        reasons=[ReasonView.of(each) for each in found.answer.findings],
        is_written_down=found.is_written_down,
        change=ChangeView(
            on=change.on, verdict=change.verdict, reasons=[ReasonView.of(each) for each in change.findings]
        )
        if change
        else None,
        kilometres=None if found.kilometres is None else round(found.kilometres, 1),
        free_places=found.free_places,
        next_dates=list(found.next_dates),
        organiser=found.organiser.name if found.organiser else None,
        phone=found.organiser.phone if found.organiser else None,
    )


def _rank(found: Match) -> Rank:
    return rank(found.answer.verdict, found.program.name, kilometres=found.kilometres, free_places=found.free_places)


def _kilometres(places: Places, area: str | None, program: Program) -> float | None:
    """From the middle of the area's venues: nobody's address is asked for."""
    here = middle_of(
        [
            Point(venue.latitude, venue.longitude)
            for venue in places.venues.values()
            if area and venue.area == area and venue.latitude is not None and venue.longitude is not None
        ]
    )
    there = places.venue_of(program)
    if here is None or there is None or there.latitude is None or there.longitude is None:
        return None
    return kilometres_between(here, Point(there.latitude, there.longitude))


async def _organisers(tx: Tx, town: str) -> Mapping[str, Organiser]:
    rows = (await tx.exec(select(Organiser).where(Organiser.municipality == town))).all()
    return {row.id: row for row in rows}


async def _next_dates(tx: Tx, programs: list[Program], today: date) -> Mapping[str, tuple[date, ...]]:
    dates: dict[str, tuple[date, ...]] = defaultdict(tuple)
    for session in await sessions_between(tx, [program.id for program in programs], today, today + AHEAD):
        if session.status is SessionStatus.PLANNED and len(dates[session.program_id]) < DATES_SHOWN:
            dates[session.program_id] += (session.held_on,)
    return dates
