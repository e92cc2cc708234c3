"""What can be added to a public calendar's address: `?style=rrule`, `?cancelled=hide`, `?alarm=30`.

An alarm is one of a few spans: each is another text of the same calendar that has to be kept ready.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple
from urllib.parse import parse_qsl

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from services.programs.settings import Settings
from shared.clock import local_date

ALARMS = (0, 5, 10, 15, 30, 45, 60, 90, 120, 180, 360, 720, 1440, 2880)
Style = Literal["expanded", "rrule"]
NAMES = ("alarm", "cancelled", "style")


def _offered(minutes: int) -> int:
    if minutes not in ALARMS:
        offered = ", ".join(map(str, ALARMS))
        raise PydanticCustomError(
            "alarm_not_offered", "Minutes before it begins: one of {offered}", {"offered": offered}
        )
    return minutes


Alarm = Annotated[int, AfterValidator(_offered)]


class Options(NamedTuple):
    """How somebody asks for a feed: of which installation, when, in which form; `alarm` is minutes before it begins."""

    settings: Settings
    now: datetime
    hides_cancelled: bool = False
    style: Style = "expanded"
    alarm: int | None = None

    @property
    def today(self) -> date:
        return local_date(self.now)


@lru_cache(maxsize=1024)
def variant(query: bytes) -> bytes:
    """The same wish always written alike, without what no calendar has: so there are few copies to keep."""
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return "&".join(f"{name}={given[name]}" for name in NAMES if name in given).encode("latin-1", "replace")
