"""Sittings: held, empty or skipped; invitations that wait for the secrecy register; polls; calendars that end soon."""

from datetime import datetime, timedelta
from typing import Any

from prometheus_client.metrics_core import Metric
from sqlalchemy import and_, case, func, or_, select
from sqlmodel import col

from services.meetings.models import Body, FeedToken, Invitation, Meeting, Poll, PollInvitee
from services.meetings.rules.polls import PollStatus
from shared.db import Session
from shared.figures import Figure, Kind, Values, counts, links_expiring, one

KINDS = ("core", "network", "area", "other")
SOON = timedelta(days=7)

SITTINGS = Figure(
    "meetings", "yui_sittings_total",
    "Sittings (会議) that are over, by the kind of their body: held with lines decided, empty (held without any), or "
    "skipped (cancelled).",
    Kind.COUNTER, {"kind": KINDS, "outcome": ("held", "empty", "skipped")},
)  # fmt: skip
PLANNED = Figure(
    "meetings", "yui_sittings_planned",
    "Sittings with a date that are not over: ahead, or past their time and never closed (unclosed). No drafts.",
    labels={"kind": KINDS, "state": ("ahead", "unclosed")},
)  # fmt: skip
HELD_BACK = Figure(
    "meetings", "yui_invitations_held",
    "Invitations to coming sittings that wait because the agency is not in the secrecy register (社会福祉法106条の6).",
)  # fmt: skip
POLLS = Figure("meetings", "yui_polls_open", "Searches for a date (日程調整) that are still asking.")
ASKED = Figure(
    "meetings", "yui_poll_invitees_open", "Posts and agencies that open polls ask: who answered and who is silent.",
    labels={"state": ("answered", "silent")},
)  # fmt: skip
EXPIRING = links_expiring("meetings", ("calendar",))
DECLARED = (SITTINGS, PLANNED, HELD_BACK, POLLS, ASKED, EXPIRING)


async def figures(tx: Session, now: datetime) -> list[Metric]:
    """These families."""
    answered, silent = (await counts(tx, _asked()))[0]
    over: dict[Values, float] = {(kind, how): number for kind, how, number in await counts(tx, _over())}
    planned: dict[Values, float] = {(kind, state): number for kind, state, number in await counts(tx, _planned(now))}
    polls = select(func.count()).where(col(Poll.status) == PollStatus.OPEN)
    return [
        SITTINGS.family(over),
        PLANNED.family(planned),
        HELD_BACK.alone(await one(tx, _held_back(now))),
        POLLS.alone(await one(tx, polls)),
        ASKED.family({("answered",): answered, ("silent",): silent}),
        EXPIRING.family({("calendar", "7d"): await one(tx, _ending(now))}),
    ]


def _by_kind(state: Any, *where: Any) -> Any:
    kind = case(
        (col(Body.id) == "core", "core"),
        (col(Body.calls_case_agencies), "network"),
        (col(Body.area).is_not(None), "area"),
        else_="other",
    )
    body = and_(col(Body.municipality) == col(Meeting.municipality), col(Body.id) == col(Meeting.body))
    sittings = select(kind.label("kind"), state.label("state")).select_from(Meeting).join(Body, body)
    found = sittings.where(*where).subquery()
    return select(found.c.kind, found.c.state, func.count()).group_by(found.c.kind, found.c.state)


def _over() -> Any:
    status = col(Meeting.status)
    outcome = case((status == "cancelled", "skipped"), (col(Meeting.lines) > 0, "held"), else_="empty")
    return _by_kind(outcome, status.in_(["held", "cancelled"]))


def _planned(now: datetime) -> Any:
    ends = now - timedelta(days=1)  # whoever closes the sitting next morning is not late
    state = case((col(Meeting.starts_at) < ends, "unclosed"), else_="ahead")
    return _by_kind(state, col(Meeting.status).in_(["planned", "open"]))


def _held_back(now: datetime) -> Any:
    query = select(func.count()).select_from(Invitation).join(Meeting, col(Meeting.id) == col(Invitation.meeting_id))
    return query.where(col(Invitation.status) == "held", col(Meeting.starts_at) > now)


def _asked() -> Any:
    given = col(PollInvitee.answered_at).is_not(None)
    query = select(func.count(case((given, 1))), func.count(case((~given, 1)))).select_from(PollInvitee)
    poll = col(Poll.id) == col(PollInvitee.poll_id)
    return query.join(Poll, poll).where(col(Poll.status) == PollStatus.OPEN, col(PollInvitee.is_revoked).is_(False))


def _ending(now: datetime) -> Any:
    """Subscriptions in use that end within the week and were not renewed."""
    expires = col(FeedToken.expires_at)
    unused = or_(col(FeedToken.revoked_at).is_not(None), col(FeedToken.replaced_at).is_not(None))
    return select(func.count()).where(expires > now, expires <= now + SOON, ~unused)
