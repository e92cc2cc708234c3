"""The store of rendered events: brought up to date in the transaction that changes a sitting, before its commit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, text
from sqlmodel import col, exists, select

from services.meetings.actions.calendars import note_feeds_changed, take_changed, take_new
from services.meetings.feeds.events import events_of, events_shown_alike
from services.meetings.models import CalendarEvent, Invitation, Meeting
from shared.clock import Clock
from shared.db import Database, Session, UTCDateTime
from shared.db.prepared import Prepared
from shared.db.rows import insert_alike

PAST, AHEAD = timedelta(days=35), timedelta(days=400)  # what feeds show (feeds.md)
FILL_AT_ONCE = 200

Key = tuple[str, str, str]  # municipality, subject, uid
Subject = tuple[str, str]  # municipality, subject

_REVISE = Prepared(
    text(
        "INSERT INTO calendar_feeds (municipality, subject, revision, changed_at) "
        "VALUES (:municipality, :subject, 1, :now) ON CONFLICT (municipality, subject) "
        "DO UPDATE SET revision = calendar_feeds.revision + 1, changed_at = excluded.changed_at RETURNING revision"
    ).bindparams(bindparam("now", type_=UTCDateTime()))
)
_FORGET = Prepared(
    delete(CalendarEvent).where(
        col(CalendarEvent.municipality) == bindparam("municipality"),
        col(CalendarEvent.subject) == bindparam("subject"),
        col(CalendarEvent.uid) == bindparam("uid"),
    )
)


def keep_calendars(db: Database, clock: Clock) -> None:
    """Make `db` render, before each commit, the sittings that the transaction changed."""

    async def render_changed(tx: Session) -> None:
        new, changed = take_new(tx), take_changed(tx)
        if new or changed:
            await render(tx, changed, now=clock(), new=new)

    db.before_commit.append(render_changed)


async def fill_calendars(db: Database, *, now: datetime) -> int:
    """Render what was there before events were stored, some sittings a transaction; returns how many. Again: none."""
    filled = 0
    while True:
        async with db.transaction() as tx:
            query = select(Meeting.id).where(
                Meeting.status != "draft",
                col(Meeting.starts_at) > now - PAST,
                ~exists().where(col(CalendarEvent.meeting_id) == Meeting.id),
            )
            found = (await tx.exec(query.order_by(col(Meeting.id)).limit(FILL_AT_ONCE))).all()
            await render(tx, found, now=now, is_first=True)
        filled += len(found)
        if len(found) < FILL_AT_ONCE:
            return filled


async def render(
    tx: Session,
    meeting_ids: Sequence[str],
    *,
    now: datetime,
    new: Iterable[tuple[Sequence[Meeting], Sequence[Invitation]]] = (),
    is_first: bool = False,
) -> None:
    """Bring the stored events of these sittings in line with their rows; what stays the same costs no revision.

    The sittings are locked and read anew: of two writers the second renders what both made of it. `is_first` says
    that these events were shown before they were stored. Those that `tx` itself made (`new`, with their calls) have
    none yet to be compared with. Revisions are taken in one go, for the order's sake.
    """
    changed, old = await _compared(tx, meeting_ids, is_first=is_first) if meeting_ids else ([], set())
    shown = [each for meetings, calls in new for each in events_shown_alike(meetings, calls)]
    shown += [(event, [event.subject]) for event in changed]
    subjects = {(event.municipality, subject) for event, theirs in shown for subject in theirs}
    revisions = await _revise(tx, subjects | {key[:2] for key in old}, now)
    if old:
        await _FORGET.run(tx, [_by_name(key) for key in old])
    for event, theirs in shown:
        own = [{"subject": each, "revision": revisions[event.municipality, each]} for each in theirs]
        await insert_alike(tx, event, own)


async def _compared(tx: Session, meeting_ids: Sequence[str], *, is_first: bool) -> tuple[list[CalendarEvent], set[Key]]:
    """The events that are to be stored, and the keys of those that are not any more or not as they were."""
    await tx.flush()
    stored = await _stored(tx, meeting_ids)
    wanted = {
        _key(event): event
        for meeting, calls in await _sittings(tx, meeting_ids)
        for event in events_of(meeting, calls)
        if _key(event) in stored or _is_worth_showing(event, is_first=is_first)
    }
    changed = [event for key, event in wanted.items() if key not in stored or _differ(stored[key], event)]
    gone = stored.keys() - wanted.keys()
    return changed, gone | (stored.keys() & {_key(event) for event in changed})


def _is_worth_showing(event: CalendarEvent, *, is_first: bool) -> bool:
    """An agency whose call was held until it was taken back must not learn of the sitting from its cancellation."""
    return not event.is_off or event.subject.startswith("body:") or (is_first and event.subject.startswith("post:"))


async def _sittings(tx: Session, meeting_ids: Sequence[str]) -> Iterable[tuple[Meeting, list[Invitation]]]:
    query = select(Meeting).where(col(Meeting.id).in_(meeting_ids)).order_by(col(Meeting.id))
    # Not the key: whoever adds a call holds that, and would wait here for a writer that waits for them.
    query = query.with_for_update(key_share=True)
    meetings = (await tx.exec(query.execution_options(populate_existing=True))).all()
    theirs = select(Invitation).where(col(Invitation.meeting_id).in_(meeting_ids)).order_by(col(Invitation.id))
    calls: dict[str, list[Invitation]] = defaultdict(list)
    for call in (await tx.exec(theirs.execution_options(populate_existing=True))).all():
        calls[call.meeting_id].append(call)
    return [(meeting, calls[meeting.id]) for meeting in meetings]


async def _stored(tx: Session, meeting_ids: Sequence[str]) -> dict[Key, CalendarEvent]:
    query = select(CalendarEvent).where(col(CalendarEvent.meeting_id).in_(meeting_ids))
    return {_key(event): event for event in (await tx.exec(query)).all()}


async def _revise(tx: Session, subjects: Collection[Subject], now: datetime) -> dict[Subject, int]:
    """The next revision of each feed that changes; in one order for all, so that no two writers wait for each other."""
    if subjects:
        note_feeds_changed(tx)
    revisions: dict[Subject, int] = {}
    for municipality, subject in sorted(subjects):
        rows = await _REVISE.rows(tx, {"municipality": municipality, "subject": subject, "now": now})
        revisions[municipality, subject] = rows[0][0]
    return revisions


def _differ(stored: CalendarEvent, event: CalendarEvent) -> bool:
    return stored.model_dump(exclude={"revision"}) != event.model_dump(exclude={"revision"})


def _key(event: CalendarEvent) -> Key:
    return event.municipality, event.subject, event.uid


def _by_name(key: Key) -> dict[str, str]:
    return dict(zip(("municipality", "subject", "uid"), key, strict=True))
