"""Shapes of programs' requests and answers, by topic."""

from services.programs.schemas.base import Form
from services.programs.schemas.programs import ProgramView
from services.programs.schemas.sessions import CancelForm, DayView, ExtraForm, PostForm, SessionView, WeekForm

__all__ = ["CancelForm", "DayView", "ExtraForm", "Form", "PostForm", "ProgramView", "SessionView", "WeekForm"]
