"""What the town lacks."""

from datetime import datetime

from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment


class ResourceGap(ProgramsModel, table=True):
    """資源不足: a need that nothing in town meets, heard from meetings."""

    __tablename__ = "resource_gaps"

    gap_id: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    theme: str
    area: str | None = None
    noted_at: datetime = Field(sa_column=moment())
