"""Shapes of meetings' requests and answers."""

from services.meetings.schemas.action_items import ActionForm, ActionView
from services.meetings.schemas.agenda import LengthForm, LineForm, LineView, StepsForm
from services.meetings.schemas.attendance import AttendanceForm, AttendanceView, AttendedForm, AttendedView
from services.meetings.schemas.base import Form
from services.meetings.schemas.busy import BusyView
from services.meetings.schemas.feeds import Detail, FeedForm, FeedRow, FeedView, SubscribeForm
from services.meetings.schemas.membership import MembershipForm
from services.meetings.schemas.minutes import AddendumForm, AddendumView, MinutesForm, MinutesView, PartView
from services.meetings.schemas.polls import (
    AnswersForm,
    AskedDateView,
    AskingView,
    HoldForm,
    OverView,
    PollDateView,
    PollForm,
    PollInviteeView,
    PollView,
    SaidForm,
)
from services.meetings.schemas.replies import AskedView, ReplyForm, ReplyView
from services.meetings.schemas.rooms import RoomChoice, RoomForm, RoomView, TakenView
from services.meetings.schemas.series import BodyView, ChangeView, ClosedDayForm, ClosureForm, MovedView, SeriesForm
from services.meetings.schemas.sittings import (
    CaseRef,
    ConveneForm,
    DecisionForm,
    DecisionView,
    InvitationView,
    ItemView,
    MeetingView,
    MoveForm,
    NewSitting,
    NewTime,
    SittingView,
    TaskForm,
    TaskView,
)
from services.meetings.schemas.written import VoteForm, WrittenForm, WrittenView

__all__ = [
    "ActionForm", "ActionView", "AddendumForm", "AddendumView", "AnswersForm", "AskedDateView", "AskedView",
    "AskingView", "AttendanceForm", "AttendanceView", "AttendedForm", "AttendedView", "BodyView", "BusyView",
    "CaseRef", "ChangeView", "ClosedDayForm", "ClosureForm", "ConveneForm", "DecisionForm", "DecisionView",
    "Detail", "FeedForm", "FeedRow", "FeedView", "Form", "HoldForm", "InvitationView", "ItemView", "LengthForm",
    "LineForm", "LineView", "MeetingView", "MembershipForm", "MinutesForm", "MinutesView", "MoveForm", "MovedView",
    "NewSitting", "NewTime", "OverView", "PartView", "PollDateView", "PollForm", "PollInviteeView", "PollView",
    "ReplyForm", "ReplyView", "RoomChoice", "RoomForm", "RoomView", "SaidForm", "SeriesForm", "SittingView",
    "StepsForm", "SubscribeForm", "TakenView", "TaskForm", "TaskView", "VoteForm", "WrittenForm", "WrittenView",
]  # fmt: skip
