"""The tables programs owns, by topic."""

from services.programs.models.base import ProgramsModel, metadata
from services.programs.models.gaps import GapLine, ResourceGap, UnmetNeed
from services.programs.models.kizuki import KizukiNote
from services.programs.models.matching import GapAcceptance, ProgramConditions
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
    "ClosedDay",
    "GapAcceptance",
    "GapLine",
    "KizukiNote",
    "Municipality",
    "Organiser",
    "OrganiserLink",
    "Program",
    "ProgramConditions",
    "ProgramsModel",
    "Reading",
    "ResourceGap",
    "SchoolBreak",
    "Series",
    "SeriesException",
    "Session",
    "UnmetNeed",
    "Venue",
    "VenueHours",
    "metadata",
]
