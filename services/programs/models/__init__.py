"""The tables programs owns, by topic."""

from services.programs.models.base import ProgramsModel, metadata
from services.programs.models.boards import BoardRevision
from services.programs.models.changes import Change
from services.programs.models.gaps import ResourceGap
from services.programs.models.programs import Program, Series, SeriesException, Session
from services.programs.models.town import (
    Area,
    ClosedDay,
    Municipality,
    Organiser,
    OrganiserLink,
    Reading,
    SchoolBreak,
    Venue,
    VenueHours,
)

__all__ = [
    "Area",
    "BoardRevision",
    "Change",
    "ClosedDay",
    "Municipality",
    "Organiser",
    "OrganiserLink",
    "Program",
    "ProgramsModel",
    "Reading",
    "ResourceGap",
    "SchoolBreak",
    "Series",
    "SeriesException",
    "Session",
    "Venue",
    "VenueHours",
    "metadata",
]
