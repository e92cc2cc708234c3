"""Which RRULEs are followed (feeds.md, "Reading calendars"), and the days they name."""

from datetime import datetime, tzinfo
from typing import Any

from dateutil.rrule import rrule, rrulestr

from services.meetings.errors import UnreadableRule
from shared.clock import TOKYO

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
LONGEST_INTERVAL = 999
MOST_REPEATS = 1000
FOLLOWED = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH",
     "BYSETPOS"}
)  # fmt: skip


def rule_from(recur: Any, start: datetime) -> rrule:
    """An icalendar vRecur as a rule of wall-clock times from `start` on, which is aware; UnreadableRule for others."""
    _must_be_followed(recur)
    text = ";".join(part for part in recur.to_ical().decode().split(";") if not part.startswith("UNTIL="))
    try:
        rule = rrulestr(text, dtstart=start.replace(tzinfo=None))
    except (ValueError, TypeError) as error:
        raise UnreadableRule("An RRULE contradicts itself.", field="calendar") from error
    if not isinstance(rule, rrule):
        raise UnreadableRule("An RRULE holds more than one rule.", field="calendar")
    until = recur.get("UNTIL")
    return rule.replace(until=_until(until[0], start.tzinfo or TOKYO)) if until else rule


def _must_be_followed(recur: Any) -> None:
    if unknown := {str(key).upper() for key in recur} - FOLLOWED:
        named = sorted(unknown & {"BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP"}) or ["such a part"]
        raise UnreadableRule(f"An RRULE may not have {named[0]}.", field="calendar")
    if recur.get("FREQ", [""])[0] not in FREQUENCIES:
        raise UnreadableRule("FREQ of an RRULE must be DAILY, WEEKLY, MONTHLY or YEARLY.", field="calendar")
    _must_be_between(recur, "INTERVAL", LONGEST_INTERVAL)
    _must_be_between(recur, "COUNT", MOST_REPEATS)
    if "COUNT" in recur and "UNTIL" in recur:
        raise UnreadableRule("An RRULE has COUNT or UNTIL, not both.", field="calendar")


def _must_be_between(recur: Any, name: str, most: int) -> None:
    values = recur.get(name, [1])
    if len(values) != 1 or not isinstance(values[0], int) or not 1 <= values[0] <= most:
        raise UnreadableRule(f"{name} of an RRULE must be from 1 to {most}.", field="calendar")


def _until(last: Any, zone: tzinfo) -> datetime:
    """Its last moment on the wall clock of `zone`; a date counts to its end."""
    if not isinstance(last, datetime):
        return datetime(last.year, last.month, last.day, 23, 59, 59)  # noqa: DTZ001  # on the wall clock
    return (last.astimezone(zone) if last.tzinfo else last).replace(tzinfo=None)
