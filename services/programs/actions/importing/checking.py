"""Cells that forms would refuse, found before anything is written."""

from pydantic import BaseModel, ValidationError

from services.programs.actions.importing.forming import KIND_NAMES
from services.programs.actions.importing.plan import Planned
from services.programs.actions.importing.standing import Standing
from services.programs.rules.importing import REQUIRED, Column, Line, Mistake, Wrong
from services.programs.schemas import OrganiserForm, VenueForm


def missing(planned: Planned) -> list[Mistake]:
    """A program that is new needs to be described."""
    if planned.program:
        return []
    return [Mistake(planned.line.row, column, Wrong.MISSING) for column in REQUIRED if column not in planned.line.said]


def invalid(line: Line, standing: Standing) -> list[Mistake]:
    """What forms would refuse, by the cell it stands in."""
    said, wrong = line.said, []
    if Column.KIND in said and said[Column.KIND] not in KIND_NAMES:
        wrong.append((Column.KIND, Wrong.KIND))
    if Column.AREA in said and said[Column.AREA] not in standing.areas:
        wrong.append((Column.AREA, Wrong.AREA))
    for column in (Column.NAME, Column.ORGANISER, Column.VENUE):
        if column in said and not _fits(VenueForm, name=said[column]):
            wrong.append((column, Wrong.TOO_LONG))
    if not _fits(OrganiserForm, name="-", phone=said.get(Column.PHONE, "")):
        wrong.append((Column.PHONE, Wrong.PHONE))
    if not _fits(VenueForm, name="-", address=said.get(Column.ADDRESS, "")):
        wrong.append((Column.ADDRESS, Wrong.TOO_LONG))
    return [Mistake(line.rows[column], column, why) for column, why in wrong]


def _fits(shape: type[BaseModel], **values: str) -> bool:
    try:
        shape.model_validate(values)
    except ValidationError:
        return False
    return True
