"""What people did to sessions, for as long as it can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules import ChangeKind
from shared.clock import new_id
from shared.db import Coded


class Change(ProgramsModel, table=True):
    """Something done to some sessions at once, with how they stood before: it can be taken back for ten minutes."""

    __tablename__ = "changes"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str
    program_id: str | None = Field(default=None, description="none: several programs at once")
    kind: ChangeKind = Field(sa_type=Coded(ChangeKind))
    done_by: str = Field(index=True, description="account or link")
    done_at: datetime = Field(sa_column=moment())
    undone_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    before: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))

    @property
    def session_ids(self) -> list[str]:
        """The sessions it was done to."""
        return [snapshot["id"] for snapshot in self.before]
