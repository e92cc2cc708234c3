"""What a change of a weekly time brings, as people read it before and after."""

from datetime import date, datetime

from pydantic import BaseModel

from services.programs.rules import CancelReason, Fate


class OutcomeView(BaseModel):
    """One session's fate: as it stands (nothing for a new one), and as it will."""

    fate: Fate
    held_on: date | None
    starts_at: datetime | None
    to_day: date | None
    to_starts_at: datetime | None
    to_ends_at: datetime | None
    reason: CancelReason | None
