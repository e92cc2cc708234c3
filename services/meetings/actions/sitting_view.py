"""A sitting as one person may see it: its posts see all, an agency its own slots, an admin time and place only."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select
from sqlmodel import col, select

from services.meetings.actions import action_items, attending, need_to_know, reading, replying
from services.meetings.actions.shared_sittings import bodies_at
from services.meetings.errors import NotCalled
from services.meetings.models import AgendaItem, CaseFacts, Decision, Invitation, Meeting
from services.meetings.rules.agenda import minutes_over
from services.meetings.rules.lanes import may_open, stands_in
from services.meetings.rules.recurrence import at_local_time
from services.meetings.schemas import ActionView, InvitationView, ItemView, MeetingView, SittingView
from shared.auth import Who
from shared.contracts.words import Consent, InviteeKind
from shared.db import Session

CALLED_ONCE = ("called", "released")  # who was released from a sitting that was called off still sees that it was


async def my_meetings(tx: Session, who: Who, body: str | None, *, now: datetime) -> list[MeetingView]:
    """Sittings not yet over that `who` is called to; with `body`, all of a body that `who` sits on or arranges.

    Who is called for an agency only meets the time of the agency's own slot.
    """
    query = (
        select(Meeting)
        .where(Meeting.municipality == who.municipality, col(Meeting.status).in_(["planned", "open"]))
        .order_by(col(Meeting.starts_at))
    )
    if body:
        await _must_sit_on(tx, who, body)
        query = query.where(Meeting.body == body)
    else:
        query = query.where(col(Meeting.id).in_(_my_calls(who)))
    meetings = (await tx.exec(query)).all()
    calls = [] if body else await _own_calls(tx, who, meetings)
    return sorted(
        (_at_own_time(MeetingView.of(meeting), [call for call in calls if call.meeting_id == meeting.id])
         for meeting in meetings),
        key=lambda view: view.starts_at,
    )  # fmt: skip


async def my_calendar(tx: Session, who: Who, *, since: date, until: date) -> list[MeetingView]:
    """The sittings `who` was called to from one day to another, past and called off ones too, by time."""
    query = select(Meeting).where(
        Meeting.municipality == who.municipality,
        col(Meeting.id).in_(_my_calls(who, CALLED_ONCE)),
        col(Meeting.status).in_(["planned", "open", "held", "cancelled"]),
        col(Meeting.starts_at) >= at_local_time(since, time.min),
        col(Meeting.starts_at) < at_local_time(until + timedelta(days=1), time.min),
    )
    meetings = {meeting.id: meeting for meeting in (await tx.exec(query)).all()}
    calls: dict[str, list[Invitation]] = {}
    for call in await _own_calls(tx, who, list(meetings.values()), CALLED_ONCE):
        if call.status == "called" or meetings[call.meeting_id].status == "cancelled":
            calls.setdefault(call.meeting_id, []).append(call)
    views = [_at_own_time(MeetingView.of(meetings[each]), own) for each, own in calls.items()]
    return sorted(views, key=lambda view: view.starts_at)


async def sitting(tx: Session, who: Who, meeting_id: str) -> SittingView:
    """A sitting with the lines and calls `who` may see; NotCalled for who neither is called nor arranges it."""
    seen = await need_to_know.seen_by(tx, who, meeting_id)
    meeting, calls, items = seen.meeting, seen.calls, seen.items
    view = MeetingView.of(meeting)
    if not seen.sees_all:
        view = _at_own_time(view, calls)
    facts = await reading.facts_of(tx, meeting_id)
    decided = await _decisions(tx, meeting_id)
    to_do = await action_items.on_lines(tx, items)
    replies = await replying.replies_to(tx, calls)
    lanes = {each.id: each.lanes for each in await bodies_at(tx, meeting)}
    return SittingView(
        **view.model_dump(),
        items=[
            _item(item, facts.get(item.case_ref or ""), decided.get(item.id), lanes[item.body], to_do.get(item.id))
            for item in items
        ],
        invitations=[
            InvitationView.of(call, replies.get(call.id))
            for call in sorted(calls, key=lambda call: (call.kind != "post", call.invitee))
        ],
        minutes_over=minutes_over([item.minutes for item in items], view.minutes),
        is_asked_about=meeting.empty_since is not None and not meeting.lines,
        shows_agenda=seen.sees_all or bool(calls),
        chair=(await attending.assembly_of(tx, seen.body, meeting, seen.everybody)).chair,
    )


async def _own_calls(
    tx: Session, who: Who, meetings: Sequence[Meeting], statuses: Sequence[str] = ("called",)
) -> list[Invitation]:
    query = select(Invitation).where(
        col(Invitation.meeting_id).in_([meeting.id for meeting in meetings]), col(Invitation.status).in_(statuses)
    )
    return [call for call in (await tx.exec(query)).all() if reading.is_invitee(who, call)]


def _at_own_time(view: MeetingView, calls: Sequence[Invitation]) -> MeetingView:
    """A sitting as called: in full for a post, for an agency only from its first slot to the end of that slot."""
    if not calls or any(call.kind is InviteeKind.POST or call.slot_starts_at is None for call in calls):
        return view
    slot = min(calls, key=lambda call: call.slot_starts_at or view.starts_at)
    return view.model_copy(update={"starts_at": slot.slot_starts_at, "minutes": slot.slot_minutes})


def _my_calls(who: Who, statuses: Sequence[str] = ("called",)) -> Select[str]:
    posts = (col(Invitation.kind) == InviteeKind.POST) & col(Invitation.invitee).in_(who.posts)
    agencies = (col(Invitation.kind) == InviteeKind.AGENCY) & col(Invitation.invitee).in_(who.agencies)
    return select(Invitation.meeting_id).where(
        Invitation.municipality == who.municipality, col(Invitation.status).in_(statuses), posts | agencies
    )


async def _must_sit_on(tx: Session, who: Who, body_id: str) -> None:
    body = await reading.find_body(tx, who.municipality, body_id)
    if not (need_to_know.sees_all(who, body, []) or reading.arranges(who, body)):
        raise NotCalled("Only those who sit on this body, or arrange it, see all its sittings.")


async def _decisions(tx: Session, meeting_id: str) -> dict[str, Decision]:
    lines = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    query = select(Decision).where(col(Decision.item_id).in_(lines))
    return {row.item_id: row for row in (await tx.exec(query)).all()}


def _item(
    item: AgendaItem,
    facts: CaseFacts | None,
    decision: Decision | None,
    lanes: Collection[str],
    action: ActionView | None,
) -> ItemView:
    """A line with its case's facts; one about a theme has none."""
    consent = facts.consent if facts else Consent.NONE
    return ItemView.model_validate(
        {
            **item.model_dump(),
            "consent": consent,
            "fields": facts.fields if facts else [],
            "categories": facts.categories if facts else [],
            "consultations": facts.consultations if facts else 0,
            "reasons": facts.reasons if facts else [],
            "may_open": may_open(item.legal_basis, consent)
            and (action is not None or stands_in(item.legal_basis, lanes)),
            "action": action,
            "decision": decision.code if decision else None,
            "next_date": decision.review_on or decision.until if decision else None,
        }
    )
