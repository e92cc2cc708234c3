"""Notify on a real file database: facts in, mails out into a sink."""

import base64
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from inspect import signature
from pathlib import Path

from sqlalchemy import text
from sqlmodel import select

from services.notify import handlers as doors
from services.notify.actions import adopt_town
from services.notify.channels.sink import Sink
from services.notify.models import Message
from services.notify.timers import Rounds
from shared.contracts.base import Event
from shared.contracts.intake import ConsentChanged, ReferralMade
from shared.contracts.meetings import (
    AttendanceDeclined,
    AttendanceRestored,
    EmptyAgendaNoticed,
    InvitationHeld,
    MeetingCancelled,
    ParticipantCalled,
    ParticipantReleased,
    PollAnswered,
    PollAsked,
    PollClosed,
    PollLinkRevoked,
    PollReminded,
    ResolutionAsked,
    TaskAssigned,
)
from shared.contracts.words import CallReason, Capacity, Consent, InviteeKind, TaskKind
from shared.db import Database
from shared.migrate import migrate
from shared.outbox import attach
from shared.sealed import KeyFile
from shared.towns import demo_towns
from tests.databases import Databases, begin_with

ROOT = Path(__file__).parents[3]
TOWN = "39401"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SITTING = datetime(2026, 12, 3, 4, 30, tzinfo=UTC)  # 13:30 in Japan
CASE = "C-2026-0042"
REACTIONS = {reaction.event: reaction for reaction in doors.handlers.reactions}


def keys_in(folder: Path) -> KeyFile:
    """A key of zeros: the links in the golden mails stay what they are."""
    path = folder.with_name(folder.name + "-keys.json")
    path.write_text(json.dumps({"current": "k1", "keys": {"k1": base64.b64encode(bytes(32)).decode()}}))
    path.chmod(0o600)
    return KeyFile(path)


class Stage:
    """Notify with a clock that tests turn on."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder, self.now = db, folder, NOW
        self.keys = keys_in(folder)
        sink = Sink(folder, mail_from="結（Yui） <yui@nakatosa.example>")
        self.rounds = Rounds(db, sink, lambda: self.now, public_url="https://yui.nakatosa.example/", keys=self.keys)

    async def hear(self, *facts: Event) -> None:
        """Let notify handle facts, each in its own delivery."""
        for fact in facts:
            async with self.db.transaction() as tx:
                reaction = REACTIONS[type(fact)]
                given = {"tx": tx, "now": self.now} if "now" in signature(reaction.handler).parameters else {"tx": tx}
                await reaction.handler([fact] if reaction.many else fact, **given)

    async def messages(self) -> list[Message]:
        async with self.db.reading() as tx:
            return sorted((await tx.exec(select(Message))).all(), key=lambda row: (row.about, row.sequence, row.kind))

    async def states(self) -> list[tuple[str, int, str, str | None]]:
        """(kind, sequence, status, reason) of every message."""
        return [(row.kind, row.sequence, row.status, row.reason) for row in await self.messages()]

    async def told(self) -> list[tuple[str, str]]:
        """(type, kind of message) of what notify told of its messages."""
        async with self.db.reading() as tx:
            rows = (await tx.exec(text("SELECT subject, body FROM outbox ORDER BY seq"))).all()  # type: ignore[call-overload]
        facts = [(subject.rsplit(".", 2)[0], json.loads(body)) for subject, body in rows]
        return [(subject, fact["kind"]) for subject, fact in facts if "kind" in fact]

    def mails(self) -> list[Path]:
        return sorted(self.folder.glob("*.eml"))


@asynccontextmanager
async def notify_stage(databases: Databases, folder: Path) -> AsyncIterator[Stage]:
    """A stage with Nakatosa's offices."""
    db = _open(await begin_with(_furnished, databases, "notify"))
    yield Stage(db, folder)
    await db.close()


def _open(url: str) -> Database:
    db = Database(url)
    attach(db, lambda: None, clock=lambda: NOW)
    return db


async def _furnished(url: str) -> None:
    db = _open(url)
    await migrate(db, ROOT / "services/notify/migrations")
    async with db.transaction() as tx:
        for town in demo_towns():
            await adopt_town(tx, town)
    await db.close()


def call(sequence: int = 0, *, cases: Sequence[str] = (), **more: object) -> ParticipantCalled:
    """Agency houkatsu is called to the network meeting."""
    plain: dict[str, object] = {
        "municipality": TOWN, "aggregate_id": "inv-1", "aggregate_version": sequence + 1,
        "occurred_at": NOW + timedelta(seconds=sequence), "meeting_id": "meeting-1", "invitation_id": "inv-1",
        "body": "network", "title": "安心生活応援ネットワーク会議", "starts_at": SITTING, "minutes": 60,
        "place": "中土佐町役場 2階会議室", "sequence": sequence, "uid": "slot-inv-1@yui",
        "invitee_kind": InviteeKind.AGENCY, "invitee": "houkatsu", "reasons": [CallReason.CASE_AGENCY],
        "capacity": Capacity.AGENCY, "slot_starts_at": SITTING + timedelta(minutes=20), "slot_minutes": 20,
        "cases": list(cases),
    }  # fmt: skip
    return ParticipantCalled.model_validate({**plain, **more})


