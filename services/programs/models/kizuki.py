"""気づき."""

from datetime import datetime

from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from shared.contracts.words import Theme
from shared.db import Coded


class KizukiNote(ProgramsModel, table=True):
    """One sentence about an area. It names nobody, and never leaves this service."""

    __tablename__ = "kizuki_notes"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice is one note")
    municipality: str = Field(index=True)
    area: str | None = None
    theme: Theme = Field(sa_type=Coded(Theme))
    sentence: str = Field(max_length=200)
    noted_by: str
    noted_at: datetime = Field(sa_column=moment())
