"""The tables programs owns, by topic."""

from services.programs.models.attending import Attendance, CheckTask, SessionCount
from services.programs.models.base import ProgramsModel, metadata
from services.programs.models.boards import BoardRevision
from services.programs.models.changes import Change
from services.programs.models.concerned import Concerned
from services.programs.models.gaps import GapLine, ResourceGap, UnmetNeed
from services.programs.models.kizuki import KizukiNote
from services.programs.models.matching import GapAcceptance, ProgramConditions
from services.programs.models.photos import Photo
from services.programs.models.programs import Program, Series, SeriesException, Session
from services.programs.models.registering import Participant, Registration, RegistrationQueue, RegistrationRules
from services.programs.models.town import (
    Area,
    ClosedDay,
    Municipality,
    Organiser,
    OrganiserLink,
    Reading,
    SchoolBreak,
    StopLink,
    Venue,
    VenueHours,
)
from services.programs.models.weather import Proposal, WeatherRule, WeatherWarning

__all__ = [
    "Area",
    "Attendance",
    "BoardRevision",
    "Change",
    "CheckTask",
    "ClosedDay",
    "Concerned",
    "GapAcceptance",
    "GapLine",
    "KizukiNote",
    "Municipality",
    "Organiser",
    "OrganiserLink",
    "Participant",
    "Photo",
    "Program",
    "ProgramConditions",
    "ProgramsModel",
    "Proposal",
    "Reading",
    "Registration",
    "RegistrationQueue",
    "RegistrationRules",
    "ResourceGap",
    "SchoolBreak",
    "Series",
    "SeriesException",
    "Session",
    "SessionCount",
    "StopLink",
    "UnmetNeed",
    "Venue",
    "VenueHours",
    "WeatherRule",
    "WeatherWarning",
    "metadata",
]
