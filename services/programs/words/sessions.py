"""What programs' codes are called on a page and in a feed, Japanese first."""

from collections.abc import Iterable

from services.programs.models import Change, Program, Series
from services.programs.rules import (
    BY_RULE,
    AttendanceState,
    CancelReason,
    Caution,
    ChangeKind,
    Fate,
    HolidayRule,
    PartOfDay,
    ProgramKind,
    WeatherKind,
)
from shared.ui import dates
from shared.ui.words import SESSION_OFF_BECAUSE, Words

REASONS: dict[CancelReason, Words] = {reason: SESSION_OFF_BECAUSE[reason] for reason in CancelReason}

GIVEN_REASONS = {  # those a person chooses; the others come from a rule
    reason: said for reason, said in REASONS.items() if reason not in BY_RULE
}

KINDS: dict[ProgramKind, tuple[str, str]] = {
    ProgramKind.GATHERING: ("集まり・居場所", "Get-togethers"),
    ProgramKind.MEAL: ("お茶・食べる", "Food and tea"),
    ProgramKind.EXERCISE: ("体を動かす", "Exercise"),
    ProgramKind.STUDY: ("学ぶ", "Learning"),
    ProgramKind.HOBBY: ("趣味・ものづくり", "Hobbies"),
    ProgramKind.WORK: ("働く・手伝う", "Work and helping"),
    ProgramKind.CHILDREN: ("子ども・子育て", "Children"),
    ProgramKind.OTHER: ("そのほか", "Other"),
}

HOLIDAY_RULES: dict[HolidayRule, tuple[str, str]] = {
    HolidayRule.SKIP: ("お休みにする", "Skip it"),
    HolidayRule.KEEP: ("いつもどおりやる", "Hold it"),
    HolidayRule.MOVE: ("次の平日などにずらす", "Move it to the next open day"),
}

FATES: dict[Fate, tuple[str, str]] = {
    Fate.HELD: ("変わります", "Changes"),
    Fate.REOPENED: ("また、あります", "On again"),
    Fate.DROPPED: ("中止になります", "Called off"),
    Fate.ADDED: ("新しくできます", "New"),
}

STATES: dict[AttendanceState, tuple[str, str]] = {
    AttendanceState.PRESENT: ("来た", "Came"),
    AttendanceState.LATE: ("遅れて来た", "Came late"),
    AttendanceState.PARTIAL: ("途中まで", "Left early"),
    AttendanceState.MISSED: ("来なかった", "Missed"),
    AttendanceState.EXCUSED: ("お休みの連絡あり", "Excused"),
}

CHANGES: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.POSTED: ("出す", "posted"),
    ChangeKind.CANCELLED: ("中止", "called off"),
    ChangeKind.REOPENED: ("中止の取り消し", "taken back"),
    ChangeKind.CHANGED: ("日時や場所の変更", "moved"),
}

PARTS: dict[PartOfDay, tuple[str, str]] = {
    PartOfDay.DAY: ("一日", "All day"),
    PartOfDay.MORNING: ("午前", "Morning"),
    PartOfDay.AFTERNOON: ("午後", "Afternoon"),
}

WEATHER: dict[WeatherKind, tuple[str, str]] = {
    WeatherKind.HEAVY_RAIN: ("大雨警報", "Heavy rain warning"),
    WeatherKind.STORM: ("暴風警報", "Storm warning"),
    WeatherKind.SNOW: ("大雪警報", "Heavy snow warning"),
    WeatherKind.HEAT: ("熱中症警戒アラート", "Heat alert"),
    WeatherKind.FLOOD: ("洪水警報", "Flood warning"),
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


def undo_words(change: Change, program: Program, lang: dates.Lang) -> str:
    """カフェ･ド･ポムの『中止』を元に戻す; of a change to several programs, to how many dates it was done."""
    (ja, en), total = CHANGES[change.kind], len(change.before)
    if change.program_id:
        return f"{program.name}の『{ja}』を元に戻す" if lang == "ja" else f"Undo “{en}”: {program.name}"
    several = f"{total} dates" if total > 1 else "1 date"
    return f"まとめて{total}件の『{ja}』を元に戻す" if lang == "ja" else f"Undo “{en}”: {several} of several programs"


def weekly_words(times: Iterable[Series], lang: dates.Lang) -> str:
    """毎週 火曜 8:45–12:00."""
    if lang == "ja":
        parts = [f"{dates.WEEKDAYS_JA[row.weekday]}曜 {dates.hours(row.starts, row.ends)}" for row in times]
        return f"毎週 {'、'.join(parts)}" if parts else ""
    parts = [f"{dates.WEEKDAYS_EN[row.weekday]} {dates.hours(row.starts, row.ends, 'en')}" for row in times]
    return f"Every {', '.join(parts)}" if parts else ""


WEEKDAYS = tuple((f"{ja}曜", en) for ja, en in zip(dates.WEEKDAYS_JA, dates.WEEKDAYS_EN, strict=True))


def season_words(series: Series, lang: dates.Lang) -> str:
    """12月1日から2月28日まで; empty for a weekly time without a season."""
    first = dates.month_day(series.first_day, lang) if series.first_day else ""
    last = dates.month_day(series.last_day, lang) if series.last_day else ""
    if lang == "en":
        return " ".join(part for part in (f"from {first}" if first else "", f"until {last}" if last else "") if part)
    return f"{first}から" * bool(first) + f"{last}まで" * bool(last)
