"""Shapes of meetings' requests and answers."""

from services.meetings.schemas.base import Form
from services.meetings.schemas.feeds import Detail, FeedForm, FeedRow, FeedView, SubscribeForm
from services.meetings.schemas.series import BodyView, ChangeView, ClosureForm, MovedView, SeriesForm
from services.meetings.schemas.sittings import (
    CaseRef,
    ConveneForm,
    DecisionForm,
    DecisionView,
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
    "BodyView", "CaseRef", "ChangeView", "ClosureForm", "ConveneForm", "DecisionForm", "DecisionView", "Detail",
    "FeedForm", "FeedRow", "FeedView", "Form", "InvitationView", "ItemView", "MeetingView", "MoveForm", "MovedView",
    "NewTime", "SeriesForm", "SittingView", "SubscribeForm", "TaskForm", "TaskView",
]  # fmt: skip
