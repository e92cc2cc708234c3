"""A program is started, described anew, said to be still right, and ended."""

from datetime import datetime
from typing import Any

from services.programs.actions.areas import check_area
from services.programs.actions.ending import follow_last_day
from services.programs.actions.following import Following
from services.programs.actions.planning import plan_in_turn
from services.programs.actions.reading import own_program
from services.programs.actions.series import realign_program
from services.programs.actions.touching import touch_shown
from services.programs.errors import NoSuchOrganiser, UnknownVenue
from services.programs.models import Organiser, Program, Session, Venue
from services.programs.schemas import ProgramForm
from shared.auth import Who
from shared.clock import local_date, new_id
from shared.contracts.programs import ProgramStarted
from shared.db import Session as Tx
from shared.outbox import emit

SHOWN = ("name", "audience", "place", "venue_id", "area")  # what calendars say of each session


async def start_program(tx: Tx, form: ProgramForm, who: Who, *, now: datetime) -> Program:
    """A program that is new; its weekly times are added next."""
    program = Program(
        id=new_id(), municipality=who.municipality, started_at=now, verified_on=local_date(now),
        **await _described(tx, form, who),
    )  # fmt: skip
    tx.add(program)
    emit(
        tx,
        ProgramStarted(
            municipality=program.municipality, aggregate_id=program.id, name=program.name, area=program.area,
            occurred_at=now,
        ),
    )  # fmt: skip
    return program


async def edit_program(tx: Tx, program_id: str, form: ProgramForm, who: Who, *, now: datetime, weeks: int) -> Program:
    """Describe a program anew: what calendars show of it changes in each of its sessions, with their SEQUENCE."""
    await plan_in_turn(tx)
    program = await own_program(tx, who, program_id)
    before, ended_before = [getattr(program, name) for name in SHOWN], program.ended_on
    for name, value in (await _described(tx, form, who)).items():
        setattr(program, name, value)
    program.verified_on = local_date(now)
    tx.add(program)
    if [getattr(program, name) for name in SHOWN] != before:
        await touch_shown(tx, Session.program_id == program.id, now=now)
    if program.ended_on != ended_before:
        following = Following()
        await realign_program(tx, program, following, now=now, weeks=weeks)
        await follow_last_day(tx, program, following, now=now)
        await following.tell(tx, who, program, now=now)
    return program


async def verify_program(tx: Tx, program_id: str, who: Who, *, now: datetime) -> Program:
    """いまも合っています: somebody looked, and all of it is still true."""
    program = await own_program(tx, who, program_id)
    program.verified_on = local_date(now)
    tx.add(program)
    return program


async def _described(tx: Tx, form: ProgramForm, who: Who) -> dict[str, Any]:
    if form.venue:
        venue = await tx.get(Venue, form.venue)
        if venue is None or venue.municipality != who.municipality:
            raise UnknownVenue("There is no such venue.", field="venue")
    await check_area(tx, who.municipality, form.area)
    values = form.model_dump(exclude={"venue", "organiser"})
    return {**values, "venue_id": form.venue, "organiser_id": await _organiser(tx, form.organiser, who)}


async def _organiser(tx: Tx, organiser_id: str | None, who: Who) -> str | None:
    """The organiser chosen; somebody who posts for one organiser can't give its programs away."""
    if who.organisers and organiser_id not in who.organisers:
        raise NoSuchOrganiser("There is no such organiser of yours.", field="organiser")
    if organiser_id:
        row = await tx.get(Organiser, organiser_id)
        if row is None or row.municipality != who.municipality:
            raise NoSuchOrganiser("There is no such organiser.", field="organiser")
    return organiser_id
