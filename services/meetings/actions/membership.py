"""Who makes up a body: a change brings the calls to all its coming sittings in line."""

from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import placing, reading, shared_sittings
from services.meetings.actions.calling import recall
from services.meetings.errors import ChangedMeanwhile, SitsWithItself, TooFewMembers, UnknownBody, UnknownPost
from services.meetings.models import Body, Meeting, Post
from services.meetings.schemas import MembershipForm
from shared.auth import Who
from shared.db import Session


async def change(tx: Session, body_id: str, form: MembershipForm, who: Who, *, now: datetime) -> Body:
    """Set it; who is newly called or no longer called is told. Sittings of a body that joins another are called off."""
    body = await reading.arranged_body(tx, who, body_id)
    if form.version is not None and form.version != body.version:
        raise ChangedMeanwhile("Somebody changed the body meanwhile; look again.", field="version")
    await _check_posts(tx, body, form)
    await _check_company(tx, body, form)
    joins = form.sits_with if form.sits_with != body.sits_with else None
    for name, value in form.columns().items():
        setattr(body, name, value)
    body.version += 1
    tx.add(body)
    await tx.flush()
    for meeting in await _coming(tx, body, now):
        if joins and meeting.body == body.id:
            await placing.call_off(tx, meeting, now=now)
        elif meeting.status == "planned":
            await recall(tx, meeting, now=now)
    return body


async def _check_posts(tx: Session, body: Body, form: MembershipForm) -> None:
    known = set((await tx.exec(select(Post.id).where(Post.municipality == body.municipality))).all())
    named: dict[str, list[str | None]] = {
        "leader": [form.leader],
        "deputy": [form.deputy],
        "required": [*form.required],
        "by_agenda": [*form.by_agenda],
    }
    for field, posts in named.items():
        if not known.issuperset(post for post in posts if post):
            raise UnknownPost("There is no such post.", field=field)
    if form.quorum and form.quorum > len({form.leader, form.deputy, *form.required} - {None}):
        raise TooFewMembers("The quorum is larger than the body.", field="quorum")


async def _check_company(tx: Session, body: Body, form: MembershipForm) -> None:
    """One sitting serves several bodies, but none through another."""
    if form.sits_with is None:
        return
    host = await tx.get(Body, (body.municipality, form.sits_with))
    if host is None:
        raise UnknownBody("There is no such body.", field="sits_with")
    guests = select(Body.id).where(Body.municipality == body.municipality, Body.sits_with == body.id)
    if host.id == body.id or host.sits_with or (await tx.exec(guests)).first():
        raise SitsWithItself("Choose a body that sits by itself.", field="sits_with")


async def _coming(tx: Session, body: Body, now: datetime) -> list[Meeting]:
    host = await shared_sittings.host_of(tx, body)
    query = select(Meeting).where(
        Meeting.municipality == body.municipality,
        col(Meeting.body).in_({body.id, host.id}),
        col(Meeting.status).in_(["planned", "draft"]),
        col(Meeting.starts_at) > now,
    )
    return list((await tx.exec(query.order_by(col(Meeting.starts_at)))).all())
