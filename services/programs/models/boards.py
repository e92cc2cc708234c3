"""What residents see of a town, counted: whoever keeps a copy of it knows by the number whether it still holds."""

from sqlmodel import Field

from services.programs.models.base import ProgramsModel


class BoardRevision(ProgramsModel, table=True):
    """How often the public part of a town changed: its programs, sessions, places, organisers, readings."""

    __tablename__ = "board_revisions"

    municipality: str = Field(primary_key=True)
    revision: int
