"""Flyers and notices: what they say, ready to be drawn."""

from datetime import date, timedelta
from typing import Literal

from services.programs.actions.board import Wanted, days_of
from services.programs.actions.places import areas_of
from services.programs.actions.reading import find_program, weekly_times
from services.programs.errors import NoSuchSession, NoSuchTown
from services.programs.models import Municipality
from services.programs.rules import SessionStatus
from services.programs.schemas import BoardRow
from services.programs.words.flyer import Frame, Sheet, board_flyer, program_flyer, slip
from shared.db import Session as Tx
from shared.paper import Poster

Span = Literal["week", "month"]
DAYS: dict[Span, int] = {"week": 7, "month": 31}
AHEAD = timedelta(days=60)  # how far a notice looks for when it is on again


async def of_board(tx: Tx, wanted: Wanted, span: Span, sheet: Sheet, *, url: str) -> Poster:
    """The week or month from today on, of a town, an area, a kind."""
    town = await tx.get(Municipality, wanted.town)
    if town is None:
        raise NoSuchTown("There is no such municipality.", field="town")
    last = sheet.today + timedelta(days=DAYS[span] - 1)
    days = await days_of(tx, wanted, sheet.today, last)
    area = (await areas_of(tx, wanted.town)).get(wanted.area or "")
    place = (area, area) if area else (town.name, town.name_en)
    return board_flyer(Frame(place, span, wanted.kind, sheet.today, last, url), days, sheet)


async def of_program(tx: Tx, program_id: str, sheet: Sheet, *, url: str) -> Poster:
    """A program's next month."""
    program = await find_program(tx, program_id)
    last = sheet.today + timedelta(days=DAYS["month"] - 1)
    days = await days_of(tx, Wanted(program.municipality), sheet.today, last, program_id=program.id)
    return program_flyer(program, await weekly_times(tx, program.id), days, url, sheet)


async def of_cancelled(tx: Tx, program_id: str, session_id: str, sheet: Sheet, *, url: str) -> Poster:
    """中止のはり紙 of a session that was called off and is not past; NoSuchSession for any other."""
    program = await find_program(tx, program_id)
    days = await days_of(tx, Wanted(program.municipality), sheet.today, sheet.today + AHEAD, program_id=program.id)
    rows = [row for day in days for row in day.rows]
    row = next((row for row in rows if row.session.id == session_id), None)
    if row is None or row.session.status is not SessionStatus.CANCELLED:
        raise NoSuchSession("There is no such cancelled session.")
    return slip(row, _on_again(row.session.held_on, rows), url, sheet)


def _on_again(day: date, rows: list[BoardRow]) -> BoardRow | None:
    """The first after that day which takes place."""
    later = (row for row in rows if row.session.held_on > day and row.session.status is SessionStatus.PLANNED)
    return next(later, None)
