"""出席・欠席・代理: each answer once, the newest counts, the leader hears of an absence; links work unsigned."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from services.meetings.actions import placing, reading, replying, sittings
from services.meetings.errors import NoSuchInvitation, NotYourInvitation, ReplyIsVoid
from services.meetings.models import Invitation, Meeting, Reply, ReplyLink
from services.meetings.rules.attendance import Presence, absence_is_told_to, chairs, lacking, members
from services.meetings.rules.calling import BodyRules
from services.meetings.schemas import ReplyForm
from services.notify.channels.sink import text_of
from shared.auth import Who
from shared.contracts.notify import ReplyLinkMade
from shared.contracts.words import Capacity, InviteeKind
from shared.db import Database
from shared.tokens import fingerprint, new_token
from tests.nakatosa import Nakatosa
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, B, C, D, E, hear, proposed, sittings_of, told
from tests.services.people import anybody

CORE = BodyRules(
    id="core", leader="A", deputy="B", required=("A", "B", "C"), by_agenda=("D",), calls_case_agencies=False
)
COMING, AWAY = ReplyForm(answer=Presence.PRESENT), ReplyForm(answer=Presence.ABSENT)
INSTEAD = ReplyForm(answer=Presence.SUBSTITUTE, substitute="見本 同僚")


def test_the_leader_chairs_else_the_deputy() -> None:
    assert [chairs(CORE), chairs(CORE, {"A"}), chairs(CORE, {"A", "B"})] == ["A", "B", None]
    assert members(CORE) == ("A", "B", "C")


@pytest.mark.parametrize(("post", "told_to"), [("C", "A"), ("A", "B"), ("D", None)])
def test_an_absence_is_told_to_who_chairs(post: str, told_to: str | None) -> None:
    assert absence_is_told_to(CORE, post) == told_to


@pytest.mark.parametrize(("quorum", "there", "missing"), [(None, 0, 0), (3, 2, 1), (3, 3, 0), (3, 5, 0)])
def test_quorum(quorum: int | None, there: int, missing: int) -> None:
    assert lacking(quorum, there) == missing


async def core_call(db: Database, post: str) -> Invitation:
    first = (await sittings_of(db, "core"))[0]
    async with db.reading() as tx:
        calls = await reading.invitations_of(tx, first.id)
    return next(call for call in calls if (call.kind, call.invitee) == (InviteeKind.POST, post))


async def say(db: Database, call: Invitation, form: ReplyForm, who: Who) -> Reply:
    async with db.transaction() as tx:
        return await replying.reply(tx, call.id, form, who, now=TUESDAY)


async def rows_of(db: Database, table: type) -> list[Any]:
    async with db.reading() as tx:
        return list((await tx.exec(select(table))).all())


async def test_the_newest_answer_counts_and_the_same_again_changes_nothing(db: Database) -> None:
    call = await core_call(db, "B")
    for form in (AWAY, AWAY, COMING, INSTEAD, INSTEAD, AWAY):
        await say(db, call, form, B)
    (row,) = await rows_of(db, Reply)
    assert (row.answer, row.substitute, row.version, row.answered_by) == (Presence.ABSENT, None, 4, "B")
    absences = await told(db, "attendance_declined")
    assert [(fact.body["post"], fact.body["chair"]) for fact in absences] == [("B", "A"), ("B", "A")]
    back = await told(db, "attendance_restored")
    assert [(fact.body["post"], fact.body["chair"], fact.body["by_substitute"]) for fact in back] == [("B", "A", False)]
    facts = await told(db, "attendance_declined", "attendance_restored", "participant_called")
    assert "見本" not in str([fact.body for fact in facts])


async def test_nobody_answers_for_another(db: Database) -> None:
    call = await core_call(db, "B")
    for somebody in (A, C, D, E):
        with pytest.raises(NotYourInvitation):
            await say(db, call, COMING, somebody)
    elsewhere = B.model_copy(update={"grants": (B.grants[0].model_copy(update={"municipality": "39204"}),)})
    with pytest.raises(NoSuchInvitation):
        await say(db, call, COMING, elsewhere)
    assert await rows_of(db, Reply) == []


async def link_to(db: Database, call: Invitation, *, times: int = 1) -> str:
    secret = new_token()
    made = ReplyLinkMade(
        municipality=NAKATOSA, aggregate_id="message", invitation_id=call.id, token_sha256=fingerprint(secret)
    )
    for _ in range(times):
        await hear(db, [made])
    return secret


async def test_a_link_answers_its_own_invitation_and_holds_no_secret_at_rest(db: Database) -> None:
    call = await core_call(db, "C")
    secret = await link_to(db, call, times=2)
    async with db.transaction() as tx:
        await replying.reply_by_link(tx, secret, AWAY, now=TUESDAY)
    (link,), (row,) = await rows_of(db, ReplyLink), await rows_of(db, Reply)
    assert (row.invitation_id, row.answer, row.answered_by) == (call.id, Presence.ABSENT, None)
    assert secret not in str(link)
    async with db.transaction() as tx:
        with pytest.raises(NoSuchInvitation):
            await replying.reply_by_link(tx, new_token(), AWAY, now=TUESDAY)


async def test_a_link_is_void_once_nobody_has_to_answer(db: Database) -> None:
    call = await core_call(db, "C")
    secret = await link_to(db, call)
    meeting = next(each for each in await sittings_of(db, "core") if each.id == call.meeting_id)
    async with db.reading() as tx:
        with pytest.raises(ReplyIsVoid):
            await replying.asked_by_link(tx, secret, now=meeting.starts_at.replace(year=2027))
    async with db.transaction() as tx:
        await sittings.cancel(tx, meeting.id, A, now=TUESDAY)
    async with db.transaction() as tx:
        with pytest.raises(ReplyIsVoid):
            await replying.reply_by_link(tx, secret, COMING, now=TUESDAY)
    assert await rows_of(db, Reply) == []


async def test_an_agency_is_asked_for_its_own_slot(db: Database) -> None:
    await hear(db, [proposed(1)])
    async with db.transaction() as tx:
        network = await reading.find_body(tx, NAKATOSA, "network")
        meeting = placing.new_sitting(network, TUESDAY.replace(day=27), 90, "役場", TUESDAY)
        await placing.announce(tx, meeting, now=TUESDAY)
        slot = Invitation(
            municipality=NAKATOSA, meeting_id=meeting.id, kind=InviteeKind.AGENCY, invitee="houkatsu", status="called",
            reasons=["case_agency"], capacity=Capacity.AGENCY, cases=["C-2026-0001"], consent_cases=[],
            changed_at=TUESDAY, slot_starts_at=TUESDAY.replace(day=27, hour=3), slot_minutes=30,
        )  # fmt: skip
        tx.add(slot)
    secret = await link_to(db, slot)
    async with db.reading() as tx:
        asked = await replying.asked_by_link(tx, secret, now=TUESDAY)
    assert (asked.starts_at, asked.minutes) == (slot.slot_starts_at, 30)
    assert "C-2026" not in asked.model_dump_json()


def mails_of(town: Nakatosa) -> list[EmailMessage]:
    """What notify handed over."""
    folder: Path = town.services["notify"].state.settings.sink_dir
    return [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]


def links_in(town: Nakatosa, name: str) -> list[str]:
    """The links to answer by in the newest mail to an office."""
    texts = [text_of(mail) for mail in mails_of(town) if name in str(mail["to"])]
    text = next(text for text in texts if "/replies/" in text)
    return list(dict.fromkeys(re.findall(r"http://town\.test(/meetings/replies/\S+)", text)))


async def answers_in(town: Nakatosa) -> list[tuple[Presence, str | None]]:
    rows = await rows_of(town.services["meetings"].state.db, Reply)
    return [(row.answer, row.substitute) for row in rows]


async def test_a_mail_s_link_asks_first_and_answers_without_signing_in(town: Nakatosa) -> None:
    present, absent, instead = links_in(town, "agency-houkatsu")
    stranger = anybody(town_stage(town))
    shown = await stranger.get(present, headers={"accept": "text/html"})
    assert (shown.status_code, shown.headers["referrer-policy"]) == (200, "no-referrer")
    assert "出席します" in shown.text
    assert town.elderly_case not in shown.text
    for looked_at in (present, absent, instead, present):
        await stranger.get(looked_at)
    assert await answers_in(town) == []
    address = present.partition("?")[0]
    done = await stranger.post(address, data={"answer": "present"})
    assert (done.status_code, done.headers["location"]) == (303, f"{address}?done=reply")
    nameless = await stranger.post(address, data={"answer": "substitute", "substitute": " "})
    assert (nameless.status_code, "入力してください" in nameless.text) == (422, True)
    assert await answers_in(town) == [(Presence.PRESENT, None)]
    await stranger.post(address, data={"answer": "substitute", "substitute": "見本 同僚"})
    assert await answers_in(town) == [(Presence.SUBSTITUTE, "見本 同僚")]


async def test_made_up_links_are_refused_and_then_slowed_down(town: Nakatosa) -> None:
    stranger = anybody(town_stage(town))
    answers = [(await stranger.get(f"/meetings/replies/{new_token()}")).status_code for _ in range(22)]
    assert answers == [404] * 20 + [429] * 2
    town.clock.turn(minutes=2)
    assert (await stranger.get(f"/meetings/replies/{new_token()}")).status_code == 404


async def test_on_the_sitting_s_page_one_tap_answers(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.network_sitting}"
    leader, houkatsu, desk = [await town.sign_in(login) for login in ("promoter-c", "houkatsu", "desk")]
    shown = (await houkatsu.see(page)).text
    door = re.findall(r'action="(/meetings/invitations/[\w-]+/reply)"', shown)[0]
    nameless = await houkatsu.send(door, {"answer": "substitute"}, page=page)
    assert (nameless.status_code, "入力してください" in nameless.text) == (422, True)
    for login, status in ((houkatsu, 303), (leader, 403)):
        assert (await login.send(door, {"answer": "absent"}, page=page)).status_code == status
    refused = await desk.client.post(door, data={"answer": "present"})
    assert refused.status_code == 403
    assert "欠席します" in (await houkatsu.see(page)).text
    assert await answers_in(town) == [(Presence.ABSENT, None)]


async def test_the_leader_s_post_gets_a_mail_of_an_absence(town: Nakatosa) -> None:
    page = f"/meetings/sittings/{town.network_sitting}"
    member = await town.sign_in("promoter-b")
    door = re.findall(r'action="(/meetings/invitations/[\w-]+/reply)"', (await member.see(page)).text)[0]
    assert (await member.send(door, {"answer": "absent"}, page=page)).status_code == 303
    await town.settle()
    subjects = [(str(mail["to"]), str(mail["subject"])) for mail in mails_of(town)]
    assert [to for to, subject in subjects if "欠席のお返事" in subject] == ["post-c@nakatosa.example"]


def town_stage(town: Nakatosa) -> Any:
    return type("Served", (), {"town": town.app})


async def test_the_door_names_the_wrong_field(town: Nakatosa) -> None:
    houkatsu = await town.sign_in("houkatsu")
    calls = [row for row in await rows_of(town.services["meetings"].state.db, Invitation) if row.invitee == "houkatsu"]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', (await houkatsu.see("/meetings")).text)[0]
    refused = await houkatsu.client.post(
        f"/meetings/api/invitations/{calls[0].id}/reply", json={"answer": "substitute"},
        headers={"x-csrf-token": token, "accept": "application/json"},
    )  # fmt: skip
    assert (refused.status_code, refused.json()["errors"]) == (422, [{"field": "substitute", "code": "missing"}])
    assert [row for row in await rows_of(town.services["meetings"].state.db, Meeting) if row.id == calls[0].meeting_id]
