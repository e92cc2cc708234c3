"""Weekly times as HSDS schedules. Which dates fall away is in each program's calendar, to which they point."""

from datetime import date, timedelta

from services.programs import words
from services.programs.actions.open_data.nodes import Node, identifier
from services.programs.actions.open_data.publishing import Published
from services.programs.actions.open_data.weekly import weekly
from services.programs.models import Program, Series
from shared.clock import local_date


def schedules(found: Published, program: Program, calendar: str, today: date) -> list[Node]:
    """All weekly times of a program that are not over."""
    return [_schedule(found, program, series, calendar, today) for series in found.times[program.id]]


def _schedule(found: Published, program: Program, series: Series, calendar: str, today: date) -> Node:
    first = series.first_day or local_date(program.started_at)
    until = min((day for day in (series.last_day, program.ended_on) if day), default=None)
    return weekly(
        identifier("schedule", series.id),
        series.weekday,
        series.starts,
        series.ends,
        _described(found, series, today),
        dtstart=(first + timedelta(days=(series.weekday - first.weekday()) % 7)).isoformat(),
        until=until.isoformat() if until else None,
        valid_from=series.first_day.isoformat() if series.first_day else None,
        valid_to=until.isoformat() if until else None,
        schedule_link=calendar,
    )


def _described(found: Published, series: Series, today: date) -> str:
    """What the fields can't say: hours that are still open, holidays, days without."""
    said = [words.weekly_words([series], "ja"), f"祝日：{words.HOLIDAY_RULES[series.on_holidays][0]}"]
    without = sorted(day for day in found.excepted.get(series.id, ()) if day >= today)
    if without:
        said.append("ない日：" + "、".join(day.isoformat() for day in without))
    return "。".join(said)
