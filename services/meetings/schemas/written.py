"""持ち回り as it is started, answered and shown."""

from datetime import date

from pydantic import BaseModel
from pydantic import Field as Described

from services.meetings.rules.written import Outcome, Vote
from services.meetings.schemas.base import Form
from services.meetings.schemas.sittings import DecisionForm, ItemView
from shared.web.text import Reference


class WrittenForm(Form):
    """A decision to be put to the members, and the last day to answer."""

    request_id: Reference
    decision: DecisionForm
    due_on: date


class VoteForm(Form):
    """A member's answer."""

    vote: Vote


class WrittenView(BaseModel):
    """A written resolution with its line and its votes, for the posts of the sitting."""

    id: str
    meeting_id: str
    item: ItemView | None = Described(description="None once the line stands on another sitting")
    decision: DecisionForm
    due_on: date
    outcome: Outcome
    votes: dict[str, Vote | None] = Described(description="by post; None: not answered yet")
