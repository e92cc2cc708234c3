"""Which part of a sitting somebody may see: its posts all, an agency its own lines, an admin time and place only."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.meetings.actions import reading
from services.meetings.errors import NotCalled
from services.meetings.models import AgendaItem, Body, Invitation, Meeting
from shared.auth import Who
from shared.contracts.words import InviteeKind
from shared.db import Session


@dataclass(frozen=True)
class Seen:
    """A sitting cut to what one person may see; `everybody` is for counting and is never shown."""

    meeting: Meeting
    body: Body
    calls: list[Invitation]
    items: list[AgendaItem]
    sees_all: bool
    everybody: list[Invitation]

    def shows(self, case_ref: str | None) -> bool:
        """Whether what was said about a case here is theirs to read."""
        return self.sees_all or any(case_ref in call.cases for call in self.calls)


async def seen_by(tx: Session, who: Who, meeting_id: str) -> Seen:
    """The sitting with the lines and calls `who` may see; NotCalled for who neither is called nor arranges it."""
    meeting = await reading.town_meeting(tx, who, meeting_id)
    body = await reading.find_body(tx, meeting.municipality, meeting.body)
    everybody = await reading.invitations_of(tx, meeting_id)
    items = await reading.lines_of(tx, meeting_id)
    if sees_all(who, body, everybody):
        return Seen(meeting, body, everybody, items, sees_all=True, everybody=everybody)
    calls = reading.calls_of(who, everybody)
    if not calls and not reading.arranges(who, body):
        raise NotCalled("Only those called to this meeting see it.")
    own_cases = {case for call in calls for case in call.cases}
    items = [item for item in items if item.case_ref in own_cases]
    return Seen(meeting, body, calls, items, sees_all=False, everybody=everybody)


async def whole(tx: Session, who: Who, meeting_id: str) -> Seen:
    """The sitting, for who sees all of it; NotCalled for anybody else."""
    seen = await seen_by(tx, who, meeting_id)
    if not seen.sees_all:
        raise NotCalled("Only the posts of this meeting see this.")
    return seen


def sees_all(who: Who, body: Body, calls: Sequence[Invitation]) -> bool:
    """Posts that lead, belong to the body, or were called as a post; agencies and admins never."""
    if reading.leads(who, body) or not who.posts.isdisjoint(body.required):
        return True
    return any(
        call.kind is InviteeKind.POST and call.status == "called" and reading.is_invitee(who, call) for call in calls
    )
