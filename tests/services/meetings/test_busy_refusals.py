"""Files that should never have been sent: each is refused by name, or read, within 2.5 s, and nobody else waits."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from services.meetings.actions import busy_process
from services.meetings.actions.busy_reading import BusyReader
from services.meetings.errors import (
    CalendarTooIntricate,
    CalendarTooLarge,
    NotACalendar,
    UnknownZone,
    UnreadableRule,
)
from services.meetings.rules.spans import Span
from shared.errors import DomainError
from tests.services.meetings.ics import calendar, event

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
START = "DTSTART:20261125T010000Z\nDURATION:PT1H"
HOUR = timedelta(hours=1)
HOURS = [datetime(2026, 11, 25, tzinfo=UTC) + timedelta(hours=2 * index) for index in range(1001)]
DATES = ",".join(f"{each:%Y%m%dT%H%M%SZ}" for each in HOURS)


def rule(text: str) -> bytes:
    return calendar(event(f"{START}\nRRULE:{text}"))


def one(lines: str) -> bytes:
    return calendar(event(lines))


REFUSED: dict[str, tuple[bytes, type[DomainError]]] = {
    "nothing": (b"", NotACalendar),
    "rubbish": (random.Random(7).randbytes(90_000), NotACalendar),  # noqa: S311  # the same rubbish each time
    "an end without a beginning": (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", NotACalendar),
    "UTF-16": (one(START).decode().encode("utf-16"), NotACalendar),
    "a NUL": (one(f"{START}\nX-A:\0"), NotACalendar),
    "a web page": (b"<!doctype html><title>Sign in</title>", NotACalendar),
    "half a file": (one(START)[:-40], NotACalendar),
    "nested": (calendar("BEGIN:VEVENT\n" * 400 + "END:VEVENT\n" * 400), NotACalendar),
    "nested calendars": (calendar("BEGIN:VCALENDAR\n" * 3 + "END:VCALENDAR\n" * 3), NotACalendar),
    "too many parts": (calendar(*[event(START)] * 501), CalendarTooLarge),
    "256 KB and one": (one(START).ljust(256_001), CalendarTooLarge),
    "10 MB": (one(f"{START}\nDESCRIPTION:{'x' * 10_000_000}"), CalendarTooLarge),
    "a bomb of RDATEs": (one(f"{START}\nRDATE:{DATES}"), CalendarTooLarge),
    "every second": (rule("FREQ=SECONDLY"), UnreadableRule),
    "every minute": (rule("FREQ=MINUTELY"), UnreadableRule),
    "every hour": (rule("FREQ=HOURLY;COUNT=3"), UnreadableRule),
    "never again": (rule("FREQ=DAILY;INTERVAL=0"), UnreadableRule),
    "backwards": (rule("FREQ=DAILY;INTERVAL=-1"), UnreadableRule),
    "every 1,000 days": (rule("FREQ=DAILY;INTERVAL=1000"), UnreadableRule),
    "1,001 times": (rule("FREQ=DAILY;COUNT=1001"), UnreadableRule),
    "no times": (rule("FREQ=DAILY;COUNT=0"), UnreadableRule),
    "hours of a day": (rule("FREQ=DAILY;BYHOUR=1,2,3"), UnreadableRule),
    "minutes of an hour": (rule("FREQ=DAILY;BYMINUTE=1"), UnreadableRule),
    "seconds of a minute": (rule("FREQ=DAILY;BYSECOND=1"), UnreadableRule),
    "a part nobody knows": (rule("FREQ=DAILY;BYMOON=FULL"), UnreadableRule),
    "no frequency": (rule("INTERVAL=2"), UnreadableRule),
    "two rules": (one(f"{START}\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY"), UnreadableRule),
    "EXRULE": (one(f"{START}\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY"), UnreadableRule),
    "this and all that follow": (one(f"{START}\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261125T010000Z"), UnreadableRule),
    "a folder as a zone": (one("DTSTART;TZID=Asia:20261125T100000\nDURATION:PT1H"), UnknownZone),
    "a way out as a zone": (one("DTSTART;TZID=../../etc/passwd:20261125T100000\nDURATION:PT1H"), UnknownZone),
    "a zone of its own": (one("DTSTART;TZID=Our own:20261125T100000\nDURATION:PT1H"), UnknownZone),
    "a zone inside another parameter": (
        one('DTSTART;VALUE="DATE-TIME;TZID=US":20261125T100000\nDURATION:PT1H'), NotACalendar),
    "a zone among exceptions": (one(f"{START}\nEXDATE;TZID=Asia:20261125T100000"), UnknownZone),
    "no beginning": (one("DTEND:20261125T010000Z"), NotACalendar),
    "two beginnings": (one(f"{START}\nDTSTART:20261126T010000Z"), NotACalendar),
    "no date": (one("DTSTART:tomorrow\nDURATION:PT1H"), NotACalendar),
    "the 31st of February": (one("DTSTART:20260231T010000Z\nDURATION:PT1H"), NotACalendar),
    "an end before its beginning": (one("DTSTART:20261125T010000Z\nDTEND:20261124T010000Z"), NotACalendar),
    "a day that ends at noon": (one("DTSTART;VALUE=DATE:20261125\nDTEND:20261125T030000Z"), NotACalendar),
    "a length out of all bounds": (one("DTSTART:20261125T010000Z\nDURATION:P99999999999D"), NotACalendar),
    "the year 1": (one("DTSTART:00010101T000000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"), NotACalendar),
    "a day that never comes": (rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), CalendarTooIntricate),
    "500 centuries of days": (
        calendar(*[event("DTSTART;VALUE=DATE:16000101\nRRULE:FREQ=DAILY")] * 499), CalendarTooIntricate),
}  # fmt: skip
HELD_TO = 6  # two seconds of reading, and a process begun and ended on a busy machine


async def read(octets: bytes) -> list[Span]:
    started = monotonic()
    try:
        return await BusyReader().read(octets, now=NOW)
    finally:
        assert monotonic() - started < HELD_TO


@pytest.mark.parametrize("name", REFUSED)
async def test_is_refused_by_name_and_in_time(name: str) -> None:
    octets, expected = REFUSED[name]
    with pytest.raises(expected) as refused:
        await read(octets)
    assert refused.value.field == "calendar"
    assert "見本" not in refused.value.message


async def test_what_is_sound_is_read_by_the_same_way() -> None:
    assert await read(one(START)) == [Span(HOURS[0].replace(hour=1), HOURS[0].replace(hour=2))]


async def test_a_large_calendar_of_an_ordinary_year_is_read_in_time() -> None:
    day = datetime(2024, 1, 1, tzinfo=UTC)
    weekly, single = (31 * HOUR, "\nRRULE:FREQ=WEEKLY;COUNT=150"), (29 * HOUR, "")
    events = [
        event(f"DTSTART:{day + number * step:%Y%m%dT%H%M%SZ}\nDURATION:PT45M{more}")
        for number in range(490)
        for step, more in [weekly if number < 100 else single]
    ]
    assert len(await read(calendar(*events))) > 100


async def test_nobody_else_waits_while_a_file_is_read() -> None:
    """The reading is another process's, so this loop keeps turning."""
    longest = 0.0
    reading = asyncio.create_task(BusyReader().read(rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), now=NOW))
    while not reading.done():
        before = monotonic()
        await asyncio.sleep(0.01)
        longest = max(longest, monotonic() - before)
    assert isinstance(reading.exception(), CalendarTooIntricate)
    assert longest < busy_process.SECONDS / 2
