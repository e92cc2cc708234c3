"""Telling the others about a poll: how rows become facts. Each fact about an invitee has a version of its own."""

from collections.abc import Sequence
from datetime import datetime

from services.meetings.models import Body, Poll, PollDate, PollInvitee
from shared.contracts.meetings import PollAnswered, PollAsked, PollClosed, PollLinkRevoked, PollReminded
from shared.db import Session
from shared.outbox import emit


def tell_asked(tx: Session, poll: Poll, body: Body, row: PollInvitee, dates: Sequence[PollDate], now: datetime) -> None:
    emit(
        tx,
        PollAsked(
            municipality=poll.municipality, aggregate_id=row.id, aggregate_version=row.version, occurred_at=now,
            poll_id=poll.id, body=body.id, title=body.name, invitee_kind=row.kind, invitee=row.invitee,
            asking=row.asking, dates=[each.starts_at for each in dates], minutes=poll.minutes, due_on=poll.due_on,
        ),
    )  # fmt: skip


def tell_reminded(tx: Session, poll: Poll, body: Body, row: PollInvitee, now: datetime) -> None:
    emit(
        tx,
        PollReminded(
            municipality=poll.municipality, aggregate_id=row.id, aggregate_version=row.version, occurred_at=now,
            poll_id=poll.id, body=body.id, title=body.name, invitee_kind=row.kind, invitee=row.invitee,
            asking=row.asking, due_on=poll.due_on,
        ),
    )  # fmt: skip


def tell_settled(
    tx: Session, fact: type[PollAnswered] | type[PollLinkRevoked], row: PollInvitee, now: datetime
) -> None:
    """Nothing more has to be asked of somebody: they answered, or are not asked any more."""
    emit(
        tx,
        fact(
            municipality=row.municipality, aggregate_id=row.id, aggregate_version=row.version, occurred_at=now,
            poll_id=row.poll_id, asking=row.asking,
        ),
    )  # fmt: skip


def tell_closed(tx: Session, poll: Poll, now: datetime) -> None:
    emit(
        tx,
        PollClosed(
            municipality=poll.municipality, aggregate_id=poll.id, occurred_at=now, body=poll.body,
            meeting_id=poll.meeting_id,
        ),
    )  # fmt: skip
