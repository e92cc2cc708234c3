"""Shapes of programs' requests and answers, by topic."""

from services.programs.schemas.base import Form
from services.programs.schemas.board import Board, BoardDay, BoardRow
from services.programs.schemas.outcomes import OutcomeView
from services.programs.schemas.programs import ProgramForm, ProgramView
from services.programs.schemas.series import ClosedDayForm, MoveForm, SchoolBreakForm, SeriesForm
from services.programs.schemas.sessions import (
    CancelForm,
    ComingView,
    DayView,
    ExtraForm,
    PostForm,
    SessionView,
    WeekForm,
)
from services.programs.schemas.town import FreeSlot, LinkForm, LinkView, OpeningHours, OrganiserForm, VenueForm

__all__ = [
    "Board",
    "BoardDay",
    "BoardRow",
    "CancelForm",
    "ClosedDayForm",
    "ComingView",
    "DayView",
    "ExtraForm",
    "Form",
    "FreeSlot",
    "LinkForm",
    "LinkView",
    "MoveForm",
    "OpeningHours",
    "OrganiserForm",
    "OutcomeView",
    "PostForm",
    "ProgramForm",
    "ProgramView",
    "SchoolBreakForm",
    "SeriesForm",
    "SessionView",
    "VenueForm",
    "WeekForm",
]
