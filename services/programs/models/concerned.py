"""Who is concerned by a session that was called off or moved, and whether they heard."""

from datetime import datetime

from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment


class Concerned(ProgramsModel, table=True):
    """見守り連絡先: a registration that a change concerns. Told by message, or reached by telephone, or neither yet."""

    __tablename__ = "concerned"

    change_id: str = Field(primary_key=True, foreign_key="changes.id")
    registration_id: str = Field(primary_key=True, foreign_key="registrations.id", index=True)
    sequence: int = Field(default=0, description="how often what concerns them changed since")
    told_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    reached_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    reached_by: str | None = None
