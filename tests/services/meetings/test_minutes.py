"""議事録: sealed, read by who sees the line and each reading written down; nobody's words are lost; approval locks."""

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from services.meetings.actions import minutes_reading, minutes_writing, reading, sittings
from services.meetings.actions.keys import key_to_seal
from services.meetings.errors import (
    ChangedMeanwhile,
    MeetingNotOver,
    MinutesLocked,
    MinutesNotApproved,
    MinutesNotOpen,
    NotCalled,
    NotTheChair,
)
from services.meetings.models import Meeting, MinutesAddendum, MinutesApproval
from services.meetings.rules.minutes import GENERAL
from services.meetings.schemas import AddendumForm, MinutesForm, MinutesView
from shared.auth import Grant, Role, Who
from shared.contracts.intake import IdentityErased
from shared.db import Database
from shared.sealed import AccessLog, CaseKey, KeyDestroyed, KeyFile
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C, hear, proposed, sittings_of

SAID = "見本さんの母が入院した"
CASE = "C-2026-0001"
STAFF = Who(
    account_id="staff", login="staff", name="staff", csrf_token="",
    grants=(Grant(role=Role.AGENCY_STAFF, municipality=NAKATOSA, agency="houkatsu"),),
)  # fmt: skip


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    (tmp_path / "elsewhere").mkdir()
    return KeyFile.open_or_create(tmp_path / "elsewhere" / "meetings.json", data_dir=tmp_path / "data")


@pytest.fixture
async def sitting(db: Database) -> Meeting:
    """A core sitting that has begun, with one line."""
    await hear(db, [proposed(1)])
    first = (await sittings_of(db, "core"))[0]
    async with db.transaction() as tx:
        return await sittings.open_meeting(tx, first.id, A, now=TUESDAY)


class Desk:
    """People writing and reading in one sitting's minutes."""

    def __init__(self, db: Database, keys: KeyFile, sitting: Meeting) -> None:
        self.db, self.keys, self.id = db, keys, sitting.id

    async def line(self) -> str:
        async with self.db.reading() as tx:
            return (await reading.lines_of(tx, self.id))[0].id

    async def write(self, who: Who, part: str, words: str, version: int) -> int:
        async with self.db.transaction() as tx:
            form = MinutesForm(text=words, version=version)
            return await minutes_writing.write(tx, self.id, part, form, who, keys=self.keys, now=TUESDAY)

    async def read(self, who: Who) -> MinutesView:
        async with self.db.transaction() as tx:
            return await minutes_reading.read(tx, self.id, who, keys=self.keys, now=TUESDAY)

    async def add(self, part: str, words: str, request_id: str) -> None:
        async with self.db.transaction() as tx:
            form = AddendumForm(text=words, request_id=request_id)
            await minutes_writing.add(tx, self.id, part, form, A, keys=self.keys, now=TUESDAY)

    async def approve(self, who: Who) -> None:
        async with self.db.transaction() as tx:
            await minutes_writing.approve(tx, self.id, who, now=TUESDAY)

    async def close(self) -> None:
        async with self.db.transaction() as tx:
            await sittings.close_meeting(tx, self.id, A, now=TUESDAY + timedelta(hours=1))

    async def readings(self) -> Sequence[AccessLog]:
        async with self.db.reading() as tx:
            return (await tx.exec(select(AccessLog).order_by(AccessLog.id))).all()


@pytest.fixture
def desk(db: Database, keys: KeyFile, sitting: Meeting) -> Desk:
    return Desk(db, keys, sitting)


async def test_what_was_said_is_sealed_and_each_reading_is_written_down(desk: Desk) -> None:
    line = await desk.line()
    await desk.write(A, line, SAID, 0)
    await desk.write(B, GENERAL, "全員出席", 0)
    async with desk.db.reading() as tx:
        stored = (await tx.exec(text("SELECT * FROM minutes"))).all()  # type: ignore[call-overload]
        told = (await tx.exec(text("SELECT body FROM outbox"))).all()  # type: ignore[call-overload]
    assert SAID.encode() not in b"".join(bytes(value) for row in stored for value in row if isinstance(value, bytes))
    assert SAID not in str(told)
    seen = await desk.read(C)
    assert {part.part: part.text for part in seen.parts} == {GENERAL: "全員出席", line: SAID}
    assert sorted((row.account_id, row.case_ref, row.legal_basis) for row in await desk.readings()) == [
        ("C", CASE, "swa-106-6"), ("C", f"sitting-{desk.id}", "none"),
    ]  # fmt: skip


