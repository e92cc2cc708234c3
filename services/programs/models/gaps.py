"""What the town lacks: heard from meetings, and found here when no program fits."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from shared.contracts.words import Theme
from shared.db import Coded

WHOLE_TOWN = ""  # the area of a gap line that belongs to none: a key can't be empty


class ResourceGap(ProgramsModel, table=True):
    """資源不足: a need that nothing in town meets, heard from meetings."""

    __tablename__ = "resource_gaps"

    gap_id: str = Field(primary_key=True)
    municipality: str = Field(index=True)
    theme: str
    area: str | None = None
    noted_at: datetime = Field(sa_column=moment())


class UnmetNeed(ProgramsModel, table=True):
    """合うものがない: once, for somebody, no program fitted. Theme and area are all that is kept."""

    __tablename__ = "unmet_needs"
    __table_args__ = (Index("ix_unmet_needs_counted", "municipality", "theme", "area", "noted_at"),)

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice counts once")
    municipality: str
    theme: Theme = Field(sa_type=Coded(Theme))
    area: str | None = None
    noted_at: datetime = Field(sa_column=moment())


class GapLine(ProgramsModel, table=True):
    """When needs of a theme and area were last put on the agenda; whoever counts them holds this row."""

    __tablename__ = "gap_lines"

    municipality: str = Field(primary_key=True)
    theme: Theme = Field(sa_type=Coded(Theme), primary_key=True)
    area: str = Field(primary_key=True, description="empty for the whole town")
    told_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
