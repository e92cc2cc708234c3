"""Shapes of calling off many sessions at once, of who is concerned, and of the weather."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, StringConstraints
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.programs.rules import CancelReason, PartOfDay, ProgramKind, WeatherKind
from services.programs.rules.calling import MOST_CALLERS, callers_in
from services.programs.schemas.base import Form, LocalTime
from services.programs.schemas.sessions import GivenReason, SessionView
from shared.web.text import LongText, Reference


class SweepForm(Form):
    """area × time × kind: which sessions stop, or begin later; nothing chosen in a list means all."""

    first_day: date
    last_day: date
    part: PartOfDay = PartOfDay.DAY
    areas: list[Reference] = Described([], max_length=50)
    kinds: list[ProgramKind] = Described([], max_length=8)
    reason: GivenReason = CancelReason.OTHER
    does: Literal["cancel", "later"] = "cancel"
    minutes_later: int = Described(60, ge=15, le=480, description="for `later`")


class AskedSweep(SweepForm):
    """The same as somebody at the page fills it in: why is asked, never supposed."""

    reason: CancelReason


class SweepView(BaseModel):
    """What would happen, or happened: the sessions, how many registrations they concern, and by which change."""

    change_id: str | None
    sessions: list[SessionView]
    concerned: int


class SafetyRow(BaseModel):
    """One registration of the safety list: without a name until somebody opens the list on purpose."""

    registration_id: str
    people: int
    names: list[str]
    phone: str
    programs: list[str]
    needs_transport: bool
    told_at: datetime | None
    reached_at: datetime | None


def _callers(text: str) -> str:
    if len(callers_in(text)) > MOST_CALLERS:
        raise PydanticCustomError("too_many_callers", "Eight callers at most")
    return text


class PhoneTreeForm(Form):
    """電話の順番表: who telephones, one a line or with commas between; nobody named means one list for all."""

    callers: Annotated[LongText, StringConstraints(max_length=400), AfterValidator(_callers)] = ""


class WeatherRuleForm(Form):
    """警報が出ていたら…: at a time, a warning proposes to call off a part of the day."""

    kind: WeatherKind
    decides_at: LocalTime
    calls_off: PartOfDay


class WarningForm(Form):
    """警報 is out, in the whole town or one area."""

    kind: WeatherKind
    area: Reference | None = None


class ProposalView(BaseModel):
    """中止の提案, for the organiser."""

    id: str
    kind: WeatherKind
    session: SessionView
