"""What programs' codes are called on a page and in a feed, Japanese first."""

from collections.abc import Iterable

from services.programs.models import Series
from services.programs.rules import CancelReason, Caution
from shared.ui import dates

REASONS: dict[CancelReason, tuple[str, str]] = {
    CancelReason.HEAVY_RAIN: ("大雨のため", "Heavy rain"),
    CancelReason.TYPHOON: ("台風のため", "Typhoon"),
    CancelReason.SNOW: ("雪のため", "Snow"),
    CancelReason.HEAT: ("暑さのため", "Heat"),
    CancelReason.ILLNESS: ("スタッフの体調のため", "Staff are ill"),
    CancelReason.VENUE: ("会場が使えないため", "The venue is closed"),
    CancelReason.CLOSED_DAY: ("お休みの日のため", "Closed that day"),
    CancelReason.CHANGED: ("曜日が変わったため", "The weekday changed"),
    CancelReason.OTHER: ("都合により", "Other reasons"),
}

GIVEN_REASONS = {  # those a person chooses; the others come from a rule
    reason: said for reason, said in REASONS.items() if reason not in {CancelReason.CLOSED_DAY, CancelReason.CHANGED}
}

CAUTIONS: dict[str, tuple[str, str]] = {
    "holiday": ("{}です", "{} (a day off)"),
    "school_break": ("学校は{}です", "school holidays: {}"),
    "double_use": ("同じ会場・同じ時間に「{}」があります", "“{}” is there at that time"),
    "venue_closed": ("会場があいていない時間です", "the venue is closed then"),
}


def cautions_said(cautions: Iterable[Caution], lang: dates.Lang) -> list[str]:
    """What to know of a day, one phrase each."""
    return [CAUTIONS[each.code][lang == "en"].format(each.name) for each in cautions]


def weekly_words(times: Iterable[Series], lang: dates.Lang) -> str:
    """毎週 火曜 8:45–12:00."""
    if lang == "ja":
        parts = [f"{dates.WEEKDAYS_JA[row.weekday]}曜 {dates.hours(row.starts, row.ends)}" for row in times]
        return f"毎週 {'、'.join(parts)}" if parts else ""
    parts = [f"{dates.WEEKDAYS_EN[row.weekday]} {dates.hours(row.starts, row.ends, 'en')}" for row in times]
    return f"Every {', '.join(parts)}" if parts else ""
