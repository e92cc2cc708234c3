"""What a decision on a case leads to: it comes back on a day, or its agencies are called to a network sitting."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.meetings.actions import agenda, reading, shared_sittings, sittings
from services.meetings.models import AgendaItem, Body, CaseFacts, Decision, Meeting
from services.meetings.rules import decisions as rules
from services.meetings.rules.agenda import MINUTES, minutes_over
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import DecisionForm
from shared.clock import local_date
from shared.contracts.words import ItemKind
from shared.db import Session
from shared.workdays import add_working_days

NETWORK_MINUTES = 90
USUAL_START = time(13, 30)  # after lunch, as the core meeting; a body with its own start time goes by that


@dataclass(frozen=True)
class CaseLine:
    """A case's line with what deciding it needs."""

    item: AgendaItem
    meeting: Meeting
    facts: CaseFacts


async def come_back(
    tx: Session, line: CaseLine, decision: Decision, form: DecisionForm, *, now: datetime
) -> date | None:
    """The case's next line at the core meeting; returns the earliest day of it."""
    kind = rules.returns_as(form.code)
    if kind is None:
        return None
    next_day = local_date(line.meeting.starts_at) + timedelta(days=1)
    body = await reading.body_where(tx, line.item.municipality, calls_case_agencies=False)
    day = rules.returns_on(wish_of(form), next_day=next_day)
    decision.until = decision.until or day
    added = await agenda.add_line(
        tx, body, kind, line.facts, origin=decision.id, source_event=decision.id, now=now, not_before=day
    )
    await agenda.call_anew(tx, added, now=now)
    return day


async def send_to_network(
    tx: Session, line: CaseLine, decision: Decision, form: DecisionForm, *, now: datetime, lead_days: int
) -> Meeting:
    """Give the case a slot in the next network sitting that has room, or place one."""
    network = await reading.body_where(tx, line.item.municipality, calls_case_agencies=True)
    meeting = await _sitting_with_room(tx, network, now=now)
    if meeting is None:
        day = add_working_days(local_date(now), lead_days)
        starts_at = at_local_time(day, network.start or USUAL_START)
        host = await shared_sittings.host_of(tx, network)
        meeting = await sittings.schedule(tx, host, starts_at, NETWORK_MINUTES, now=now)
    agencies = list(dict.fromkeys([*line.facts.agencies, *form.agencies]))
    added = await agenda.add_line(
        tx,
        network,
        ItemKind.NETWORK_CASE,
        line.facts,
        origin=decision.id,
        source_event=decision.id,
        now=now,
        agencies=agencies,
        meeting=meeting,
    )
    await agenda.call_anew(tx, added, now=now)
    return meeting


async def _sitting_with_room(tx: Session, network: Body, *, now: datetime) -> Meeting | None:
    meeting = await shared_sittings.next_sitting(tx, network.municipality, network.id, now=now, not_before=None)
    if meeting is None:
        return None
    minutes = [item.minutes for item in await reading.lines_of(tx, meeting.id)]
    return None if minutes_over([*minutes, MINUTES[ItemKind.NETWORK_CASE]], meeting.minutes) else meeting


def wish_of(form: DecisionForm) -> rules.Wish:
    return rules.Wish(form.code, form.owner, form.until, form.review_on, len(form.tasks))