async def test_nobody_s_words_are_lost(desk: Desk) -> None:
    line = await desk.line()
    assert [await desk.write(A, line, "一", 0), await desk.write(A, line, "一", 0)] == [1, 1]
    with pytest.raises(ChangedMeanwhile) as refused:
        await desk.write(B, line, "二", 0)
    assert refused.value.field == "version"
    assert await desk.write(B, line, "一と二", 1) == 2
    part = (await desk.read(A)).part(line)
    assert part is not None
    assert (part.text, part.version) == ("一と二", 2)


async def test_approved_minutes_are_locked_and_corrected_by_additions(desk: Desk) -> None:
    await desk.write(A, GENERAL, "全員出席", 0)
    with pytest.raises(MinutesNotApproved):
        await desk.add(GENERAL, "早い", "r0")
    with pytest.raises(MeetingNotOver):
        await desk.approve(A)
    await desk.close()
    with pytest.raises(NotTheChair):
        await desk.approve(C)
    await desk.approve(A)
    await desk.approve(A)
    with pytest.raises(MinutesLocked):
        await desk.write(A, GENERAL, "書き換え", 1)
    await desk.add(GENERAL, "一名は途中から", "r1")
    await desk.add(GENERAL, "一名は途中から", "r1")
    seen = await desk.read(B)
    assert [(part.text, [each.text for each in part.addenda]) for part in seen.parts if part.part == GENERAL] == [
        ("全員出席", ["一名は途中から"])
    ]
    async with desk.db.reading() as tx:
        assert len((await tx.exec(select(MinutesAddendum))).all()) == 1
        assert len((await tx.exec(select(MinutesApproval))).all()) == 1


async def test_what_was_said_of_a_line_that_is_carried_on_stays_with_its_sitting(desk: Desk) -> None:
    line = await desk.line()
    await desk.write(A, line, SAID, 0)
    await desk.close()
    part = (await desk.read(B)).part(line)
    assert part is not None
    assert part.text == SAID


async def test_before_it_begins_nothing_is_written_and_no_stranger_ever_reads(desk: Desk) -> None:
    with pytest.raises(NotCalled):
        await desk.read(STAFF)
    with pytest.raises(NotCalled):
        await desk.write(STAFF, GENERAL, "x", 0)
    later = (await sittings_of(desk.db, "core"))[1]
    with pytest.raises(MinutesNotOpen):
        await Desk(desk.db, desk.keys, later).write(A, GENERAL, "x", 0)


async def test_with_a_case_s_identity_what_was_said_of_it_is_gone(desk: Desk) -> None:
    line = await desk.line()
    await desk.write(A, line, SAID, 0)
    await desk.write(A, GENERAL, "全員出席", 0)
    erased = IdentityErased(municipality=NAKATOSA, aggregate_id=CASE)
    await hear(desk.db, [erased])
    await hear(desk.db, [erased])
    seen = await desk.read(A)
    assert [(part.text, part.is_erased) for part in seen.parts] == [("全員出席", False), (None, True)]
    with pytest.raises(KeyDestroyed):
        await desk.write(A, line, SAID, 1)


async def test_an_erasure_that_comes_first_keeps_it_from_being_written(desk: Desk) -> None:
    await hear(desk.db, [IdentityErased(municipality=NAKATOSA, aggregate_id=CASE)])
    with pytest.raises(KeyDestroyed):
        await desk.write(A, await desk.line(), SAID, 0)


async def readings(town: Nakatosa) -> list[Any]:
    async with town.services["meetings"].state.db.reading() as tx:
        return list((await tx.exec(select(AccessLog))).all())


