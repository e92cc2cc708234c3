"""An event as far as it takes time: icalendar's values, checked, as one plain shape."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrule
from icalendar import Calendar

from services.meetings.errors import CalendarTooLarge, NotACalendar, UnreadableRule
from services.meetings.rules.busy.repeating import MOST_REPEATS, rule_from
from shared.clock import TOKYO

FIRST_YEAR, LAST_YEAR = 1600, 2200  # birthdays without a year stand in 1604 or 1601
DAY = timedelta(days=1)
Stop = datetime | date  # which occurrence: its moment in UTC, or its day


@dataclass(frozen=True)
class Entry:
    """One VEVENT. `rule` names its starts on the wall clock; `further` are single ones with their lengths."""

    uid: str
    start: datetime
    length: timedelta
    is_busy: bool
    rule: rrule | None
    further: tuple[tuple[datetime, timedelta], ...]
    without: frozenset[Stop]
    replaces: Stop | None


def entries_of(text: str) -> list[Entry]:
    """The events of a trimmed calendar; NotACalendar or UnreadableRule for what can't be counted on."""
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
        raise NotACalendar("A time in it can't be read.", field="calendar") from error
    return [_entry(event) for event in events]


def _entry(event: Any) -> Entry:
    _must_be_whole(event)
    given = event["DTSTART"].dt
    start = _moment(given)
    recur, replaces = event.get("RRULE"), event.get("RECURRENCE-ID")
    length = _length(event, given, start)
    return Entry(
        uid=str(event.get("UID", "")),
        start=start,
        length=length,
        is_busy=event.get("STATUS", "").upper() != "CANCELLED" and event.get("TRANSP", "").upper() != "TRANSPARENT",
        rule=rule_from(recur, start) if recur else None,
        further=tuple(_single(each, length) for each in _listed(event, "RDATE")),
        without=frozenset(_stop(each) for each in _listed(event, "EXDATE")),
        replaces=_stop(replaces.dt) if replaces else None,
    )


def _must_be_whole(event: Any) -> None:
    if event.errors or "DTSTART" not in event:
        raise NotACalendar("An event has no DTSTART, or a time that can't be read.", field="calendar")
    if "EXRULE" in event:
        raise UnreadableRule("EXRULE is not followed; use EXDATE.", field="calendar")
    single = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "UID", "STATUS", "TRANSP")
    for name in single:
        if isinstance(event.get(name), list):
            named = UnreadableRule if name == "RRULE" else NotACalendar
            raise named(f"An event has more than one {name}.", field="calendar")
    if event.get("RECURRENCE-ID") and "RANGE" in event["RECURRENCE-ID"].params:
        raise UnreadableRule("RECURRENCE-ID with a RANGE is not followed.", field="calendar")


def _length(event: Any, given: Stop, start: datetime) -> timedelta:
    if "DTEND" in event:
        ends = event["DTEND"].dt
        if isinstance(ends, datetime) != isinstance(given, datetime):
            raise NotACalendar("DTSTART and DTEND are not of one kind.", field="calendar")
        length = _moment(ends).astimezone(UTC) - start.astimezone(UTC)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(given, datetime) else DAY
    if not isinstance(length, timedelta) or length < timedelta():
        raise NotACalendar("An event ends before it begins.", field="calendar")
    return length


def _moment(given: Any) -> datetime:
    """Aware; a day begins at its midnight in Japan, and a time without a zone is the reader's own."""
    if isinstance(given, tuple):
        raise NotACalendar("A PERIOD stands where a moment should.", field="calendar")
    if not isinstance(given, date) or not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise NotACalendar(f"A date is not between {FIRST_YEAR} and {LAST_YEAR}.", field="calendar")
    if not isinstance(given, datetime):
        return datetime.combine(given, time(), TOKYO)
    return given if given.tzinfo else given.replace(tzinfo=TOKYO)


def _stop(given: Any) -> Stop:
    moment = _moment(given)
    return moment.astimezone(UTC) if isinstance(given, datetime) else moment.date()


def _single(given: Any, length: timedelta) -> tuple[datetime, timedelta]:
    if not isinstance(given, tuple):
        return _moment(given), length
    start, end = _moment(given[0]), given[1]
    own = end if isinstance(end, timedelta) else _moment(end) - start
    if own < timedelta():
        raise NotACalendar("A PERIOD ends before it begins.", field="calendar")
    return start, own


def _listed(event: Any, name: str) -> list[Any]:
    found = event.get(name, [])
    listed = [each.dt for line in (found if isinstance(found, list) else [found]) for each in line.dts]
    if len(listed) > MOST_REPEATS:
        raise CalendarTooLarge(f"An event has more than {MOST_REPEATS} times in {name}.", field="calendar")
    return listed
