"""A file's events cut down to the lines that say when, before any library sees it; limits are looked at on the way."""

import re
from collections.abc import Iterator

from services.meetings.errors import CalendarTooLarge, NotACalendar
from services.meetings.rules.busy.reach import LARGEST
from services.meetings.rules.busy.zones import zone_named

MOST_COMPONENTS = 500
DEEPEST = 3  # a calendar, an event, its alarm
EVENT = ["VCALENDAR", "VEVENT"]
KEPT = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "TRANSP"}
)  # fmt: skip
KEPT_PARAMETERS = frozenset({"VALUE", "RANGE"})
_WORD = re.compile(r"[A-Za-z-]+")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')


def trimmed(octets: bytes) -> str:
    """The events of a file, their times and statuses only, zones under the names of `zoneinfo`.

    Raises CalendarTooLarge, NotACalendar and UnknownZone; what is in the file is never repeated.
    """
    if len(octets) > LARGEST:
        raise CalendarTooLarge(f"The file is larger than {LARGEST // 1000} KB.", field="calendar")
    return "\r\n".join(["BEGIN:VCALENDAR", *_kept(_lines(octets)), "END:VCALENDAR", ""])


def _lines(octets: bytes) -> list[str]:
    """Unfolded (RFC 5545 3.1)."""
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotACalendar("The file is not UTF-8 text.", field="calendar") from error
    if "\0" in text or not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise NotACalendar("The file does not begin with BEGIN:VCALENDAR.", field="calendar")
    # Not splitlines(): U+2028 and its like stand inside titles, and end no line of a calendar.
    return re.sub(r"\r?\n[ \t]", "", text).replace("\r\n", "\n").split("\n")


def _kept(lines: list[str]) -> Iterator[str]:
    inside: list[str] = []
    seen = 0
    for line in lines:
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        is_event = inside == EVENT
        if name == "BEGIN":
            seen += 1
            inside.append(_named(line))
            _must_be_sound(inside, seen)
            if inside == EVENT:
                yield "BEGIN:VEVENT"
        elif name == "END":
            if not inside or inside.pop() != _named(line):
                raise NotACalendar("Its parts do not end as they begin.", field="calendar")
            if is_event:
                yield "END:VEVENT"
        elif is_event and name in KEPT:
            yield _line(name, line[len(name) :])
    if inside:
        raise NotACalendar("The file ends in the middle.", field="calendar")


def _named(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _must_be_sound(inside: list[str], seen: int) -> None:
    if seen > MOST_COMPONENTS:
        raise CalendarTooLarge(f"The file has more than {MOST_COMPONENTS} parts.", field="calendar")
    if len(inside) > DEEPEST or "VCALENDAR" in inside[1:] or inside[0] != "VCALENDAR" or "VEVENT" in inside[2:]:
        raise NotACalendar("Its parts stand inside each other in a way that calendars do not have.", field="calendar")


def _line(name: str, rest: str) -> str:
    """The property again, with no parameter but those that say how to read a time."""
    parameters, at = "", 0
    while found := _PARAMETER.match(rest, at):
        key, value, at = found[1].upper(), found[2].strip('"'), found.end()
        if key == "TZID":
            parameters += f";TZID={zone_named(value)}"
        elif key in KEPT_PARAMETERS:
            parameters += f";{key}={_word(name, value)}"
    if rest[at : at + 1] != ":":
        raise NotACalendar(f"A line of {name} can't be read.", field="calendar")
    return f"{name}{parameters}{rest[at:].strip()}"


def _word(name: str, value: str) -> str:
    """A quoted value could hold a further parameter, which nobody would have looked at."""
    if not _WORD.fullmatch(value):
        raise NotACalendar(f"A line of {name} can't be read.", field="calendar")
    return value.upper()
