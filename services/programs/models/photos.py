"""Photos of a week: their pixels alone, under an address nobody guesses."""

from datetime import datetime

from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from shared.tokens import new_token


class Photo(ProgramsModel, table=True):
    """A photo that an organiser posted; sessions point to it. `octets` are a JPEG made by shared.picture."""

    __tablename__ = "photos"

    id: str = Field(default_factory=new_token, primary_key=True)
    program_id: str = Field(foreign_key="programs.id", index=True)
    octets: bytes
    sha256: str
    width: int
    height: int
    made_at: datetime = Field(sa_column=moment())