async def test_the_pages_write_join_and_approve(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.core_sitting}/minutes"
    leader, other = await town.sign_in("promoter-a"), await town.sign_in("promoter-b")
    assert (await leader.send(f"{page}/general", {"text": "全員出席"})).status_code == 303
    late = await other.client.post(
        f"{page}/general", data={**await token_of(other, page), "text": "二人欠席", "version": "0"}
    )
    assert (late.status_code, "全員出席" in late.text, "二人欠席" in late.text) == (409, True, True)
    assert (await other.send(f"{page}/general", {"text": "x" * 4001})).status_code == 422
    assert (await other.send(f"{page}-approval", {}, page=page)).status_code == 403
    await leader.send(
        f"/meetings/sittings/{town.core_sitting}/close", {}, page=f"/meetings/sittings/{town.core_sitting}/hold"
    )
    assert (await leader.send(f"{page}-approval", {}, page=page)).status_code == 303
    locked = await leader.client.post(
        f"{page}/general", data={**await token_of(leader, page), "text": "あとから", "version": "1"}
    )
    assert locked.status_code == 409
    assert (
        await leader.send(f"{page}/general/addenda", {"text": "追って訂正"}, page=f"{page}/general")
    ).status_code == 303
    shown = (await other.see(page)).text
    assert ("全員出席" in shown, "追って訂正" in shown, "あとから" in shown) == (True, True, False)
    assert await readings(town) != []


async def token_of(visitor: Any, page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', (await visitor.see(page)).text)
    assert found
    return {"csrf_token": found[1]}


async def test_an_agency_reads_its_own_line_and_nothing_else(town: Nakatosa) -> None:
    await town.begin("promoter-c", town.network_sitting)
    item = await town.line_of("promoter-c", town.network_sitting, town.elderly_case)
    page = f"/meetings/sittings/{town.network_sitting}/minutes"
    leader, houkatsu = await town.sign_in("promoter-c"), await town.sign_in("houkatsu")
    await leader.send(f"{page}/{item}", {"text": SAID})
    await leader.send(f"{page}/general", {"text": "全員出席"})
    shown = (await houkatsu.see(page)).text
    assert (SAID in shown, "全員出席" in shown) == (True, False)
    refused = await houkatsu.client.post(
        f"{page}/{item}", data={**await token_of(houkatsu, page), "text": "x", "version": "1"}
    )
    assert refused.status_code == 403
    for login in ("desk", "admin", "health"):
        assert (await (await town.sign_in(login)).see(page)).status_code == 403


async def test_an_identity_erased_in_intake_takes_the_minutes_with_it(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.core_sitting}/minutes"
    item = await town.line_of("promoter-a", town.core_sitting, town.hoarding_case)
    leader, admin = await town.sign_in("promoter-a"), await town.sign_in("admin")
    await leader.send(f"{page}/{item}", {"text": SAID})
    token = {"x-csrf-token": (await token_of(admin, "/meetings"))["csrf_token"]}
    for _ in range(2):
        erased = await admin.client.delete(f"/intake/api/cases/{town.hoarding_case}/identity", headers=token)
        assert erased.status_code == 204
    await town.settle()
    shown = (await leader.see(page)).text
    assert (SAID in shown, "もう読めません" in shown) == (False, True)
    async with town.services["intake"].state.db.reading() as tx:
        rows = (await tx.exec(text("SELECT subject FROM outbox"))).all()
    assert len([subject for (subject,) in rows if "identity_erased" in subject]) == 1


async def test_two_who_write_a_cases_first_words_at_once_use_one_key(db: Database, keys: KeyFile) -> None:
    looking, both_look = 0, asyncio.Event()

    async def seal() -> CaseKey:
        nonlocal looking
        async with db.transaction() as tx:
            looking += 1
            if looking == 2 or db.is_sqlite:  # there one writes after the other anyhow
                both_look.set()
            await both_look.wait()
            return await key_to_seal(tx, keys, CASE)

    first, second = await asyncio.gather(seal(), seal())
    assert first == second
