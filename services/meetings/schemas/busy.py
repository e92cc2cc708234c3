"""What somebody is shown of the calendar they handed in."""

from datetime import datetime

from pydantic import BaseModel
from pydantic import Field as Described


class BusyView(BaseModel):
    """That it is there and how much it says; never when, and never with what."""

    uploaded_at: datetime
    reaches_until: datetime = Described(description="the end of the days that were read")
    times: int = Described(description="busy times that are not over")
