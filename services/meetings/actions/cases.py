"""What meetings makes of intake's facts. Facts may come late, twice or out of order: the newest version counts."""

from datetime import datetime

from services.meetings.actions import agenda, reading
from services.meetings.models import AgendaItem, Body, CaseFacts
from services.meetings.rules.lanes import withdrawn_lines_go
from shared.contracts.intake import CaseProposed, ConsentChanged, EmergencyStarted, ReferralLapsed
from shared.contracts.words import Consent, ItemKind, LegalBasis, Urgency
from shared.db import Session


async def propose(tx: Session, event: CaseProposed, now: datetime) -> list[AgendaItem]:
    """抽出: the case stands on the next core agenda once, however often its facts grow. Returns the lines touched."""
    facts = await _newer(tx, event)
    if facts is None:
        return []
    facts.reasons = [reason.value for reason in event.reasons]
    facts.categories = [category.value for category in event.categories]
    facts.consultations = event.consultations
    facts.urgency = event.urgency
    _share(facts, event)
    core = await reading.body_where(tx, event.municipality, calls_case_agencies=False)
    touched: list[AgendaItem] = []
    standing = await agenda.open_line(tx, facts.case_ref, core.id, ItemKind.CANDIDATE)
    if standing:
        standing.agencies = facts.agencies
        tx.add(standing)
    elif not await _in_progress(tx, facts.case_ref, core.id):
        touched += await _add_line(tx, core, ItemKind.CANDIDATE, facts, event, now=now)
    return touched + await agenda.relane(tx, facts.case_ref, facts.legal_basis)


async def report_emergency(tx: Session, event: EmergencyStarted, now: datetime) -> list[AgendaItem]:
    """事後報告: help began before any meeting, the next core meeting hears of it. Returns the lines touched."""
    facts = await _newer(tx, event) or await tx.get(CaseFacts, event.aggregate_id)
    assert facts is not None
    if facts.version == event.aggregate_version:
        _share(facts, event)
    core = await reading.body_where(tx, event.municipality, calls_case_agencies=False)
    return await _add_line(tx, core, ItemKind.EMERGENCY_REPORT, facts, event, now=now)


async def report_lapsed_referral(tx: Session, event: ReferralLapsed, now: datetime) -> list[AgendaItem]:
    """An agency did not answer in time: the core meeting sees it. Returns the lines touched."""
    facts = await tx.get(CaseFacts, event.aggregate_id) or _blank(event.aggregate_id, event.municipality)
    tx.add(facts)
    facts.agencies = list(dict.fromkeys([*facts.agencies, event.from_agency, event.to_agency]))
    core = await reading.body_where(tx, event.municipality, calls_case_agencies=False)
    return await agenda.add_line(
        tx, core, ItemKind.REFERRAL_UNANSWERED, facts, origin=event.event_id, source_event=event.event_id, now=now
    )


async def change_consent(tx: Session, event: ConsentChanged, *, now: datetime) -> None:
    """Consent was given or withdrawn: lines of the consent lane go within this delivery, or change lane."""
    facts = await tx.get(CaseFacts, event.aggregate_id) or _blank(event.aggregate_id, event.municipality)
    tx.add(facts)
    if event.aggregate_version <= facts.consent_version:
        return
    facts.consent, facts.consent_version = event.consent, event.aggregate_version
    if withdrawn_lines_go(LegalBasis.MANUAL, event.consent):
        removed = await _consent_gone(tx, facts, now)
        await agenda.call_anew(tx, removed, now=now)
    facts.legal_basis = LegalBasis.MANUAL if event.consent is Consent.GIVEN else LegalBasis.SWA_106_6


async def _add_line(
    tx: Session,
    core: Body,
    kind: ItemKind,
    facts: CaseFacts,
    event: CaseProposed | EmergencyStarted,
    *,
    now: datetime,
) -> list[AgendaItem]:
    """A line in the lane the fact was told in; returns the lines touched.

    When the withdrawal of its consent overtook the fact, the line goes at once, as it would have gone in order.
    """
    touched = await agenda.add_line(
        tx,
        core,
        kind,
        facts,
        origin=event.event_id,
        source_event=event.event_id,
        now=now,
        basis=event.legal_basis,
    )
    if withdrawn_lines_go(event.legal_basis, facts.consent):
        touched += await _consent_gone(tx, facts, now)
    return touched


async def _consent_gone(tx: Session, facts: CaseFacts, now: datetime) -> list[AgendaItem]:
    return await agenda.remove_lines(tx, facts.case_ref, "consent_withdrawn", now=now, basis=LegalBasis.MANUAL)


def _share(facts: CaseFacts, event: CaseProposed | EmergencyStarted) -> None:
    """What a proposal says about a case. Consent has its own version: an older proposal can't undo a withdrawal."""
    facts.fields = [field.value for field in event.fields]
    facts.agencies = event.agencies
    facts.area = event.area
    if event.aggregate_version > facts.consent_version:
        facts.legal_basis, facts.consent = event.legal_basis, event.consent
        facts.consent_version = event.aggregate_version


async def _newer(tx: Session, event: CaseProposed | EmergencyStarted) -> CaseFacts | None:
    """The case's row, to be brought to the event's version; None when it knows that version or a later one."""
    facts = await tx.get(CaseFacts, event.aggregate_id)
    if facts and facts.version >= event.aggregate_version:
        return None
    facts = facts or _blank(event.aggregate_id, event.municipality)
    facts.version = event.aggregate_version
    tx.add(facts)
    return facts


async def _in_progress(tx: Session, case_ref: str, core: str) -> bool:
    """Whether the case is already beyond being a candidate (on a network agenda, or coming back for review)."""
    for kind in (ItemKind.REVIEW, ItemKind.WATCH_ENDED):
        if await agenda.open_line(tx, case_ref, core, kind):
            return True
    return await agenda.open_line(tx, case_ref, "network", ItemKind.NETWORK_CASE) is not None


def _blank(case_ref: str, municipality: str) -> CaseFacts:
    return CaseFacts(
        case_ref=case_ref,
        municipality=municipality,
        version=0,
        fields=[],
        categories=[],
        agencies=[],
        reasons=[],
        urgency=Urgency.NORMAL,
        legal_basis=LegalBasis.SWA_106_6,
        consent=Consent.NONE,
        consent_version=0,
    )
