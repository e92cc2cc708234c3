"""Which sessions the weather concerns. No clock."""

from datetime import datetime, time
from enum import StrEnum

from services.programs.rules.words import CancelReason
from shared.clock import TOKYO

NOON = time(12)


class WeatherKind(StrEnum):
    """気象の警報, as programs tell them apart."""

    HEAVY_RAIN = "heavy_rain"
    STORM = "storm"
    SNOW = "snow"
    HEAT = "heat"
    FLOOD = "flood"


class PartOfDay(StrEnum):
    """Which sessions of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    DAY = "day"


REASON_OF = {
    WeatherKind.HEAVY_RAIN: CancelReason.HEAVY_RAIN,
    WeatherKind.STORM: CancelReason.TYPHOON,
    WeatherKind.SNOW: CancelReason.SNOW,
    WeatherKind.HEAT: CancelReason.HEAT,
    WeatherKind.FLOOD: CancelReason.HEAVY_RAIN,
}


def is_in(part: PartOfDay, starts_at: datetime | None) -> bool:
    """Whether a session lies in a part of the day, by when it begins; one whose time is open lies in the whole day."""
    if part is PartOfDay.DAY:
        return True
    if starts_at is None:
        return False
    return (starts_at.astimezone(TOKYO).time() < NOON) is (part is PartOfDay.MORNING)


def was_out(issued_at: datetime, lifted_at: datetime | None, at: datetime) -> bool:
    """Whether a warning was in force at a moment."""
    return issued_at <= at and (lifted_at is None or lifted_at > at)
