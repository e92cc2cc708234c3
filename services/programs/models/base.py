"""The base of programs' tables, and columns that many of them have."""

from datetime import datetime

from sqlalchemy import Column, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.db import UTCDateTime

metadata = MetaData()


class ProgramsModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of programs' tables."""


def moment(*, nullable: bool = False) -> Column[datetime]:
    """A moment in time, UTC."""
    return Column(UTCDateTime, nullable=nullable)
