"""警報: entered by staff (or a script of the town), it proposes to organisers what their own rules say; they decide."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, or_, select

from services.programs import rules
from services.programs.actions.areas import check_area
from services.programs.actions.cancelling import cancel_session
from services.programs.actions.reading import looks_after, own_program, own_session, views_of
from services.programs.errors import NoSuchProposal, NoSuchWarning
from services.programs.models import Program, Proposal, Session, WeatherRule, WeatherWarning
from services.programs.rules import REASON_OF, SessionStatus
from services.programs.schemas import CancelForm, ProposalView, WarningForm, WeatherRuleForm
from shared.auth import Who
from shared.clock import TOKYO, local_date
from shared.db import Session as Tx
from shared.db import take_turn


async def rules_of(tx: Tx, program_id: str) -> Sequence[WeatherRule]:
    """A program's weather rules, the earliest decision first."""
    query = select(WeatherRule).where(WeatherRule.program_id == program_id)
    return (await tx.exec(query.order_by(col(WeatherRule.decides_at), col(WeatherRule.kind)))).all()


async def add_rule(tx: Tx, program_id: str, form: WeatherRuleForm, who: Who) -> WeatherRule:
    """警報が7時に出ていたら午前は中止."""
    program = await own_program(tx, who, program_id)
    await take_turn(tx, "weather rules", program.id)
    return await tx.merge(WeatherRule(program_id=program.id, **form.model_dump()))


async def drop_rule(tx: Tx, program_id: str, form: WeatherRuleForm, who: Who) -> None:
    """The rule holds no more; dropping it twice is dropping it once."""
    program = await own_program(tx, who, program_id)
    row = await tx.get(WeatherRule, (program.id, form.kind, form.decides_at))
    if row:
        await tx.delete(row)


async def warnings_of(tx: Tx, municipality: str) -> Sequence[WeatherWarning]:
    """The warnings that are out, the newest first."""
    query = select(WeatherWarning).where(
        WeatherWarning.municipality == municipality, col(WeatherWarning.lifted_at).is_(None)
    )
    return (await tx.exec(query.order_by(col(WeatherWarning.issued_at).desc()))).all()


async def issue_warning(tx: Tx, form: WarningForm, who: Who, *, now: datetime) -> WeatherWarning:
    """警報が出た. One that is out already stays as it is."""
    await check_area(tx, who.municipality, form.area)
    for known in await warnings_of(tx, who.municipality):
        if (known.kind, known.area) == (form.kind, form.area):
            return known
    row = WeatherWarning(
        municipality=who.municipality, area=form.area, kind=form.kind, issued_at=now, entered_by=who.account_id
    )
    tx.add(row)
    return row


async def own_warning(tx: Tx, warning_id: str, who: Who) -> WeatherWarning:
    """A warning of one's own town, or NoSuchWarning."""
    row = await tx.get(WeatherWarning, warning_id)
    if row is None or row.municipality != who.municipality:
        raise NoSuchWarning("There is no such warning.")
    return row


async def organisers_asked(tx: Tx, warning_id: str, who: Who, *, now: datetime) -> int:
    """How many organisers have been asked because of a warning and have not answered yet."""
    warning = await own_warning(tx, warning_id, who)
    query = (
        select(func.count(col(Program.organiser_id).distinct()))
        .join(Session, col(Session.program_id) == Program.id)
        .join(Proposal, col(Proposal.session_id) == Session.id)
        .where(Program.municipality == warning.municipality, Proposal.kind == warning.kind)
        .where(Session.held_on == local_date(now), col(Proposal.answered_at).is_(None))
    )
    if warning.area:
        query = query.where(Program.area == warning.area)
    return (await tx.exec(query)).one()


async def lift_warning(tx: Tx, warning_id: str, who: Who, *, now: datetime) -> None:
    """警報が解除された."""
    row = await own_warning(tx, warning_id, who)
    if row.lifted_at is None:
        row.lifted_at = now
        tx.add(row)


async def propose(tx: Tx, *, now: datetime) -> int:
    """Ask organisers whose rule's hour has come today while its warning was out; each session is asked about once."""
    today, made = local_date(now), 0
    warnings = (await tx.exec(select(WeatherWarning).where(_may_count(now)))).all()
    for warning in warnings:
        query = (
            select(WeatherRule, Session, Program)
            .join(Program, col(Program.id) == WeatherRule.program_id)
            .join(Session, col(Session.program_id) == Program.id)
            .where(Program.municipality == warning.municipality, WeatherRule.kind == warning.kind)
            .where(Session.held_on == today, Session.status == SessionStatus.PLANNED)
        )
        if warning.area:
            query = query.where(Program.area == warning.area)
        for rule, session, _program in (await tx.exec(query)).all():
            decided_at = datetime.combine(today, rule.decides_at, TOKYO)
            is_due = decided_at <= now and rules.was_out(warning.issued_at, warning.lifted_at, decided_at)
            lies_ahead = session.starts_at is None or session.starts_at > now
            if is_due and lies_ahead and rules.is_in(rule.calls_off, session.starts_at):
                made += await _propose(tx, rule, session, now)
    return made


def _may_count(now: datetime):  # type: ignore[no-untyped-def]  # an SQL expression
    start = datetime.combine(local_date(now), datetime.min.time(), TOKYO)
    return or_(col(WeatherWarning.lifted_at).is_(None), col(WeatherWarning.lifted_at) >= start)


async def _propose(tx: Tx, rule: WeatherRule, session: Session, now: datetime) -> bool:
    is_it = (Proposal.session_id == session.id, Proposal.kind == rule.kind)
    known = select(Proposal.id).where(*is_it, col(Proposal.decides_at) == rule.decides_at)
    if (await tx.exec(known)).first():
        return False
    tx.add(
        Proposal(
            session_id=session.id, municipality=session.municipality, kind=rule.kind, decides_at=rule.decides_at,
            made_at=now,
        )
    )  # fmt: skip
    await tx.flush()
    return True


async def open_proposals(tx: Tx, who: Who, *, now: datetime) -> list[ProposalView]:
    """What this person is asked just now; a session that began or was called off is not asked about any more."""
    query = (
        select(Proposal, Session, Program)
        .join(Session, col(Session.id) == Proposal.session_id)
        .join(Program, col(Program.id) == Session.program_id)
        .where(Proposal.municipality == who.municipality, col(Proposal.answered_at).is_(None))
        .where(Session.status == SessionStatus.PLANNED, Session.held_on == local_date(now))
        .order_by(col(Session.starts_at), col(Proposal.id))
    )
    found = [
        (row, session)
        for row, session, program in (await tx.exec(query)).all()
        if looks_after(who, program) and (session.starts_at is None or session.starts_at > now)
    ]
    views = await views_of(tx, [session for _, session in found], None)
    return [ProposalView(id=row.id, kind=row.kind, session=view) for (row, _), view in zip(found, views, strict=True)]


async def answer(tx: Tx, proposal_id: str, who: Who, *, calls_off: bool, now: datetime) -> None:
    """The organiser decides: called off as proposed, or held all the same. The first answer counts."""
    row = await tx.get(Proposal, proposal_id, with_for_update=True)
    if row is None:
        raise NoSuchProposal("There is no such proposal.")
    session, _ = await own_session(tx, who, row.session_id)
    if row.answered_at is None:
        row.answered_at, row.was_taken = now, calls_off
        tx.add(row)
        if calls_off:
            await cancel_session(tx, session.id, CancelForm(reason=REASON_OF[row.kind]), who, now=now)
