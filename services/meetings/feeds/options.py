"""What somebody can add to a calendar address: `?style=rrule`, `?cancelled=hide`, `?alarm=30`.

Anything else is ignored: a live address never fails for what stands behind its question mark.
"""

from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import parse_qs

LONGEST_ALARM = 7 * 24 * 60


@dataclass(frozen=True)
class Options:
    """`alarm` is minutes before an event."""

    style: Literal["expanded", "rrule"] = "expanded"
    hides_cancelled: bool = False
    alarm: int | None = None

    @classmethod
    def of(cls, query: bytes) -> Self:
        given = parse_qs(query.decode("latin-1"), max_num_fields=None)
        minutes = given.get("alarm", [""])[-1]
        alarm = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else None
        return cls(
            style="rrule" if given.get("style", [""])[-1] == "rrule" else "expanded",
            hides_cancelled=given.get("cancelled", [""])[-1] == "hide",
            alarm=alarm if alarm is not None and alarm <= LONGEST_ALARM else None,
        )

    @property
    def query(self) -> bytes:
        """The same options, always written alike."""
        parts = [
            "style=rrule" if self.style == "rrule" else "",
            "cancelled=hide" if self.hides_cancelled else "",
            "" if self.alarm is None else f"alarm={self.alarm}",
        ]
        return "&".join(part for part in parts if part).encode()
