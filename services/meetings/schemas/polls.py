"""日程調整 as it is started, answered and shown."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.rules.polls import MOST_DATES, Availability, Ending, PollStatus
from services.meetings.schemas.base import Form
from shared.contracts.words import InviteeKind
from shared.web.text import Reference

WholeMinute = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.replace(second=0, microsecond=0))]


class PollForm(Form):
    """Dates to choose from, who is asked (`posts`, `agencies`), and the last day to answer."""

    request_id: Reference
    dates: list[WholeMinute] = Described(min_length=1, max_length=MOST_DATES)
    minutes: int = Described(60, ge=10, le=480)
    due_on: date
    agencies: list[Reference] = Described(default=[], max_length=50)
    posts: list[Reference] = Described(default=[], max_length=50, validate_default=True)

    @field_validator("posts")
    @classmethod
    def _somebody_is_asked(cls, posts: list[Reference], found: ValidationInfo) -> list[Reference]:
        if not posts and not found.data.get("agencies"):
            raise PydanticCustomError("too_short", "Choose at least one post or agency")
        return posts


class SaidForm(Form):
    """○, △ or × for one date."""

    date_id: Reference
    answer: Availability


class AnswersForm(Form):
    """What somebody says; a date that is left out keeps what was said before."""

    answers: list[SaidForm] = Described(min_length=1, max_length=MOST_DATES)


class HoldForm(Form):
    """The date on which the body sits."""

    date_id: Reference


class PollDateView(BaseModel):
    """A date with how many said what."""

    id: str
    starts_at: datetime
    closure: str | None = Described(None, description="what the town's own closed day is called, if it is one")
    yes: int
    maybe: int
    no: int
    is_best: bool


class PollInviteeView(BaseModel):
    """Who is asked, whether the mail left, and what they said, by the dates' ids."""

    id: str
    kind: InviteeKind
    invitee: str
    is_revoked: bool
    is_silent: bool
    told_at: datetime | None
    telling_failed: bool
    answers: dict[str, Availability]
    is_called: bool = Described(description="to the sitting that was set: false where the body's rules call others")


class PollView(BaseModel):
    """A poll with all answers, for who arranges the body."""

    id: str
    body: str
    title: str
    minutes: int
    due_on: date
    status: PollStatus
    meeting_id: str | None
    is_called_off: bool = Described(False, description="the sitting that was set on a date does not take place")
    takes_answers: bool
    may_remind: bool = Described(description="somebody is silent, and nobody was reminded today")
    dates: list[PollDateView]
    invitees: list[PollInviteeView]


class AskedDateView(BaseModel):
    """A date, and what this invitee said of it so far."""

    id: str
    starts_at: datetime
    closure: str | None = None
    answer: Availability | None
    is_busy: bool = Described(False, description="by the calendar that who is signed in has handed in")


class AskingView(BaseModel):
    """What one invitee is asked: the body's own name, dates, a deadline; nobody else's answer."""

    id: str
    title: str
    minutes: int
    due_on: date
    is_answered: bool
    dates: list[AskedDateView]


class OverView(BaseModel):
    """Why an asking takes no answer any more, and whom to ask; a void link says nothing of its poll."""

    ending: Ending
    title: str | None = None
    due_on: date | None = None
    starts_at: datetime | None = Described(None, description="when the body sits, where a date was found")
    contact: str | None = Described(None, description="the post that leads the body")
