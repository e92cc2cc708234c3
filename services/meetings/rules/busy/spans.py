"""Busy times of a calendar: each occurrence of each event that takes time, one after the other, overlaps joined."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta

from services.meetings.errors import CalendarTooLarge, NotACalendar
from services.meetings.rules.busy.entries import Entry, Stop, entries_of
from services.meetings.rules.busy.trimming import trimmed
from services.meetings.rules.spans import Span

MOST_SPANS = 5000  # somebody with twelve appointments every day has as many
DAY = timedelta(days=1)  # more than any two zones differ


def busy_spans(octets: bytes, reach: Span) -> list[Span]:
    """When an .ics says that its owner is busy within `reach`, by time, none touching the next.

    Raises CalendarTooLarge, NotACalendar, UnknownZone or UnreadableRule, each saying why and none what is in the
    file. Time is not limited here: rules that name no day at all make dateutil look for ever, so whoever calls this
    with a stranger's file does it in a process that ends.
    """
    try:
        spans = _joined(_taken(entries_of(trimmed(octets)), reach), reach)
    except (OverflowError, ValueError) as error:
        raise NotACalendar("A time in it is out of all bounds.", field="calendar") from error
    if len(spans) > MOST_SPANS:
        raise CalendarTooLarge(f"There are more than {MOST_SPANS} busy times in it.", field="calendar")
    return spans


def _taken(entries: Collection[Entry], reach: Span) -> Iterator[Span]:
    """The time every occurrence takes; one that was moved or changed by itself counts as it is now."""
    replaced: dict[str, set[Stop]] = {}
    for entry in entries:
        if entry.replaces and entry.uid:
            replaced.setdefault(entry.uid, set()).add(entry.replaces)
    for entry in entries:
        if entry.is_busy:
            gone = entry.without if entry.replaces else entry.without | replaced.get(entry.uid, set())
            for start, length in _occurrences(entry, reach):
                if not _is_among(start, gone):
                    yield Span(start.astimezone(UTC), start.astimezone(UTC) + length)


def _occurrences(entry: Entry, reach: Span) -> Iterator[tuple[datetime, timedelta]]:
    yield entry.start, entry.length
    yield from entry.further
    if entry.rule is not None:
        first, last = (each.astimezone(entry.start.tzinfo).replace(tzinfo=None) for each in reach)
        for wall in entry.rule.between(first - entry.length - DAY, last + DAY, inc=True):
            yield wall.replace(tzinfo=entry.start.tzinfo), entry.length


def _is_among(start: datetime, gone: Collection[Stop]) -> bool:
    return start.astimezone(UTC) in gone or start.date() in gone


def _joined(spans: Iterable[Span], reach: Span) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(Span(max(a, reach.starts_at), min(b, reach.ends_at)) for a, b in spans):
        if end <= start:
            continue
        if joined and start <= joined[-1].ends_at:
            joined[-1] = Span(joined[-1].starts_at, max(end, joined[-1].ends_at))
        else:
            joined.append(Span(start, end))
    return joined
