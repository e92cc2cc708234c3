"""Holding a list against the town: what is new, what differs, what contradicts."""

from services.programs.actions.importing.checking import invalid, missing
from services.programs.actions.importing.forming import FIELDS, KIND_NAMES
from services.programs.actions.importing.plan import Difference, Plan, Planned, TimeStep
from services.programs.actions.importing.standing import Standing
from services.programs.models import Series
from services.programs.rules.importing import Column, Mistake, Read, Weekly, Wrong

ORDER = list(Column)
COMPARED = {*FIELDS, Column.KIND, Column.ORGANISER, Column.VENUE, Column.AREA}


def compare(read: Read, standing: Standing) -> Plan:
    """Hold every program of the list against the town; what contradicts it or itself is a mistake."""
    plan = Plan([], read.unknown, list(read.mistakes))
    contacts: dict[tuple[Column, str], str] = {}
    for line in read.lines.values():
        known = standing.programs.get(line.name, ())
        if len(known) > 1:
            plan.mistakes.append(Mistake(line.row, Column.NAME, Wrong.TWO_PROGRAMS))
            continue
        planned = Planned(line, known[0] if known else None)
        plan.mistakes += [*missing(planned), *invalid(line, standing), *_contacts(planned, standing, contacts)]
        planned.differences += _differences(planned, standing)
        planned.differences.sort(key=lambda each: ORDER.index(each.column))
        planned.steps = _steps(planned, standing)
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
        return standing.organisers[name].phone if name in standing.organisers else ""
    return standing.venues[name].address if name in standing.venues else ""


def _differences(planned: Planned, standing: Standing) -> list[Difference]:
    """A cell that says nothing leaves what stands."""
    before = standing.says(planned.program) if planned.program else {}
    return [
        Difference(column, before.get(column, ""), text)
        for column, text in planned.line.said.items()
        if column in COMPARED and _alike(column, before.get(column, "")) != _alike(column, text)
    ]


def _alike(column: Column, text: str) -> str:
    text = " ".join(text.split())
    return KIND_NAMES[text].value if column is Column.KIND and text in KIND_NAMES else text


def _steps(planned: Planned, standing: Standing) -> list[TimeStep]:
    """Times that stand are found again; one of the same weekday becomes the list's; others stay, and are named."""
    if not planned.line.times:
        return []
    left = list(standing.times.get(planned.program.id, ())) if planned.program else []
    wanted = []
    for weekly in planned.line.times:
        same = next((row for row in left if _is(row, weekly)), None)
        if same:
            left.remove(same)
        else:
            wanted.append(weekly)
    left = [row for row in left if row.last_day is None]  # a season ends by itself
    steps = []
    for weekly in wanted:
        other = next((row for row in left if row.weekday == weekly.weekday), None)
        if other:
            left.remove(other)
        steps.append(TimeStep(other, weekly))
    return steps + [TimeStep(row, None) for row in left]


def _is(row: Series, weekly: Weekly) -> bool:
    same = (row.weekday, row.starts, row.ends) == weekly[:3]
    return same and weekly.on_holidays in (None, row.on_holidays)
