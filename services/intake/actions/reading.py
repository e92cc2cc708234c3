"""Finding cases and what waits for somebody. A query used twice is a named function here."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from services.intake.errors import NoSuchCase, NoSuchReferral, NotYourCase
from services.intake.models import Agency, AgendaLine, Area, Case, Referral
from services.intake.rules import Stage, stage_of
from services.intake.schemas import CaseView
from services.intake.words import Names
from shared.auth import Role, Who, may_see_municipality
from shared.contracts.words import ItemKind
from shared.db import Session
from shared.db.rows import read_row
from shared.sealed import AccessLog


async def find_case(tx: Session, case_ref: str) -> Case:
    """The case, or NoSuchCase."""
    return _found(await tx.get(Case, case_ref))


def _found(case: Case | None) -> Case:
    if case is None:
        raise NoSuchCase("There is no such case.", field="case_ref")
    return case


async def case_to_read(tx: Session, who: Who, case_ref: str) -> Case:
    """As `involved_case`, quicker and for reading only: what is changed on it is not saved."""
    return _theirs(who, _visible(who, _found(await read_row(tx, Case, case_ref))))


async def case_for(tx: Session, who: Who, case_ref: str) -> Case:
    """The case, if it is one of `who`'s municipality; another town's case does not exist for them."""
    return _visible(who, await find_case(tx, case_ref))


def _visible(who: Who, case: Case) -> Case:
    if not may_see_municipality(who, case.municipality):
        raise NoSuchCase("There is no such case.", field="case_ref")
    return case


def involved(who: Who, case: Case) -> bool:
    """Whether `who` works on this case: a promoter, or staff of one of its agencies."""
    return who.has(Role.PROMOTER) or not who.agencies.isdisjoint(case.agencies)


async def involved_case(tx: Session, who: Who, case_ref: str) -> Case:
    """The case, if `who` works on it."""
    return _theirs(who, await case_for(tx, who, case_ref))


def _theirs(who: Who, case: Case) -> Case:
    if not involved(who, case):
        raise NotYourCase("Only the agencies of this case may do this.")
    return case


async def open_kinds(tx: Session, case_refs: Sequence[str]) -> dict[str, list[ItemKind]]:
    """The kinds of lines that stand open on agendas, by case."""
    query = select(AgendaLine.case_ref, AgendaLine.kind).where(
        col(AgendaLine.case_ref).in_(case_refs), col(AgendaLine.is_closed).is_(False)
    )
    kinds: dict[str, list[ItemKind]] = {}
    for case_ref, kind in (await tx.exec(query)).all():
        if kind:
            kinds.setdefault(case_ref, []).append(ItemKind(kind))
    return kinds


async def board(tx: Session, who: Who, *, today: date) -> list[CaseView]:
    """事案ボード: open cases that `who` works on, those whose day has come first."""
    query = select(Case).where(Case.municipality == who.municipality, col(Case.closed_at).is_(None))
    cases = [case for case in (await tx.exec(query.order_by(col(Case.next_date)))).all() if involved(who, case)]
    return await views(tx, cases, today=today)


async def views(tx: Session, cases: Sequence[Case], *, today: date) -> list[CaseView]:
    """Cases as the board shows them, each with its stage."""
    kinds = await open_kinds(tx, [case.case_ref for case in cases])
    return [CaseView.of(case, _stage(case, kinds.get(case.case_ref, []), today)) for case in cases]


def _stage(case: Case, kinds: Sequence[ItemKind], today: date) -> Stage:
    return Stage.CLOSED if case.closed_at else stage_of(kinds, review_on=case.review_on, today=today)


async def referrals_of(tx: Session, who: Who, *, unanswered: bool) -> list[Referral]:
    """Referrals from or to `who`'s agencies (all of the town for promoters), oldest first."""
    query = select(Referral).where(Referral.municipality == who.municipality).order_by(col(Referral.asked_at))
    if unanswered:
        query = query.where(col(Referral.answered_at).is_(None))
    found = (await tx.exec(query)).all()
    mine = who.agencies
    return [row for row in found if who.has(Role.PROMOTER) or mine & {row.from_agency, row.to_agency}]


async def referrals_on(tx: Session, who: Who, case_ref: str) -> list[Referral]:
    """A case's referrals that `who` may see, oldest first."""
    return [row for row in await referrals_of(tx, who, unanswered=False) if row.case_ref == case_ref]


async def needs_me(tx: Session, who: Who, *, today: date) -> tuple[list[Referral], list[CaseView]]:
    """今日: referrals that wait for my agency's answer, and my cases whose day has come; oldest first."""
    waiting = [row for row in await referrals_of(tx, who, unanswered=True) if row.to_agency in who.agencies]
    due = [case for case in await board(tx, who, today=today) if case.next_date and case.next_date <= today]
    return waiting, due


async def access_log(tx: Session, who: Who, case_ref: str) -> list[dict[str, str]]:
    """Readings of one case's personal columns, newest first."""
    await case_for(tx, who, case_ref)
    query = select(AccessLog).where(AccessLog.case_ref == case_ref).order_by(col(AccessLog.at).desc())
    return [row.model_dump(mode="json") for row in (await tx.exec(query)).all()]


async def names_of(tx: Session, municipality: str) -> Names:
    """The town's agencies and areas, by id."""
    agencies = (await tx.exec(select(Agency).where(Agency.municipality == municipality))).all()
    areas = (await tx.exec(select(Area).where(Area.municipality == municipality))).all()
    return Names({row.id: row.name for row in agencies}, {row.id: row.name for row in areas})


async def find_referral(tx: Session, who: Who, referral_id: str) -> Referral:
    """A referral from or to one of `who`'s agencies (any of the town for promoters)."""
    referral = await tx.get(Referral, referral_id)
    if referral is None or not may_see_municipality(who, referral.municipality):
        raise NoSuchReferral("There is no such referral.")
    if not who.has(Role.PROMOTER) and who.agencies.isdisjoint({referral.from_agency, referral.to_agency}):
        raise NoSuchReferral("There is no such referral.")
    return referral
