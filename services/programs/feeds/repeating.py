"""`?style=rrule`: a weekly time as one series, for calendars that like it so. It names the same dates.

A session that is as its weekly time says is covered by RRULE; one that moved, is off or says something of its own
overrides its day (RECURRENCE-ID); a week without it is an EXDATE. What can't be said so stands alone under its own
UID: dates beside the weekly ones, another weekday, a time in a series of days without one (RFC 5545 3.8.4.4 wants one
type of value in a series). The series has a UID of its own, made of the weekly time's, which never changes: under the
sessions' it would meet them as strangers in a calendar that had the other style before.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, func, select

from services.programs import rules
from services.programs.models import Series, Session
from services.programs.rules import SessionStatus
from shared.clock import TOKYO
from shared.db import Session as Tx
from shared.ical import Occurrence, vevent
from shared.ical_lines import under_uid, with_alarm

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)

Render = Callable[[Session], Occurrence]


class Ruled(NamedTuple):
    """A weekly time, and when it or any of its sessions, shown or not, changed last."""

    series: Series
    changed_at: datetime


async def series_of(tx: Tx, sessions: Sequence[Session]) -> Mapping[str, Ruled]:
    """The weekly times of these sessions by id."""
    ids = {session.series_id for session in sessions if session.series_id}
    query = select(Series, func.max(Session.changed_at)).join(Session).where(col(Series.id).in_(ids))
    found = (await tx.exec(query.group_by(col(Series.id)))).all()
    return {series.id: Ruled(series, max(at, series.changed_at or at)) for series, at in found}


def repeating(
    sessions: Sequence[Session], octets: Sequence[bytes], known: Mapping[str, Ruled], render: Render, reminder: bytes
) -> list[bytes]:
    """The events of these sessions, which `octets` has one by one, those of a weekly time as a series."""
    alone: list[bytes] = []
    of_series: dict[str, list[tuple[Session, bytes]]] = defaultdict(list)
    for session, event in zip(sessions, octets, strict=True):
        if session.series_id and _can_belong(session, known[session.series_id].series):
            of_series[session.series_id].append((session, event))
        else:
            alone.append(event)
    for series_id, events in of_series.items():
        alone += _of_series(events, known[series_id], render, reminder)
    return alone


def _can_belong(session: Session, series: Series) -> bool:
    return session.due_on.weekday() == series.weekday and (session.starts_at is None) == (series.starts is None)


def _of_series(events: Sequence[tuple[Session, bytes]], ruled: Ruled, render: Render, reminder: bytes) -> list[bytes]:
    by_day = {session.due_on: (session, event) for session, event in events}
    as_ruled = {day for day, (session, _) in by_day.items() if _says(ruled.series, session, render)}
    if len(as_ruled) < 2:  # one date is no series
        return [event for _, event in events]
    uid = f"series-{ruled.series.id}@yui"
    written = [_first(uid, ruled, by_day, render, reminder)]
    for day in sorted(by_day.keys() - as_ruled):
        session, event = by_day[day]
        written.append(under_uid(event, session.uid, uid, [f"RECURRENCE-ID;{_at(ruled.series, day)}"]))
    return written


def _first(
    uid: str, ruled: Ruled, by_day: Mapping[date, tuple[Session, bytes]], render: Render, reminder: bytes
) -> bytes:
    """The series itself, from the first of its days to the last."""
    days, series = sorted(by_day), ruled.series
    first, last = days[0], days[-1]
    gone = [day for week in range((last - first).days // 7) if (day := first + week * WEEK) not in by_day]
    rule = [f"RRULE:FREQ=WEEKLY;UNTIL={_until(series, last)};BYDAY={DAYS[series.weekday]}"]
    rule += [f"EXDATE;{_at(series, day)}" for day in gone]
    shown = replace(
        render(_ruled(series, by_day[first][0])), uid=uid, sequence=_sequence(ruled, first),
        changed_at=ruled.changed_at,
    )  # fmt: skip
    octets = under_uid(vevent(shown), uid, uid, rule)
    return with_alarm(octets, reminder) if reminder and shown.is_busy else octets


def _sequence(ruled: Ruled, first: date) -> int:
    """Grows with every change, and as the first of the days that a feed shows moves on.

    The last day says nothing: a farther one is a session that is new, a nearer one a weekly time that changed.
    """
    return int((ruled.changed_at - EPOCH).total_seconds()) + (first - EPOCH.date()).days


def _says(series: Series, session: Session, render: Render) -> bool:
    """Whether a session is on the day, at the hours, at the place and with the words that its weekly time alone has."""
    return session.status is SessionStatus.PLANNED and render(_ruled(series, session)) == render(session)


def _ruled(series: Series, session: Session) -> Session:
    """The session as its weekly time alone would have it."""
    starts, ends = (rules.moment_on(session.due_on, at) for at in (series.starts, series.ends))
    return Session(
        program_id=session.program_id, municipality=session.municipality, due_on=session.due_on,
        held_on=session.due_on, starts_at=starts, ends_at=ends, uid=session.uid, sequence=session.sequence,
        changed_at=session.changed_at,
    )  # fmt: skip


def _at(series: Series, day: date) -> str:
    """A day of the series as RECURRENCE-ID and EXDATE name it: of the same type as its DTSTART."""
    starts = rules.moment_on(day, series.starts)
    return f"TZID=Asia/Tokyo:{starts.astimezone(TOKYO):%Y%m%dT%H%M%S}" if starts else f"VALUE=DATE:{day:%Y%m%d}"


def _until(series: Series, day: date) -> str:
    """In UTC for moments, a day for days (RFC 5545 3.3.10)."""
    starts = rules.moment_on(day, series.starts)
    return f"{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}" if starts else f"{day:%Y%m%d}"
