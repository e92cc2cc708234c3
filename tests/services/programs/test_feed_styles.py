"""`?style=rrule` and `?alarm=`: whatever became of a weekly time, both styles show the same, to every reader."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]  # ships no types
from hypothesis import given
from hypothesis import strategies as st

from services.programs import actions, feeds, rules
from services.programs.actions import moving, series
from services.programs.feeds.options import ALARMS, variant
from services.programs.feeds.repeating import Ruled, repeating
from services.programs.models import Series, Session
from services.programs.rules import CancelReason, HolidayRule, SessionStatus, WeeklyTime
from services.programs.schemas import CancelForm, MoveForm, SeriesForm
from shared.db import Database
from shared.ical import Occurrence, calendar, vevent
from shared.ical_lines import alarm, with_alarm
from shared.workdays import holiday_name
from tests.flows.stage import Stage
from tests.services.people import anybody, signed_in
from tests.services.programs.stage import ORGANISER, SETTINGS, TUESDAY, session_on

FIRST, LAST = date(2026, 10, 20), date(2027, 12, 31)
CLOSED = {day for n in range(500) if holiday_name(day := date(2026, 10, 1) + timedelta(days=n))}
NODE = Path(__file__).parents[2] / "interop" / "node"


class Seen(NamedTuple):
    """One entry as somebody sees it."""

    start: str
    end: str
    title: str
    status: str
    place: str
    said: str
    alarms: int


def seen(body: bytes) -> list[Seen]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(FIRST, LAST + timedelta(days=30))
    return sorted(_seen(event) for event in found)


def _seen(event: Any) -> Seen:
    title, status, place, words = (
        str(event.get(name, "")) for name in ("SUMMARY", "STATUS", "LOCATION", "DESCRIPTION")
    )
    start, end = (event[name].dt.isoformat() for name in ("DTSTART", "DTEND"))
    return Seen(start, end, title, status, place, words, len(event.walk("VALARM")))


# any weekly time and whatever became of it


class Fate(NamedTuple):
    """What somebody did to one date: of what kind, by how many days, at what hour."""

    what: str
    days: int
    hour: int


FATES = st.builds(
    Fate, st.sampled_from(["off", "moved", "hours", "noted", "elsewhere", "open", "posted", "gone"]),
    st.integers(-8, 8), st.integers(7, 19),
)  # fmt: skip
WEEKLY = st.builds(
    WeeklyTime,
    weekday=st.integers(0, 6),
    start=st.sampled_from([None, time(8, 45), time(23, 0), time(0, 0)]),
    end=st.none(),
    on_holidays=st.sampled_from(HolidayRule),
    first_day=st.one_of(st.none(), st.dates(FIRST, FIRST + timedelta(days=200))),
    last_day=st.one_of(st.none(), st.dates(FIRST, LAST)),
    excepted=st.frozensets(st.dates(FIRST, FIRST + timedelta(days=120)), max_size=8),
)


def planned(weekly: WeeklyTime, number: int, weeks: int) -> tuple[Series, list[Session]]:
    starts = weekly.start
    ends = (datetime.combine(FIRST, starts) + timedelta(minutes=50)).time() if starts else None
    series = Series(id=f"s{number}", program_id="p", weekday=weekly.weekday, starts=starts, ends=ends)
    days = rules.days_of(weekly, FIRST, FIRST + timedelta(weeks=weeks), CLOSED)
    return series, [session(n, due, held, starts, ends, series) for n, (due, held) in enumerate(days)]


def session(
    n: int, due: date, held: date, starts: time | None, ends: time | None, series: Series | None = None
) -> Session:
    moments = [rules.moment_on(held, at) for at in (starts, ends)]
    made_by = series.id if series else "extra"
    return Session(
        program_id="p", municipality="39204", series_id=series.id if series else None, due_on=due, held_on=held,
        starts_at=moments[0], ends_at=moments[1], uid=f"session-{made_by}-{n}@yui", changed_at=TUESDAY,
    )  # fmt: skip


def befall(row: Session, fate: Fate) -> None:
    row.sequence, row.changed_at = row.sequence + 1, TUESDAY + timedelta(hours=1)
    match fate.what:
        case "off":
            row.status, row.reason = SessionStatus.CANCELLED, CancelReason.SNOW
        case "noted":
            row.note = "シナモントースト、\\; など"
        case "elsewhere":
            row.venue_id = "elsewhere"
        case "open":
            row.starts_at = row.ends_at = None
        case "moved" | "hours" | "posted":
            row.held_on += timedelta(days=fate.days) if fate.what == "moved" else timedelta()
            row.starts_at = rules.moment_on(row.held_on, time(fate.hour))
            row.ends_at = rules.moment_on(row.held_on, time(fate.hour + 1))


def rendered(row: Session) -> Occurrence:
    is_open = row.starts_at is None
    return Occurrence(
        uid=row.uid, sequence=row.sequence, changed_at=row.changed_at, starts_at=row.starts_at, ends_at=row.ends_at,
        first_day=row.held_on if is_open else None, last_day=row.held_on if is_open else None, time_open=is_open,
        summary="カフェ", description=row.note, location=row.venue_id or "", organiser_mail="office@yui.example",
        status="CANCELLED" if row.status is SessionStatus.CANCELLED else "TENTATIVE" if is_open else "CONFIRMED",
    )  # fmt: skip


def both(rows: Sequence[Session], known: Mapping[str, Series], minutes: int | None) -> tuple[bytes, bytes]:
    reminder = alarm(minutes)
    shown = [rendered(row) for row in rows]
    single = [with_alarm(vevent(each), reminder) if reminder and each.is_busy else vevent(each) for each in shown]
    ruled = {key: Ruled(row, TUESDAY) for key, row in known.items()}
    series = repeating(rows, single, ruled, rendered, reminder)
    return calendar("n", "d", single), calendar("n", "d", series)


@given(
    weekly=st.lists(WEEKLY, min_size=1, max_size=3),
    weeks=st.integers(0, 60),
    fates=st.lists(st.tuples(st.integers(0, 150), FATES), max_size=12),
    extra=st.lists(st.tuples(st.dates(FIRST, LAST), st.sampled_from([None, time(9)])), max_size=4),
    minutes=st.sampled_from([None, *ALARMS]),
)
def test_both_styles_show_the_same(
    weekly: list[WeeklyTime], weeks: int, fates: list[tuple[int, Fate]], extra: list[tuple[date, time | None]],
    minutes: int | None,
) -> None:  # fmt: skip
    made = [planned(each, number, weeks) for number, each in enumerate(weekly)]
    rows = [row for _, sessions in made for row in sessions]
    rows += [session(n, day, day, at, at and time(10)) for n, (day, at) in enumerate(extra)]
    for number, fate in fates:
        if rows:
            befall(rows[number % len(rows)], fate)
            if fate.what == "gone":
                del rows[number % len(rows)]
    single, series = both(rows, {row.id: row for row, _ in made}, minutes)
    assert seen(series) == seen(single)
    named = [(event["UID"], event.get("RECURRENCE-ID") and event["RECURRENCE-ID"].dt) for event in events(series)]
    assert len(named) == len(set(named))


def events(body: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def a_year() -> tuple[bytes, bytes]:
    weekly = WeeklyTime(1, time(8, 45), None, HolidayRule.MOVE, excepted=frozenset({date(2026, 12, 29)}))
    series, rows = planned(weekly, 0, 52)
    for number, what in enumerate(("off", "moved", "noted", "posted", "open"), 3):
        befall(rows[number], Fate(what, 2, 14))
    return both([*rows, session(0, LAST, LAST, time(9), time(10))], {series.id: series}, None)


def test_a_year_is_said_in_few_events_as_icalendar_writes_them() -> None:
    single, series = a_year()
    assert len(events(series)) < len(events(single)) / 4
    [repeated] = [event for event in events(series) if "RRULE" in event]
    assert repeated["RRULE"].to_ical().startswith(b"FREQ=WEEKLY;UNTIL=20271")
    assert repeated["UID"] == "series-s0@yui"
    assert icalendar.Calendar.from_ical(series).to_ical(sorted=False) == series


@pytest.mark.skipif(not (NODE / "node_modules" / "ical.js").exists(), reason="make test-interop installs ical.js")
def test_ical_js_expands_it_to_the_same_moments() -> None:
    single, series = a_year()
    assert expanded_by_ical_js(series) == expanded_by_ical_js(single)


def expanded_by_ical_js(body: bytes) -> Any:
    command = ["node", "expand.mjs"]
    ran = subprocess.run(command, cwd=NODE, input=body, capture_output=True, check=True)  # noqa: S603
    return json.loads(ran.stdout)


# at the doors


@pytest.mark.parametrize("minutes", [None, 30])
async def test_a_town_s_feed_says_the_same_in_both_styles(db: Database, minutes: int | None) -> None:
    off, moved = [await session_on(db, "cafe-de-pomme", date(2026, 12, day)) for day in (1, 8)]
    async with db.transaction() as tx:
        await actions.cancel_session(tx, off.id, CancelForm(reason=CancelReason.SNOW), ORGANISER, now=TUESDAY)
        form = MoveForm(held_on=date(2026, 12, 9), start=time(9), end=time(11))
        await moving.move_session(tx, moved.id, form, ORGANISER, now=TUESDAY)
    options = feeds.Options(SETTINGS, TUESDAY, alarm=minutes)
    async with db.reading() as tx:
        for hides in (False, True):
            asked = options._replace(hides_cancelled=hides)
            single = await feeds.town_feed(tx, "39204", asked)
            series = await feeds.town_feed(tx, "39204", asked._replace(style="rrule"))
            assert seen(series.body) == seen(single.body)
            assert series.etag != single.etag
        later = await feeds.town_feed(tx, "39204", asked._replace(style="rrule", now=TUESDAY + timedelta(hours=9)))
    assert later.etag == series.etag
    assert b"RRULE" in series.body


async def test_the_series_grows_newer_with_each_change(db: Database) -> None:
    async def sequence() -> int:
        async with db.reading() as tx:
            asked = feeds.Options(SETTINGS, TUESDAY, style="rrule")
            body = (await feeds.program_feed(tx, "cafe-de-pomme", asked)).body
        return int(next(event["SEQUENCE"] for event in events(body) if "RRULE" in event))

    before = await sequence()
    off = await session_on(db, "cafe-de-pomme", date(2026, 12, 1))
    async with db.transaction() as tx:
        now = TUESDAY + timedelta(minutes=1)
        await actions.cancel_session(tx, off.id, CancelForm(reason=CancelReason.SNOW), ORGANISER, now=now)
    assert before < await sequence() < 2**31


PATH = "/programs/feeds/cafe-de-pomme.ics"


async def test_the_door_keeps_one_copy_of_each_wish(town: Stage) -> None:
    door = town.apps["programs"].state.entrance
    async with anybody(town) as client:
        first = await client.get(f"{PATH}?alarm=30&style=rrule")
        held = len(door._copies)
        for query in ("style=rrule&alarm=30", "x=1&style=rrule&alarm=30", "alarm=5&style=rrule&alarm=30&utm=%E3"):
            again = await client.get(f"{PATH}?{query}")
            assert again.content == first.content
        assert len(door._copies) == held
        known = await client.get(f"{PATH}?style=rrule&alarm=30", headers={"if-none-match": first.headers["etag"]})
        plain = await client.get(PATH)
        assert (known.status_code, plain.content != first.content) == (304, True)
        assert (first.content.count(b"TRIGGER:-PT30M") > 0, b"VALARM" in plain.content) == (True, False)
    organiser = await signed_in(town, "organiser")
    added = {"held_on": "2026-11-29", "start": "09:00", "end": "11:00"}
    assert (await organiser.post("/programs/manage/cafe-de-pomme/dates", data=added)).status_code == 303
    async with anybody(town) as client:
        changed = await client.get(f"{PATH}?alarm=30&style=rrule", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, b"20261129T090000" in changed.content) == (200, True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("alarm=7", "alarm"), ("alarm=-5", "alarm"), ("alarm=99999999999", "alarm"), ("alarm=", "alarm"),
        ("alarm=x", "alarm"), ("style=other", "style"), ("cancelled=maybe", "cancelled"),
    ],
)  # fmt: skip
async def test_a_wish_nobody_offers_is_refused_by_name(town: Stage, query: str, field: str) -> None:
    async with anybody(town) as client:
        answer = await client.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_there_are_few_ways_to_write_a_wish() -> None:
    assert variant(b"style=rrule&alarm=30") == variant(b"alarm=30&x=%ff&style=rrule") == b"alarm=30&style=rrule"
    assert variant(b"x=1&&y") == b""


async def test_a_weekly_time_that_changes_is_newer_in_every_calendar(db: Database) -> None:
    far = SETTINGS.model_copy(update={"horizon_weeks": 12})
    async with db.transaction() as tx:
        await actions.plan_ahead(tx, now=TUESDAY, settings=far)
        [weekly] = await actions.weekly_times(tx, "cafe-de-pomme")
    before = await _masters(db, TUESDAY)
    later = TUESDAY + timedelta(minutes=30)
    form = SeriesForm(weekday=weekly.weekday, start=time(13), end=time(15), since=date(2026, 12, 28))
    async with db.transaction() as tx:
        await series.change_series(tx, weekly.id, form, ORGANISER, now=later, weeks=12, confirmed=True)
    after = await _masters(db, later)
    assert before.keys() <= after.keys()
    assert all(after[uid] > stood for uid, stood in before.items())


async def _masters(db: Database, now: datetime) -> dict[str, tuple[int, str]]:
    """SEQUENCE and DTSTAMP of each series by UID."""
    async with db.reading() as tx:
        body = (await feeds.program_feed(tx, "cafe-de-pomme", feeds.Options(SETTINGS, now, style="rrule"))).body
    events = [event for event in body.decode().split("BEGIN:VEVENT")[1:] if "RRULE:" in event]
    said = [dict(line.split(":", 1) for line in event.splitlines() if ":" in line) for event in events]
    return {each["UID"]: (int(each["SEQUENCE"]), each["DTSTAMP"]) for each in said}
