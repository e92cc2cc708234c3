"""Finding sittings, lines and people's calls. A query used twice is a named function here."""

from collections.abc import Sequence

from sqlmodel import col, select

from services.meetings.errors import NoSuchItem, NoSuchMeeting, NotTheChair, UnknownBody
from services.meetings.models import (
    Agency,
    AgendaItem,
    Body,
    CallRuleRow,
    CaseFacts,
    Invitation,
    Meeting,
    PollInvitee,
    Post,
    SecrecyEntry,
)
from services.meetings.rules.agenda import Placed, in_order
from services.meetings.rules.calling import BodyRules, CallRule
from services.meetings.rules.lanes import Registration
from services.meetings.schemas import InvitationView
from services.meetings.words import Names
from shared.auth import Role, Who, may_see_municipality
from shared.contracts.words import Field, InviteeKind, LegalBasis
from shared.db import Session


async def find_meeting(tx: Session, meeting_id: str) -> Meeting:
    meeting = await tx.get(Meeting, meeting_id)
    if meeting is None:
        raise NoSuchMeeting("There is no such meeting.")
    return meeting


async def find_body(tx: Session, municipality: str, body_id: str) -> Body:
    body = await tx.get(Body, (municipality, body_id))
    if body is None:
        raise UnknownBody("There is no such body.", field="body")
    return body


async def body_where(tx: Session, municipality: str, *, calls_case_agencies: bool) -> Body:
    """The town's network body (which calls the cases' agencies), or its core body."""
    query = select(Body).where(Body.municipality == municipality)
    for body in (await tx.exec(query)).all():
        if body.calls_case_agencies == calls_case_agencies and (calls_case_agencies or body.id == "core"):
            return body
    raise UnknownBody("The town has no such body.", field="body")


def rules_of(body: Body) -> BodyRules:
    return BodyRules(
        id=body.id,
        leader=body.leader,
        deputy=body.deputy,
        required=tuple(body.required),
        by_agenda=tuple(body.by_agenda),
        calls_case_agencies=body.calls_case_agencies,
    )


def leads(who: Who, body: Body) -> bool:
    """Whether `who` sits on the leader's or the deputy's post.

    A body that nobody leads and that speaks of no case (小地域ケア会議) may be run by any promoter of the town.
    """
    if not (body.leader or body.deputy) and body.lanes == [LegalBasis.NONE]:
        return who.has(Role.PROMOTER)
    return not who.posts.isdisjoint({body.leader, body.deputy} - {None})


def arranges(who: Who, body: Body) -> bool:
    """Whether `who` may set, move and cancel the body's sittings: who leads it, and the town's admin.

    An admin needs to know when and where, not what about: opening, closing and deciding stay with who leads.
    """
    return leads(who, body) or who.has(Role.ADMIN)


def must_arrange(who: Who, body: Body) -> None:
    if not arranges(who, body):
        raise NotTheChair("The leader or the deputy of this body, or an admin, may do this.")


async def arranged_body(tx: Session, who: Who, body_id: str, *, to_change: bool = False) -> Body:
    """A body of `who`'s town that `who` arranges; `to_change` lets others wait until this transaction is over."""
    body = await find_body(tx, who.municipality, body_id)
    must_arrange(who, body)
    if to_change:
        await tx.refresh(body, with_for_update=True)
    return body


async def led_meeting(tx: Session, who: Who, meeting_id: str) -> Meeting:
    """A sitting of `who`'s town that `who` leads."""
    meeting = await town_meeting(tx, who, meeting_id)
    if not leads(who, await find_body(tx, meeting.municipality, meeting.body)):
        raise NotTheChair("The leader or the deputy of this body may do this.")
    return meeting


async def arranged_meeting(tx: Session, who: Who, meeting_id: str) -> Meeting:
    """A sitting of `who`'s town that `who` may move or cancel."""
    meeting = await town_meeting(tx, who, meeting_id)
    must_arrange(who, await find_body(tx, meeting.municipality, meeting.body))
    return meeting


async def town_meeting(tx: Session, who: Who, meeting_id: str) -> Meeting:
    meeting = await find_meeting(tx, meeting_id)
    if not may_see_municipality(who, meeting.municipality):
        raise NoSuchMeeting("There is no such meeting.")
    return meeting


async def lines_of(tx: Session, meeting_id: str) -> list[AgendaItem]:
    """The lines of a sitting in their order, without those removed."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.status != "removed")
    items = {item.id: item for item in (await tx.exec(query)).all()}
    return [items[each] for each in in_order([placed(item) for item in items.values()])]


def placed(item: AgendaItem) -> Placed:
    """A line as its order sees it."""
    return Placed(item.id, item.kind, item.times_carried, item.rank)


async def facts_of(tx: Session, meeting_id: str) -> dict[str, CaseFacts]:
    """What is known of the cases on a sitting's agenda, by their references."""
    cases = select(col(AgendaItem.case_ref)).where(
        AgendaItem.meeting_id == meeting_id, col(AgendaItem.case_ref).is_not(None)
    )
    query = select(CaseFacts).where(col(CaseFacts.case_ref).in_(cases))
    return {facts.case_ref: facts for facts in (await tx.exec(query)).all()}


async def invitations_of(tx: Session, meeting_id: str) -> list[Invitation]:
    query = select(Invitation).where(Invitation.meeting_id == meeting_id).order_by(col(Invitation.id))
    return list((await tx.exec(query)).all())


async def call_rules(tx: Session, municipality: str) -> list[CallRule]:
    rows = (await tx.exec(select(CallRuleRow).where(CallRuleRow.municipality == municipality))).all()
    return [
        CallRule(row.post, frozenset(Field(code) for code in row.fields), row.emergency, row.capacity) for row in rows
    ]


async def register(tx: Session, municipality: str) -> list[Registration]:
    rows = (await tx.exec(select(SecrecyEntry).where(SecrecyEntry.municipality == municipality))).all()
    return [Registration(row.agency, row.since, row.until) for row in rows]


def is_invitee(who: Who, row: Invitation | InvitationView | PollInvitee) -> bool:
    """Whether an invitation, or a poll's asking, is one of `who`'s own: by post, or by agency."""
    return row.invitee in (who.posts if row.kind is InviteeKind.POST else who.agencies)


def calls_of(who: Who, rows: Sequence[Invitation]) -> list[Invitation]:
    """`who`'s own standing invitations."""
    return [row for row in rows if row.status == "called" and is_invitee(who, row)]


async def names_of(tx: Session, municipality: str) -> Names:
    """The town's agencies and posts, by id."""
    agencies = (await tx.exec(select(Agency).where(Agency.municipality == municipality))).all()
    posts = (await tx.exec(select(Post).where(Post.municipality == municipality))).all()
    return Names({row.id: row.name for row in agencies}, {row.id: row.title for row in posts})


async def meeting_of_item(tx: Session, who: Who, item_id: str) -> str:
    """The sitting a line stands on."""
    item = await tx.get(AgendaItem, item_id)
    if item is None or item.meeting_id is None or not may_see_municipality(who, item.municipality):
        raise NoSuchItem("There is no such line.")
    return item.meeting_id
