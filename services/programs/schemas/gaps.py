"""合うものがない, and what the town lacks."""

from datetime import datetime

from pydantic import BaseModel
from pydantic import Field as Described

from services.programs.schemas.base import Form
from shared.contracts.words import Theme
from shared.web.text import Reference


class UnmetNeedForm(Form):
    """合うものがない: what about, and where."""

    request_id: Reference
    theme: Theme
    area: Reference | None = None


class GapView(BaseModel):
    """What the town lacks, by theme and area, for those who look after programs."""

    theme: Theme
    area: str | None
    recent: int = Described(description="times nothing fitted, within the window that counts")
    unmet: int = Described(description="times nothing fitted, ever")
    heard: int = Described(description="times a meeting found it lacking")
    first_at: datetime
    last_at: datetime
    told_at: datetime | None = Described(description="when it was last put on the agenda")
