"""Who is called to a sitting, why and in which capacity (立場), from its body and its agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.meetings.rules.lanes import Registration, must_be_held
from shared.contracts.words import CallReason, Capacity, Field, InviteeKind, LegalBasis, Urgency

REASON_OF_FIELD = {Field.HEALTH: CallReason.HEALTH_ITEM, Field.ELDERLY: CallReason.ELDERLY_ITEM}

Invitee = tuple[InviteeKind, str]


@dataclass(frozen=True)
class Line:
    """What calling needs to know of an agenda line."""

    item_id: str
    body: str
    case_ref: str | None
    fields: frozenset[Field]
    agencies: tuple[str, ...]
    legal_basis: LegalBasis
    urgency: Urgency
    minutes: int


@dataclass(frozen=True)
class CallRule:
    """Items of these fields (or emergencies) call this post, in this capacity."""

    post: str
    fields: frozenset[Field]
    emergency: bool
    capacity: Capacity

    def reasons(self, line: Line) -> list[CallReason]:
        reasons = [REASON_OF_FIELD.get(each, CallReason.GENERAL_ITEM) for each in sorted(self.fields & line.fields)]
        if self.emergency and line.urgency is Urgency.EMERGENCY:
            reasons.append(CallReason.GENERAL_ITEM)
        return reasons


@dataclass(frozen=True)
class BodyRules:
    """What calling needs to know of a body."""

    id: str
    leader: str | None
    deputy: str | None
    required: tuple[str, ...]
    by_agenda: tuple[str, ...]
    calls_case_agencies: bool


@dataclass
class Call:
    """One invitee's call to one sitting."""

    capacity: Capacity
    reasons: list[CallReason] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    consent_cases: list[str] = field(default_factory=list)
    slot_starts_at: datetime | None = None
    slot_minutes: int | None = None
    is_held: bool = False

    def because(self, reasons: Iterable[CallReason]) -> None:
        self.reasons = list(dict.fromkeys([*self.reasons, *reasons]))


def calls(
    bodies: Sequence[BodyRules],
    lines: Sequence[Line],
    *,
    starts_at: datetime,
    day: date,
    rules: Iterable[CallRule],
    register: Sequence[Registration],
) -> dict[Invitee, Call]:
    """Everybody to call: required posts, posts the agenda calls, and the agencies of the cases, each with its slot.

    The first of `bodies` is the sitting's own; in a small town others sit with it, and bring their people only when
    they have lines. A network sitting without lines calls nobody yet.
    """
    host = bodies[0]
    at_work = {line.body for line in lines}
    called: dict[Invitee, Call] = {}
    callers = list(rules)
    for body in bodies:
        if body.id not in at_work and (body is not host or body.calls_case_agencies):
            continue
        _required(called, body, chair(host))
        _by_agenda(called, body, [line for line in lines if line.body == body.id], callers)
    slots = frozenset(body.id for body in bodies if body.calls_case_agencies)
    _agencies(called, lines, slots, starts_at, day, register)
    return called


def chair(body: BodyRules) -> str | None:
    """Who leads: the leader, else the deputy."""
    return body.leader or body.deputy


def _required(called: dict[Invitee, Call], body: BodyRules, chairs: str | None) -> None:
    for post in (body.leader, *body.required):
        if post:
            capacity = Capacity.CHAIR if post == chairs else Capacity.PROMOTER
            called.setdefault((InviteeKind.POST, post), Call(capacity, [CallReason.REQUIRED]))


def _by_agenda(called: dict[Invitee, Call], body: BodyRules, lines: Sequence[Line], rules: Iterable[CallRule]) -> None:
    for rule in rules:
        if rule.post not in body.by_agenda:
            continue
        for line in lines:
            if reasons := rule.reasons(line):
                called.setdefault((InviteeKind.POST, rule.post), Call(rule.capacity)).because(reasons)


def _agencies(
    called: dict[Invitee, Call],
    lines: Sequence[Line],
    slots: frozenset[str],
    starts_at: datetime,
    day: date,
    register: Sequence[Registration],
) -> None:
    """Each agency gets the span of its own lines only, so it never learns which other cases are discussed.

    Lines of bodies outside `slots` call no agency, but take their time.
    """
    offset = starts_at
    for line in lines:
        for agency in line.agencies if line.body in slots else ():
            call = called.setdefault((InviteeKind.AGENCY, agency), Call(Capacity.AGENCY))
            call.because([CallReason.CASE_AGENCY])
            call.slot_starts_at = call.slot_starts_at or offset
            call.slot_minutes = int((offset - call.slot_starts_at).total_seconds() // 60) + line.minutes
            if line.case_ref:
                call.cases.append(line.case_ref)
                call.consent_cases += [line.case_ref] if line.legal_basis is LegalBasis.MANUAL else []
            call.is_held = call.is_held or must_be_held(line.legal_basis, agency, day, register)
        offset += timedelta(minutes=line.minutes)
