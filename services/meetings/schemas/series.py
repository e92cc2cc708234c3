"""A body's regular sittings as people edit them: no RRULE is ever typed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from pydantic import Field as Described
from pydantic_core import PydanticCustomError

from services.meetings.models import Body
from services.meetings.rules.recurrence import HolidayRule, Pattern
from services.meetings.rules.series import Change
from services.meetings.schemas.base import Form
from shared.contracts.words import ItemKind, LegalBasis
from shared.web.text import ShortText

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Nth = Literal["1", "2", "3", "4", "-1"]
MONTHS = frozenset({1, 2, 3, 4, 6, 12})  # counted from April they name the same months every year


class SeriesForm(Form):
    """When a body sits from `since` on: every `interval` months on the `nth` weekdays, or every `interval` weeks."""

    since: date
    version: int | None = Described(None, description="the rule's version on the page that was edited")
    unit: Literal["month", "week"] = "month"
    interval: int = Described(1, ge=1, le=12)
    nth: list[Nth] = Described(
        default=[], max_length=5, validate_default=True, description="weeks of the month, -1 is the last"
    )
    weekday: Weekday
    start: time
    minutes: int = Described(60, ge=10, le=480)
    holiday_rule: HolidayRule = HolidayRule.NEXT
    place: ShortText = ""

    @field_validator("interval")
    @classmethod
    def _same_months_each_year(cls, interval: int, found: ValidationInfo) -> int:
        if found.data.get("unit") == "month" and interval not in MONTHS:
            raise PydanticCustomError("interval", "Months go by 1, 2, 3, 4, 6 or 12")
        return interval

    @field_validator("nth")
    @classmethod
    def _says_which_weeks(cls, nth: list[Nth], found: ValidationInfo) -> list[Nth]:
        if found.data.get("unit") == "month" and not nth:
            raise PydanticCustomError("too_short", "Choose which weeks of the month")
        return nth

    @property
    def pattern(self) -> Pattern:
        nth = tuple(sorted({int(each) for each in self.nth}, key=lambda each: each % 100))
        return Pattern(self.weekday, self.interval, nth if self.unit == "month" else ())

    def columns(self) -> dict[str, Any]:
        """The body's columns that this sets."""
        return {
            "rrule": self.pattern.rrule,
            "start": self.start.replace(second=0, microsecond=0, tzinfo=None),
            "minutes": self.minutes,
            "holiday_rule": self.holiday_rule.value,
            "place": self.place,
        }


class ClosureForm(Form):
    """Why the offices are closed on a day."""

    name: Annotated[ShortText, StringConstraints(min_length=1)]


class ClosedDayForm(ClosureForm):
    """The same with its day, as a page asks for it."""

    day: date


class BodyView(BaseModel):
    """会議体, with its rule; `rrule` is shown to programs, never typed."""

    id: str
    name: str
    purpose: str
    leader: str | None
    deputy: str | None
    required: list[str]
    by_agenda: list[str]
    area: str | None
    rrule: str | None
    start: time | None
    minutes: int
    holiday_rule: str | None
    place: str
    quorum: int | None
    lanes: list[LegalBasis]
    takes: list[ItemKind]
    sits_with: str | None
    is_draft: bool
    version: int

    @classmethod
    def of(cls, body: Body) -> Self:
        return cls.model_validate(body.model_dump())


class MovedView(BaseModel):
    """A sitting that moves, with its UID."""

    id: str
    day: date
    starts_at: datetime


class ChangeView(BaseModel):
    """What a new rule does to the coming sittings."""

    unchanged: list[str]
    moved: list[MovedView]
    new: list[datetime]
    dropped: list[str]
    overlapping: list[datetime] = Described(
        default=[], description="moments at which somebody who has to come is called elsewhere"
    )

    @classmethod
    def of(cls, change: Change, overlapping: Sequence[datetime] = ()) -> Self:
        moved = [MovedView(id=each, day=day, starts_at=moment) for each, day, moment in change.moved]
        new = [moment for _day, moment in change.new]
        return cls(
            unchanged=change.unchanged, moved=moved, new=new, dropped=change.dropped, overlapping=list(overlapping)
        )
