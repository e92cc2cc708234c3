"""The base of meetings' tables, and columns that many of them have."""

from datetime import datetime

from sqlalchemy import JSON, Column, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from shared.db import UTCDateTime

metadata = MetaData()


class MeetingsModel(SQLModel, registry=registry(metadata=metadata)):
    """Base of meetings' tables."""


def moment(*, nullable: bool = False, primary_key: bool = False) -> Column[datetime]:
    """A moment in time, UTC."""
    return Column(UTCDateTime, nullable=nullable, primary_key=primary_key)


def codes() -> Column[list[str]]:
    """A list of codes or ids."""
    return Column(JSON, nullable=False)
