"""Holding a list against the town: what is new, what differs, what contradicts."""

from datetime import date

from services.programs.actions.importing.checking import invalid, missing
from services.programs.actions.importing.forming import FIELDS, KIND_NAMES
from services.programs.actions.importing.plan import Difference, Plan, Planned, TimeStep
from services.programs.actions.importing.standing import Standing
from services.programs.models import Series
from services.programs.rules.hours import first_on
from services.programs.rules.importing import Column, Mistake, Read, Weekly, Wrong, plain
from services.programs.rules.series import seasons_meet

ORDER = list(Column)
NAMES = {Column.NAME, Column.ORGANISER, Column.VENUE}
COMPARED = {*FIELDS, Column.KIND, Column.ORGANISER, Column.VENUE, Column.AREA}


def compare(read: Read, standing: Standing) -> Plan:
    """Hold every program of the list against the town; what contradicts it or itself is a mistake."""
    plan = Plan([], read.unknown, list(read.mistakes))
    contacts: dict[tuple[Column, str], str] = {}
    for line in read.lines.values():
        known = standing.programs.get(plain(line.name), ())
        if len(known) > 1:
            plan.mistakes.append(Mistake(line.row, Column.NAME, Wrong.TWO_PROGRAMS))
            continue
        planned = Planned(line, known[0] if known else None)
        if not known and line.ends_on and line.ends_on < standing.today:
            planned.is_over = True
            plan.programs.append(planned)
            continue
        plan.mistakes += [*missing(planned), *invalid(line, standing), *_contacts(planned, standing, contacts)]
        planned.differences += [*_differences(planned, standing), *_last_day(planned)]
        planned.differences.sort(key=lambda each: ORDER.index(each.column))
        planned.steps = _steps(planned, standing)
        plan.mistakes += _twice(planned, standing)
        plan.programs.append(planned)
    plan.mistakes.sort()
    return plan


def _contacts(planned: Planned, standing: Standing, seen: dict[tuple[Column, str], str]) -> list[Mistake]:
    """電話 belongs to who runs it, 住所 to where it is: one of each in the whole list."""
    mistakes = []
    organiser, venue = standing.organiser_of(planned.program), standing.venue_of(planned.program)
    for column, owner, present in (
        (Column.PHONE, Column.ORGANISER, organiser.name if organiser else ""),
        (Column.ADDRESS, Column.VENUE, venue.name if venue else ""),
    ):
        text, name = planned.line.said.get(column, ""), planned.line.said.get(owner, present)
        if not text:
            continue
        row = planned.line.rows[column]
        if not name:
            mistakes.append(Mistake(row, owner, Wrong.MISSING))
        elif seen.setdefault((column, name), text) != text:
            mistakes.append(Mistake(row, column, Wrong.DIFFERS))
        else:
            before = _contact(standing, column, name)
            if text != before:
                planned.differences.append(Difference(column, before, text))
    return mistakes


def _contact(standing: Standing, column: Column, name: str) -> str:
    if column is Column.PHONE:
        organiser = standing.organisers.get(plain(name))
        return organiser.phone if organiser else ""
    venue = standing.venues.get(plain(name))
    return venue.address if venue else ""


def _differences(planned: Planned, standing: Standing) -> list[Difference]:
    """A cell that says nothing leaves what stands."""
    before = standing.says(planned.program) if planned.program else {}
    return [
        Difference(column, before.get(column, ""), text)
        for column, text in planned.line.said.items()
        if column in COMPARED and _alike(column, before.get(column, "")) != _alike(column, text)
    ]


def _alike(column: Column, text: str) -> str:
    if column in NAMES:
        return plain(text)
    text = " ".join(text.split())
    return KIND_NAMES[text].value if column is Column.KIND and text in KIND_NAMES else text


def _last_day(planned: Planned) -> list[Difference]:
    before, after = planned.program.ended_on if planned.program else None, planned.line.ends_on
    if after is None or after == before:
        return []
    return [Difference(Column.LAST_DAY, before.isoformat() if before else "", after.isoformat())]


def _steps(planned: Planned, standing: Standing) -> list[TimeStep]:
    """Times that stand are found again; one of the same weekday becomes the list's; others stay, and are named."""
    if not planned.line.times:
        return []
    today, wanted = standing.today, []
    over = planned.program.ended_on if planned.program else None
    left = list(standing.times.get(planned.program.id, ())) if planned.program else []
    for weekly in planned.line.times:
        same = next((row for row in left if _is(row, weekly, today, over)), None)
        if same:
            left.remove(same)
        else:
            wanted.append(weekly)
    steps = []
    for weekly in wanted:
        other = next((row for row in left if _becomes(row, weekly)), None)
        if other:
            left.remove(other)
        if other or _has_days(weekly, today):
            steps.append(TimeStep(other, weekly))
    return steps + [TimeStep(row, None) for row in left if row.last_day is None]  # a season ends by itself


def _twice(planned: Planned, standing: Standing) -> list[Mistake]:
    """A new time beside the very same one that stands for a part of its season."""
    stay = list(standing.times.get(planned.program.id, ())) if planned.program else []
    changed = {step.series.id for step in planned.steps if step.series}
    new = [step.to for step in planned.steps if step.to and not step.series]
    return [
        Mistake(planned.line.rows.get(Column.NAME, planned.line.row), Column.WEEKDAY, Wrong.TWICE)
        for weekly in new
        for row in stay
        if row.id not in changed
        and (row.weekday, row.starts, row.ends) == weekly[:3]
        and seasons_meet((row.first_day, row.last_day), (weekly.first_day or standing.today, weekly.last_day))
    ]


def _is(row: Series, weekly: Weekly, today: date, over: date | None) -> bool:
    """What has begun has begun: an older first day makes no other time of it; nor does the program's own last day."""
    same = (row.weekday, row.starts, row.ends) == weekly[:3] and weekly.on_holidays in (None, row.on_holidays)
    begun = weekly.first_day is None or _first(weekly, weekly.first_day, today) == _first(weekly, row.first_day, today)
    return same and begun and weekly.last_day in (None, row.last_day, over)


def _becomes(row: Series, weekly: Weekly) -> bool:
    """Whether the list means this time: of its weekday and, where that has an end, its hours within the same season."""
    if row.weekday != weekly.weekday:
        return False
    if row.last_day is None:
        return True
    is_later = bool(weekly.first_day and weekly.first_day > row.last_day)
    is_earlier = bool(row.first_day and weekly.last_day and weekly.last_day < row.first_day)
    return bool(weekly.last_day) and (row.starts, row.ends) == weekly[1:3] and not is_later and not is_earlier


def _has_days(weekly: Weekly, today: date) -> bool:
    """Whether any of it is still to come; what the list says is over is not begun."""
    return weekly.last_day is None or _first(weekly, weekly.first_day, today) <= weekly.last_day


def _first(weekly: Weekly, first: date | None, today: date) -> date:
    """The first day it takes place from today on."""
    return first_on(weekly.weekday, max(first or today, today))
