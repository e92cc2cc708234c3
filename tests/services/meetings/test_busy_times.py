"""Somebody's own calendar as busy times: what counts, what does not, and that the words in it never leave it."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.meetings.rules.busy import reach_of
from services.meetings.rules.busy.spans import busy_spans
from services.meetings.rules.spans import Span
from shared.clock import TOKYO
from shared.errors import Invalid
from tests.services.meetings.ics import calendar, event

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00 in Japan, a Tuesday
REACH = reach_of(NOW)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def spans(*events: str) -> list[Span]:
    return busy_spans(calendar(*events), REACH)


def starts(*events: str) -> list[datetime]:
    return [span.starts_at for span in spans(*events)]


def test_thirteen_months_from_the_beginning_of_today() -> None:
    assert Span(at(24), at(24, month=12, year=2027)) == REACH


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "DTSTART;TZID=Asia/Tokyo:20261125T100000\nDTEND;TZID=Asia/Tokyo:20261125T113000",
            (at(25, 10), at(25, 11, 30)),
        ),
        ("DTSTART:20261125T010000Z\nDURATION:PT1H", (at(25, 10), at(25, 11))),
        ("DTSTART:20261125T100000\nDURATION:PT1H", (at(25, 10), at(25, 11))),
        ('DTSTART;TZID="Tokyo Standard Time":20261125T100000\nDURATION:PT1H', (at(25, 10), at(25, 11))),
        ("DTSTART;TZID=Europe/Berlin:20261125T100000\nDURATION:PT1H", (at(25, 18), at(25, 19))),
        ("DTSTART;VALUE=DATE:20261125", (at(25), at(26))),
        ("DTSTART;VALUE=DATE:20261125\nDTEND;VALUE=DATE:20261128", (at(25), at(28))),
        ("DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261126", (at(24), at(26))),
        ("DTSTART;VALUE=DATE:20261220\nDURATION:P9999D", (at(20, month=12), at(24, month=12, year=2027))),
    ],
)
def test_one_event_is_busy_from_when_to_when(lines: str, expected: tuple[datetime, datetime]) -> None:
    assert spans(event(lines)) == [Span(*expected)]


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20261125T010000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT",
        "DTSTART:20261125T010000Z\nDURATION:PT1H\nSTATUS:CANCELLED",
        "DTSTART:20261125T010000Z",
        "DTSTART:20261123T010000Z\nDURATION:PT1H",
        "DTSTART:20271224T010000Z\nDURATION:PT1H",
        "DTSTART:20261125T010000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5\nSTATUS:CANCELLED",
    ],
)
def test_what_takes_no_time_now_is_not_busy(lines: str) -> None:
    assert spans(event(lines)) == []


def test_a_series_without_its_exceptions() -> None:
    weekly = event(
        "DTSTART;TZID=Asia/Tokyo:20260105T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20261221T010000Z\n"
        "EXDATE;TZID=Asia/Tokyo:20261130T100000\nRDATE;TZID=Asia/Tokyo:20261203T150000"
    )
    assert starts(weekly) == [at(3, 15, month=12), *(at(day, 10, month=12) for day in (7, 14, 21))]


def test_an_occurrence_that_was_moved_or_called_off_counts_as_it_is() -> None:
    uid = "series@x"
    series = event("DTSTART;TZID=Asia/Tokyo:20261124T120000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4", uid=uid)
    moved = event("RECURRENCE-ID:20261125T030000Z\nDTSTART;TZID=Asia/Tokyo:20261125T180000\nDURATION:PT2H", uid=uid)
    off = event("RECURRENCE-ID:20261126T030000Z\nDTSTART:20261126T030000Z\nDURATION:PT1H\nSTATUS:CANCELLED", uid=uid)
    assert spans(series, moved, off) == [
        Span(at(day, hour), at(day, hour + length)) for day, hour, length in ((24, 12, 1), (25, 18, 2), (27, 12, 1))
    ]


def test_an_all_day_series_loses_the_days_it_says() -> None:
    leave = event("DTSTART;VALUE=DATE:20261124\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=3\nEXDATE;VALUE=DATE:20261126")
    assert spans(leave) == [Span(at(24), at(25)), Span(at(28), at(29))]


def test_a_series_keeps_its_wall_clock_when_the_clocks_change() -> None:
    berlin = event("DTSTART;TZID=Europe/Berlin:20260901T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=1")
    found = starts(berlin)
    assert (at(1, 17, month=12) in found, at(1, 16, month=7, year=2027) in found) == (True, True)


def test_times_that_touch_or_overlap_are_one() -> None:
    pieces = [
        event(f"DTSTART;TZID=Asia/Tokyo:20261125T{hour}\nDURATION:PT1H") for hour in ("130000", "140000", "143000")
    ]
    assert spans(*pieces) == [Span(at(25, 13), at(25, 15, 30))]


def test_a_birthday_of_1604_still_comes_round() -> None:
    birthday = event("DTSTART;VALUE=DATE:16041224\nRRULE:FREQ=YEARLY")
    assert starts(birthday) == [at(24, month=12)]


def test_zones_alarms_tasks_and_words_are_passed_over() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Asia\nBEGIN:STANDARD\nDTSTART:garbage\nEND:STANDARD\nEND:VTIMEZONE"
    alarm = "BEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:rubbish\nEND:VALARM"
    task = "BEGIN:VTODO\nDTSTART:20261125T010000Z\nEND:VTODO"
    one = event(
        f"SUMMARY:見本 花子\\, 面談;;::\u2028DTSTART:1\x0bEND:VEVENT\nDTSTART:20261125T010000Z\nDURATION:PT1H\n{alarm}"
    )
    assert spans(zone, task, one) == [Span(at(25, 10), at(25, 11))]


LINES = st.sampled_from(
    [
        "DTSTART:20261125T010000Z", "DTSTART;VALUE=DATE:20261125", "DTSTART;TZID=Asia/Tokyo:20261125T100000",
        "DTEND:20261125T020000Z", "DTEND;VALUE=DATE:20261128", "DURATION:PT1H", "DURATION:-P1D", "DURATION:P1W",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,FR", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", "RRULE:FREQ=YEARLY;BYWEEKNO=53",
        "RRULE:FREQ=DAILY;UNTIL=20261201", "RRULE:FREQ=WEEKLY;BYSETPOS=1", "RRULE:", "EXDATE:20261125T010000Z",
        "RDATE:20261126T010000Z,20261127T010000Z", "RDATE;VALUE=PERIOD:20261126T010000Z/PT5H", "STATUS:CANCELLED",
        "RECURRENCE-ID:20261125T010000Z", "RECURRENCE-ID;VALUE=DATE:20261125", "TRANSP:OPAQUE", "BEGIN:VALARM",
        "END:VALARM", "END:VEVENT", "BEGIN:VEVENT", " folded", "DTSTART", "UID:x", "EXDATE;TZID=Asia:2", "RDATE:",
    ]
)  # fmt: skip
FILES = st.lists(st.lists(LINES | st.text(max_size=20), max_size=8), max_size=4).map(
    lambda events: calendar(*(event("\n".join(lines)) for lines in events))
)


@settings(max_examples=300)
@given(octets=FILES | st.binary(max_size=300))
def test_any_file_is_read_or_refused_by_name(octets: bytes) -> None:
    found, refused = read_or_refused(octets)
    assert refused is None or (refused.field, bool(refused.message)) == ("calendar", True)
    assert all(REACH.starts_at <= start < end <= REACH.ends_at for start, end in found)
    assert all(before.ends_at < after.starts_at for before, after in pairwise(found))


def read_or_refused(octets: bytes) -> tuple[list[Span], Invalid | None]:
    try:
        return busy_spans(octets, REACH), None
    except Invalid as error:
        return [], error


@given(
    day=st.dates(date(2020, 1, 1), date(2026, 11, 1)),
    interval=st.integers(1, 40),
    minutes=st.integers(1, 600),
)
def test_days_apart_are_as_many_as_arithmetic_says(day: date, interval: int, minutes: int) -> None:
    lines = f"DTSTART;TZID=Asia/Tokyo:{day:%Y%m%d}T080000\nDURATION:PT{minutes}M\nRRULE:FREQ=DAILY;INTERVAL={interval}"
    first = datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(hours=8)
    every = [first + timedelta(days=interval * index) for index in range(3000 // interval + 1)]
    assert starts(event(lines)) == [each for each in every if REACH.starts_at <= each < REACH.ends_at]
