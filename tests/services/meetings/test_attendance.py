"""出欠: filled in from the replies, recorded by who leads; the quorum and who chairs are said before it begins."""

import re
from typing import Any

import pytest
from sqlmodel import select

from services.meetings.actions import attending, printing, reading, replying
from services.meetings.errors import AttendanceNotOpen, NotCalled, NotTheChair, UnknownInvitee
from services.meetings.models import Attendance, Body, Invitation, Meeting, MinutesApproval
from services.meetings.rules.attendance import Assembly, Presence, Seat, assembly
from services.meetings.rules.calling import BodyRules
from services.meetings.schemas import AttendanceForm, ReplyForm
from shared.contracts.words import InviteeKind
from shared.db import Database
from tests.nakatosa import FRIDAY, Nakatosa
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C, E, sittings_of

CORE = BodyRules("core", leader="A", deputy="B", required=("B", "C"), by_agenda=("D",), calls_case_agencies=False)
COMES, AWAY, INSTEAD = Presence.PRESENT, Presence.ABSENT, Presence.SUBSTITUTE


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, Assembly(0, 3, 2, "A")),
        ({"A": COMES, "B": COMES, "C": None}, Assembly(2, 3, 0, "A")),
        ({"A": INSTEAD, "B": COMES}, Assembly(2, 3, 0, "B")),
        ({"A": AWAY, "B": AWAY, "C": COMES}, Assembly(1, 3, 1, None)),
        ({"D": COMES, None: COMES}, Assembly(0, 3, 2, "A")),
    ],
)
def test_counts_members_and_finds_who_chairs(said: dict[str | None, Presence | None], found: Assembly) -> None:
    assert assembly(CORE, 2, [Seat(post, presence) for post, presence in said.items()]) == found


async def first_core(db: Database) -> tuple[Meeting, dict[str, Invitation]]:
    first = (await sittings_of(db, "core"))[0]
    async with db.reading() as tx:
        calls = await reading.invitations_of(tx, first.id)
    return first, {call.invitee: call for call in calls if call.kind is InviteeKind.POST}


def row(call: Invitation, presence: Presence, **more: str) -> dict[str, str]:
    return {"invitation_id": call.id, "presence": presence, "capacity": call.capacity, **more}


def form(*rows: dict[str, str]) -> AttendanceForm:
    return AttendanceForm.model_validate({"rows": rows})


async def test_the_sheet_is_filled_in_from_the_replies_until_it_is_recorded(db: Database) -> None:
    meeting, calls = await first_core(db)
    async with db.transaction() as tx:
        body = await tx.get(Body, (NAKATOSA, "core"))
        assert body is not None
        body.quorum = 2
        tx.add(body)
        await replying.reply(tx, calls["B"].id, ReplyForm(answer=INSTEAD, substitute="見本 同僚"), B, now=TUESDAY)
        await replying.reply(tx, calls["A"].id, ReplyForm(answer=AWAY), A, now=TUESDAY)
    async with db.reading() as tx:
        before = await attending.sheet(tx, A, meeting.id)
    assert (before.there, before.lacking, before.chair, before.is_recorded) == (1, 1, None, False)
    wanted = form(row(calls["A"], COMES), row(calls["B"], INSTEAD, substitute="見本 同僚"))
    for minute in (0, 1):
        async with db.transaction() as tx:
            await attending.record(tx, meeting.id, wanted, A, now=TUESDAY.replace(minute=minute))
    async with db.reading() as tx:
        after = await attending.sheet(tx, C, meeting.id)
        rows = (await tx.exec(select(Attendance))).all()
    assert (after.there, after.lacking, after.chair, after.is_recorded) == (2, 0, "A", True)
    assert {each.recorded_at for each in rows} == {TUESDAY}


async def test_only_who_leads_records_and_only_who_was_called(db: Database) -> None:
    meeting, calls = await first_core(db)
    other = (await sittings_of(db, "core"))[1]
    async with db.transaction() as tx:
        with pytest.raises(NotTheChair):
            await attending.record(tx, meeting.id, form(row(calls["A"], COMES)), C, now=TUESDAY)
        with pytest.raises(UnknownInvitee):
            await attending.record(tx, other.id, form(row(calls["A"], COMES)), A, now=TUESDAY)
        with pytest.raises(NotCalled):
            await attending.sheet(tx, E.model_copy(update={"grants": E.grants[1:]}), meeting.id)
    async with db.reading() as tx:
        assert (await tx.exec(select(Attendance))).all() == []


async def recorded(town: Nakatosa) -> dict[str, Any]:
    async with town.services["meetings"].state.db.reading() as tx:
        rows = (await tx.exec(select(Attendance, Invitation).where(Attendance.invitation_id == Invitation.id))).all()
    return {call.invitee: (row.presence, row.substitute) for row, call in rows}


async def test_the_page_records_who_was_there(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.network_sitting}/attendance"
    leader = await town.sign_in("promoter-c")
    shown = (await leader.see(page)).text
    ids = re.findall(r'id="who-([\w-]+)"', shown)
    assert len(ids) > 3
    capacities = {f"capacity-{each}": "promoter" for each in ids}
    nameless = await leader.send(page, {f"presence-{ids[0]}": "substitute", **capacities})
    assert (nameless.status_code, "代理の人の名前を書いてください" in nameless.text) == (422, True)
    strange = await leader.send(page, {f"presence-{ids[0]}": "present", f"capacity-{ids[0]}": "<b>king</b>"})
    assert (strange.status_code, "立場を選んでください" in strange.text, "<b>" in strange.text) == (422, True, False)
    assert (await leader.send(page, {})).status_code == 422
    assert await recorded(town) == {}
    named = {f"substitute-{ids[0]}": "見本 同僚"}
    done = await leader.send(page, {f"presence-{ids[0]}": "substitute", **named, **capacities})
    assert done.status_code == 303
    assert await recorded(town) == {"B": (Presence.SUBSTITUTE, "見本 同僚")}
    state = town.services["meetings"].state
    async with state.db.transaction() as tx:
        paper = await printing.minutes(tx, town.network_sitting, C, "ja", keys=state.keys, now=FRIDAY)
    said = [paragraph.text for paragraph in paper.paragraphs]
    assert any("（包括化推進員）　代理（見本 同僚）" in text for text in said)
    assert sum("記録なし" in text for text in said) >= len(ids) - 1


@pytest.mark.parametrize(("login", "status"), [("promoter-b", 200), ("houkatsu", 403), ("desk", 403), ("admin", 403)])
async def test_the_sheet_is_for_the_posts_of_the_sitting(town: Nakatosa, login: str, status: int) -> None:
    somebody = await town.sign_in(login)
    assert (await somebody.see(f"/meetings/sittings/{town.network_sitting}/attendance")).status_code == status
    assert (await somebody.see(f"/meetings/api/meetings/{town.network_sitting}/attendance")).status_code == status


async def test_approved_minutes_lock_the_sheet(db: Database) -> None:
    meeting, calls = await first_core(db)
    async with db.transaction() as tx:
        tx.add(MinutesApproval(meeting_id=meeting.id, approved_by="A", approved_at=TUESDAY))
    async with db.transaction() as tx:
        with pytest.raises(AttendanceNotOpen):
            await attending.record(tx, meeting.id, form(row(calls["A"], COMES)), A, now=TUESDAY)
