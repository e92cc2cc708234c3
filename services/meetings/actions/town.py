"""Taking over a town's standing facts: bodies, posts, agencies, call rules, the secrecy register; planning ahead."""

from datetime import datetime, time

from sqlmodel import select

from services.meetings.actions import series
from services.meetings.models import Agency, Body, CallRuleRow, Post, Room, SecrecyEntry
from services.meetings.settings import Settings
from shared.db import Session, take_turn
from shared.towns import Body as BodyFact
from shared.towns import Recurrence, Town

OPENS, CLOSES = time(8, 30), time(21)  # assumed of a town's first room, until somebody says otherwise


async def adopt_town(tx: Session, town: Town) -> None:
    """Store or update what the town file says."""
    for agency in town.agencies:
        await tx.merge(Agency(municipality=town.code, id=agency.id, name=agency.name))
    for post in town.promoters:
        await tx.merge(Post(municipality=town.code, id=post.id, title=post.title, agency=post.agency))
    for body in town.bodies:
        if await tx.get(Body, (town.code, body.id)) is None:  # what the town changed since stays
            tx.add(_body(town, body))
    for place, name in town.places.items():
        if await tx.get(Room, (town.code, place)) is None:
            tx.add(
                Room(municipality=town.code, id=place, name=name, capacity=30, opens=OPENS, closes=CLOSES, equipment=[])
            )
    for entry in town.secrecy_register:
        await tx.merge(SecrecyEntry(municipality=town.code, agency=entry.agency, since=entry.since))
    for rule in town.call_rules:
        row = CallRuleRow(municipality=town.code, **rule.model_dump(mode="json"))
        row.id = f"{town.code}-{rule.post}-{rule.capacity}"
        await tx.merge(row)


async def plan_ahead(tx: Session, *, now: datetime, settings: Settings) -> int:
    """Let every body's sittings exist up to the horizon; returns how many were new."""
    await take_turn(tx, "planning")  # two instances that find a date missing would both make it
    bodies = (await tx.exec(select(Body))).all()
    return sum([await series.plan_series(tx, body, now=now, months=settings.horizon_months) for body in bodies])


def _body(town: Town, body: BodyFact) -> Body:
    recurrence = body.recurrence if isinstance(body.recurrence, Recurrence) else None
    return Body(
        municipality=town.code,
        id=body.id,
        name=body.name,
        purpose=body.purpose,
        leader=body.leader,
        deputy=body.deputy,
        required=body.required,
        by_agenda=body.by_agenda,
        calls_case_agencies=body.invites == "agencies-of-the-cases",
        area=body.area,
        rrule=recurrence.rrule if recurrence else None,
        start=recurrence.start if recurrence else None,
        minutes=recurrence.minutes if recurrence else 60,
        holiday_rule=body.holiday_rule,
        place=town.places.get("office", ""),
        takes=[kind.value for kind in body.takes],
        lanes=[basis.value for basis in body.legal_bases],
    )
