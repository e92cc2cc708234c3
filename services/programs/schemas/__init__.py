"""Shapes of programs' requests and answers, by topic."""

from services.programs.schemas.base import Form
from services.programs.schemas.criteria import Criteria, CriteriaForm, CriteriaView
from services.programs.schemas.facts import FactsForm
from services.programs.schemas.gaps import GapView, UnmetNeedForm
from services.programs.schemas.kizuki import KizukiForm, KizukiView
from services.programs.schemas.matching import AcceptanceCount, AcceptanceForm, ChangeView, MatchView, ReasonView
from services.programs.schemas.programs import ProgramView
from services.programs.schemas.sessions import CancelForm, DayView, ExtraForm, PostForm, SessionView, WeekForm

__all__ = [
    "AcceptanceCount", "AcceptanceForm", "CancelForm", "ChangeView", "Criteria", "CriteriaForm", "CriteriaView",
    "DayView", "ExtraForm", "FactsForm", "Form", "GapView", "KizukiForm", "KizukiView", "MatchView", "PostForm",
    "ProgramView", "ReasonView", "SessionView", "UnmetNeedForm", "WeekForm",
]  # fmt: skip
