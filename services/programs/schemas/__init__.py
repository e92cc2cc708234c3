"""Shapes of programs' requests and answers, by topic."""

from services.programs.schemas.attending import (
    AttendanceForm,
    AttendanceView,
    CheckView,
    FiguresView,
    Mark,
)
from services.programs.schemas.base import Form
from services.programs.schemas.outcomes import OutcomeView
from services.programs.schemas.programs import ProgramForm, ProgramView
from services.programs.schemas.registering import (
    RegistrationForm,
    RosterRow,
    RulesForm,
    Ticket,
    TicketView,
)
from services.programs.schemas.series import ClosedDayForm, MoveForm, SchoolBreakForm, SeriesForm
from services.programs.schemas.sessions import CancelForm, DayView, ExtraForm, PostForm, SessionView, WeekForm
from services.programs.schemas.town import FreeSlot, LinkForm, LinkView, OpeningHours, OrganiserForm, VenueForm

__all__ = [
    "AttendanceForm",
    "AttendanceView",
    "CancelForm",
    "CheckView",
    "ClosedDayForm",
    "DayView",
    "ExtraForm",
    "FiguresView",
    "Form",
    "FreeSlot",
    "LinkForm",
    "LinkView",
    "Mark",
    "MoveForm",
    "OpeningHours",
    "OrganiserForm",
    "OutcomeView",
    "PostForm",
    "ProgramForm",
    "ProgramView",
    "RegistrationForm",
    "RosterRow",
    "RulesForm",
    "SchoolBreakForm",
    "SeriesForm",
    "SessionView",
    "Ticket",
    "TicketView",
    "VenueForm",
    "WeekForm",
]
