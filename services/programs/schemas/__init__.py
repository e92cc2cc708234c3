"""Shapes of programs' requests and answers, by topic."""

from services.programs.schemas.attending import AttendanceForm, AttendanceView, CheckView, FiguresView, Mark
from services.programs.schemas.base import Form
from services.programs.schemas.board import Board, BoardDay, BoardRow
from services.programs.schemas.criteria import Criteria, CriteriaForm, CriteriaView
from services.programs.schemas.disaster import (
    AskedSweep,
    PhoneTreeForm,
    ProposalView,
    SafetyRow,
    SweepForm,
    SweepView,
    WarningForm,
    WeatherRuleForm,
)
from services.programs.schemas.facts import FactsForm
from services.programs.schemas.gaps import GapView, UnmetNeedForm
from services.programs.schemas.importing import ImportForm
from services.programs.schemas.kizuki import KizukiForm, KizukiView
from services.programs.schemas.matching import AcceptanceCount, AcceptanceForm, ChangeView, MatchView, ReasonView
from services.programs.schemas.outcomes import OutcomeView
from services.programs.schemas.programs import ProgramForm, ProgramView
from services.programs.schemas.registering import RegistrationForm, RosterRow, RulesForm, Ticket, TicketView
from services.programs.schemas.series import ClosedDayForm, MoveForm, SchoolBreakForm, SeriesForm
from services.programs.schemas.sessions import (
    CancelForm,
    ComingView,
    DayView,
    ExtraForm,
    GivenReason,
    PhotoView,
    PostForm,
    SessionView,
    WeekForm,
)
from services.programs.schemas.town import FreeSlot, LinkForm, LinkView, OpeningHours, OrganiserForm, VenueForm

__all__ = [
    "AcceptanceCount",
    "AcceptanceForm",
    "AskedSweep",
    "AttendanceForm",
    "AttendanceView",
    "Board",
    "BoardDay",
    "BoardRow",
    "CancelForm",
    "ChangeView",
    "CheckView",
    "ClosedDayForm",
    "ComingView",
    "Criteria",
    "CriteriaForm",
    "CriteriaView",
    "DayView",
    "ExtraForm",
    "FactsForm",
    "FiguresView",
    "Form",
    "FreeSlot",
    "GapView",
    "GivenReason",
    "ImportForm",
    "KizukiForm",
    "KizukiView",
    "LinkForm",
    "LinkView",
    "Mark",
    "MatchView",
    "MoveForm",
    "OpeningHours",
    "OrganiserForm",
    "OutcomeView",
    "PhoneTreeForm",
    "PhotoView",
    "PostForm",
    "ProgramForm",
    "ProgramView",
    "ProposalView",
    "ReasonView",
    "RegistrationForm",
    "RosterRow",
    "RulesForm",
    "SafetyRow",
    "SchoolBreakForm",
    "SeriesForm",
    "SessionView",
    "SweepForm",
    "SweepView",
    "Ticket",
    "TicketView",
    "UnmetNeedForm",
    "VenueForm",
    "WarningForm",
    "WeatherRuleForm",
    "WeekForm",
]
