"""`?style=rrule`: a body's regular sittings as one series, for calendars that like it so.

The series is made of the same stored events, so it names the same dates: a sitting that is as its body's rule says is
covered by RRULE; one that moved, is off, or has lines on its agenda overrides its day (RECURRENCE-ID); a day the rule
names and nobody sits on is an EXDATE; all else stands alone. The series has a UID of its own: under the sittings' own
it would meet them as strangers in a calendar that had the other style before.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from services.meetings.actions.placing import new_sitting
from services.meetings.feeds.events import cut_to, occurrence_of
from services.meetings.feeds.joining import Shown
from services.meetings.models import Body
from services.meetings.rules.recurrence import at_local_time, named_days
from services.meetings.schemas import Detail
from shared.clock import TOKYO
from shared.ical import vevent
from shared.ical_lines import under_uid


class Written(NamedTuple):
    """A VEVENT as it goes into the feed."""

    octets: bytes
    is_off: bool


class Stamp(NamedTuple):
    """The feed's own count and moment of changes: a series changes whenever one of its sittings does."""

    sequence: int
    changed_at: datetime


def repeating(events: Sequence[Shown], bodies: Mapping[str, Body], detail: Detail, stamp: Stamp) -> list[Written]:
    """The events, those of a body's rule as a series; an agency's slots stand alone, their hours differ each time."""
    written: list[Written] = []
    for body_id, own in groupby(sorted(events, key=lambda event: event.body), key=lambda event: event.body):
        written += _of_body(list(own), bodies[body_id], detail, stamp)
    return written


def _of_body(events: Sequence[Shown], body: Body, detail: Detail, stamp: Stamp) -> Iterator[Written]:
    regular = {
        event.series_day: event for event in events if event.series_day and not event.subject.startswith("agency:")
    }
    named = named_days(body.rrule, min(regular), max(regular)) if body.rrule and body.start and regular else []
    series = _Series(body, detail, {day: regular[day] for day in named if day in regular}, named)
    if len(series.events) < 2:  # one sitting is no series
        yield from (Written(event.octets, event.is_off) for event in events)
        return
    yield series.first(stamp)
    covered = {event.uid for event in series.events.values()}
    for event in events:
        if event.uid not in covered:
            yield Written(event.octets, event.is_off)
        elif not series.says(event):
            yield series.override(event)


class _Series:
    """What a body's rule names: `events` by the day of the rule, `named` all its days between first and last."""

    def __init__(self, body: Body, detail: Detail, events: Mapping[date, Shown], named: Sequence[date]) -> None:
        self._body, self._detail = body, detail
        self.events = events
        self._named = [day for day in named if events and min(events) <= day <= max(events)]
        self._uid = f"series-{hashlib.sha256(f'{body.municipality}/{body.id}'.encode()).hexdigest()[:24]}@yui"

    def says(self, event: Shown) -> bool:
        """Whether the sitting is on the day, at the hour and under the title that the rule alone gives it."""
        assert event.series_day
        as_ruled = self._render(event.series_day, event.uid, event.sequence, event.changed_at)
        return as_ruled == event.octets

    def first(self, stamp: Stamp) -> Written:
        """The series itself."""
        day, last = self._named[0], self._moment(self._named[-1])
        rule = [f"RRULE:{self._body.rrule};UNTIL={last:%Y%m%dT%H%M%SZ}"]
        rule += [f"EXDATE;{self._local(day)}" for day in self._named if day not in self.events]
        octets = self._render(day, self._uid, stamp.sequence, stamp.changed_at)
        return Written(under_uid(octets, self._uid, self._uid, rule), is_off=False)

    def override(self, event: Shown) -> Written:
        """One sitting that is not as the rule says."""
        assert event.series_day
        recurrence = [f"RECURRENCE-ID;{self._local(event.series_day)}"]
        return Written(under_uid(event.octets, event.uid, self._uid, recurrence), event.is_off)

    def _render(self, day: date, uid: str, sequence: int, changed_at: datetime) -> bytes:
        meeting = new_sitting(self._body, self._moment(day), self._body.minutes, self._body.place, changed_at)
        meeting.uid, meeting.sequence = uid, sequence
        return vevent(cut_to(occurrence_of(meeting, None), self._detail))

    def _moment(self, day: date) -> datetime:
        assert self._body.start
        return at_local_time(day, self._body.start)

    def _local(self, day: date) -> str:
        return f"TZID=Asia/Tokyo:{self._moment(day).astimezone(TOKYO):%Y%m%dT%H%M%S}"
