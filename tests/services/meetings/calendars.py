"""A feed as the door builds it, and what a calendar client makes of it."""

from datetime import datetime
from typing import Any, NamedTuple

import icalendar
from dateutil.rrule import rrulestr

from services.meetings import feeds
from services.meetings.schemas import FeedForm
from shared.auth import Grant, Who
from shared.db import Database
from shared.feed import Feed
from shared.tokens import fingerprint
from tests.services.meetings.stage import TUESDAY

URL = "https://yui.example"


class Shown(NamedTuple):
    """One entry in somebody's calendar."""

    starts_at: datetime
    ends_at: datetime
    title: str
    status: str


class Subscription(NamedTuple):
    """A calendar address by its fingerprint, and who holds it."""

    key: str
    reference: str
    who: Who

    async def grants_of(self, account_id: str) -> tuple[Grant, ...]:
        return self.who.grants if account_id == self.who.account_id else ()


async def subscribe(db: Database, who: Who, **form: str) -> Subscription:
    async with db.transaction() as tx:
        made = await feeds.subscribe(tx, FeedForm.model_validate(form), who, public_url=URL, now=TUESDAY)
    return Subscription(fingerprint(made.url.rpartition("/")[2].removesuffix(".ics")), made.reference, who)


async def feed_of(db: Database, made: Subscription, query: str = "", *, now: datetime = TUESDAY) -> Feed:
    async with db.reading() as tx:
        source = await feeds.find(tx, made.key, made.grants_of, now=now)
        assert source
        return await feeds.build(tx, source, query.encode(), feeds.Shelf(), page=f"{URL}/meetings/subscribe", now=now)


def events_in(body: bytes) -> list[Any]:
    """Its events, without the one that says when the address ends."""
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    return [event for event in events if not str(event["UID"]).startswith("expiry-")]


def shown(body: bytes) -> list[Shown]:
    """Every entry a client shows: series expanded, their exceptions in place (RFC 5545 3.8.4.4, 3.8.5)."""
    events = events_in(body)
    overridden = {(str(each["UID"]), each["RECURRENCE-ID"].dt) for each in events if "RECURRENCE-ID" in each}
    found: list[Shown] = []
    for event in events:
        starts = [event["DTSTART"].dt] if "RRULE" not in event else _expanded(event, overridden)
        length = event["DTEND"].dt - event["DTSTART"].dt
        found += [Shown(at, at + length, str(event["SUMMARY"]), str(event["STATUS"])) for at in starts]
    return sorted(found)


def _expanded(event: Any, overridden: set[tuple[str, datetime]]) -> list[datetime]:
    excluded = event.get("EXDATE", [])
    gone = {each.dt for dates in (excluded if isinstance(excluded, list) else [excluded]) for each in dates.dts}
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event["DTSTART"].dt)
    return [at for at in rule if at not in gone and (str(event["UID"]), at) not in overridden]
