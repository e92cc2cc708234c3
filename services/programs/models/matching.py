"""参加支援: whom a program is for, and those who came though its conditions do not cover them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from services.programs.rules.matching import AcceptanceReason, Approver
from shared.db import Coded


class ProgramConditions(ProgramsModel, table=True):
    """Whom a program is for, as schemas.Criteria reads and writes it; a program without a row is asked about."""

    __tablename__ = "program_conditions"

    program_id: str = Field(primary_key=True, foreign_key="programs.id")
    criteria: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    version: int = Field(default=1, description="grows with every change: two people do not overwrite each other")


class GapAcceptance(ProgramsModel, table=True):
    """狭間の受け入れ: somebody comes though the conditions do not cover them. Why and who answers for it, never who."""

    __tablename__ = "gap_acceptances"

    id: str = Field(primary_key=True, description="made by the form, so that one sent twice counts once")
    municipality: str = Field(index=True)
    program_id: str = Field(foreign_key="programs.id")
    reason: AcceptanceReason = Field(sa_type=Coded(AcceptanceReason))
    approver: Approver = Field(sa_type=Coded(Approver))
    noted_by: str
    noted_at: datetime = Field(sa_column=moment())