def nurse_called(**more: object) -> ParticipantCalled:
    """Post D is called because of a health item."""
    seat: dict[str, object] = {
        "invitation_id": "inv-d", "aggregate_id": "inv-d", "invitee_kind": InviteeKind.POST, "invitee": "D",
        "reasons": [CallReason.HEALTH_ITEM], "capacity": Capacity.HEALTH_NURSE, "slot_starts_at": None,
        "slot_minutes": None,
    }  # fmt: skip
    return call(**{**seat, **more})  # type: ignore[arg-type]


def let_go(sequence: int) -> ParticipantReleased:
    return ParticipantReleased(
        municipality=TOWN, aggregate_id="inv-1", aggregate_version=sequence + 1,
        occurred_at=NOW + timedelta(seconds=sequence), meeting_id="meeting-1", invitation_id="inv-1",
        invitee_kind=InviteeKind.AGENCY, invitee="houkatsu", sequence=sequence, title="安心生活応援ネットワーク会議",
        starts_at=SITTING, minutes=60, uid="slot-inv-1@yui",
    )  # fmt: skip


def held(sequence: int) -> InvitationHeld:
    return InvitationHeld(
        municipality=TOWN, aggregate_id="inv-1", aggregate_version=sequence + 1, occurred_at=NOW,
        meeting_id="meeting-1", invitation_id="inv-1", agency="four-corporations", chair="C",
        title="安心生活応援ネットワーク会議", starts_at=SITTING,
    )  # fmt: skip


def empty() -> EmptyAgendaNoticed:
    return EmptyAgendaNoticed(
        municipality=TOWN, aggregate_id="meeting-1", occurred_at=NOW, body="network", chair="C",
        title="安心生活応援ネットワーク会議", starts_at=SITTING,
    )  # fmt: skip


def declined(version: int = 1) -> AttendanceDeclined:
    """Post E can't come; post C leads."""
    return AttendanceDeclined(
        municipality=TOWN, aggregate_id="reply-1", aggregate_version=version, occurred_at=NOW, meeting_id="meeting-1",
        invitation_id="inv-e", body="network", post="E", chair="C", title="安心生活応援ネットワーク会議",
        starts_at=SITTING,
    )  # fmt: skip


def restored(version: int = 2) -> AttendanceRestored:
    """A colleague of post E comes after all."""
    told = declined(version).model_dump(exclude={"event_id"})
    return AttendanceRestored(**told, by_substitute=True)


def asked() -> ResolutionAsked:
    """Post C shall answer in writing."""
    return ResolutionAsked(
        municipality=TOWN, aggregate_id="written-1", occurred_at=NOW, resolution_id="written-1", meeting_id="meeting-1",
        body="network", post="C", title="安心生活応援ネットワーク会議", due_on=date(2026, 12, 2),
    )  # fmt: skip


def _poll_fact(version: int) -> dict[str, object]:
    return {
        "municipality": TOWN, "aggregate_id": "invitee-1", "aggregate_version": version, "poll_id": "poll-1",
        "occurred_at": NOW + timedelta(seconds=version), "body": "network", "title": "安心生活応援ネットワーク会議",
        "invitee_kind": InviteeKind.AGENCY, "invitee": "houkatsu", "asking": 1, "due_on": date(2026, 12, 2),
    }  # fmt: skip


def asked_when(version: int = 1, **more: object) -> PollAsked:
    """Agency houkatsu is asked on which of two dates it could come."""
    dates = [SITTING, SITTING + timedelta(days=1)]
    return PollAsked.model_validate({**_poll_fact(version), "dates": dates, "minutes": 60, **more})


def reminded(version: int = 2) -> PollReminded:
    return PollReminded.model_validate(_poll_fact(version))


def answered(version: int = 2) -> PollAnswered:
    return PollAnswered.model_validate(_poll_fact(version))


def revoked(version: int = 2) -> PollLinkRevoked:
    return PollLinkRevoked.model_validate(_poll_fact(version))


def poll_closed() -> PollClosed:
    return PollClosed(municipality=TOWN, aggregate_id="poll-1", occurred_at=NOW, body="network")


def cancelled() -> MeetingCancelled:
    return MeetingCancelled(municipality=TOWN, aggregate_id="meeting-1", occurred_at=NOW, body="network")


def consent(state: Consent, *, version: int, after_seconds: int = 60) -> ConsentChanged:
    return ConsentChanged(
        municipality=TOWN, aggregate_id=CASE, aggregate_version=version, consent=state, decided_on=date(2026, 11, 24),
        occurred_at=NOW + timedelta(seconds=after_seconds),
    )  # fmt: skip


def task() -> TaskAssigned:
    return TaskAssigned(
        municipality=TOWN, aggregate_id=CASE, occurred_at=NOW, task_id="task-1", plan_id="plan-1", agency="houkatsu",
        kind=TaskKind.VISIT, due_on=date(2026, 12, 10),
    )  # fmt: skip


def referral() -> ReferralMade:
    return ReferralMade(
        municipality=TOWN, aggregate_id=CASE, occurred_at=NOW, referral_id="referral-1",
        from_agency="self-reliance", to_agency="houkatsu", answer_due_on=date(2026, 12, 1),
    )  # fmt: skip
