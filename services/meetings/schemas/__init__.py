"""Shapes of meetings' requests and answers."""

from services.meetings.schemas.base import Form
from services.meetings.schemas.series import SeriesForm
from services.meetings.schemas.sittings import (
    CaseRef,
    ConveneForm,
    DecisionForm,
    DecisionView,
    FeedForm,
    FeedView,
    InvitationView,
    ItemView,
    MeetingView,
    MoveForm,
    NewTime,
    SittingView,
    TaskForm,
    TaskView,
)

__all__ = [
    "CaseRef", "ConveneForm", "DecisionForm", "DecisionView", "FeedForm", "FeedView", "Form", "InvitationView",
    "ItemView", "MeetingView", "MoveForm", "NewTime", "SeriesForm", "SittingView", "TaskForm", "TaskView",
]  # fmt: skip
