"""Messages leave once, and not at all when their reason is gone."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import text

from services.notify import actions
from services.notify.actions.claims import CLAIM_LASTS
from services.notify.channels import Letter, NotTaken
from services.notify.channels.sink import Sink, text_of
from services.notify.timers import AT_ONCE, Rounds
from shared.contracts.words import Consent
from shared.tokens import fingerprint
from tests.services.notify.stage import (
    CASE,
    Stage,
    asked,
    call,
    cancelled,
    consent,
    declined,
    empty,
    held,
    let_go,
    nurse_called,
    referral,
    restored,
    task,
)  # fmt: skip

GOLDEN = Path(__file__).parent / "mails"


async def test_sends_each_message_once_and_tells_it(stage: Stage) -> None:
    await stage.hear(call(), nurse_called(), task())
    assert [await stage.rounds.round(), await stage.rounds.round()] == [3, 0]
    assert len(stage.mails()) == 3
    assert sorted(await stage.told()) == [
        ("notify.message_sent", "invitation"), ("notify.message_sent", "invitation"), ("notify.message_sent", "task"),
    ]  # fmt: skip


async def test_after_a_crash_the_repeat_is_the_same_mail(stage: Stage) -> None:
    """The process dies between the hand-over and the note of it."""
    await stage.hear(call())
    async with stage.db.transaction() as tx:
        (message_id,) = await actions.take_up(tx, "one", now=stage.now, most=AT_ONCE)
    async with stage.db.transaction() as tx:
        letter = await actions.write_letter(
            tx,
            message_id,
            claim="one",
            now=stage.now,
            public_url="https://yui.nakatosa.example",
            keys=stage.keys,
        )
    assert letter
    await Sink(stage.folder, mail_from="結（Yui） <yui@nakatosa.example>").send(letter)
    before = stage.mails()[0].read_bytes()
    assert await stage.rounds.round() == 0  # the claim is still fresh
    stage.now += CLAIM_LASTS + timedelta(seconds=1)
    assert await stage.rounds.round() == 1
    assert [path.read_bytes() for path in stage.mails()] == [before]
    assert await stage.told() == [("notify.message_sent", "invitation")]


async def test_who_may_have_got_a_mail_that_was_cut_off_is_told_that_it_is_off(stage: Stage) -> None:
    """The process dies during the hand-over, and the reason is gone before somebody takes the message up again."""
    await stage.hear(call(0))
    async with stage.db.transaction() as tx:
        await actions.take_up(tx, "one", now=stage.now, most=AT_ONCE)
    await stage.hear(let_go(1))
    stage.now += CLAIM_LASTS + timedelta(seconds=1)
    while await stage.rounds.round():
        stage.now += timedelta(seconds=2)
    assert await stage.states() == [("invitation", 0, "cancelled", "superseded"), ("release", 1, "sent", None)]


@pytest.mark.parametrize("fact", [consent(Consent.WITHDRAWN, version=3), cancelled(), call(1, cases=[CASE]), let_go(1)])
async def test_a_reason_that_goes_after_the_claim_still_stops_the_mail(stage: Stage, fact: object) -> None:
    await stage.hear(call(0, cases=[CASE]))
    async with stage.db.transaction() as tx:
        (message_id,) = await actions.take_up(tx, "one", now=stage.now, most=AT_ONCE)
    await stage.hear(fact)  # type: ignore[arg-type]
    async with stage.db.transaction() as tx:
        letter = await actions.write_letter(tx, message_id, claim="one", now=stage.now, public_url="", keys=stage.keys)
    assert letter is None
    assert (await stage.messages())[0].status == "cancelled"


async def test_a_release_waits_while_its_invitation_is_being_sent(stage: Stage) -> None:
    await stage.hear(call(0))
    async with stage.db.transaction() as tx:
        await actions.take_up(tx, "one", now=stage.now, most=AT_ONCE)
    await stage.hear(let_go(1))
    assert await stage.rounds.round() == 1
    assert await stage.states() == [("invitation", 0, "sending", None), ("release", 1, "due", None)]


async def test_what_nobody_takes_is_tried_again_and_then_left_to_the_telephone(stage: Stage) -> None:
    class DeadLine:
        name = "mail"
        tries = 0

        async def send(self, letter: Letter) -> None:
            self.tries += 1
            raise NotTaken(for_good=False)

    dead = DeadLine()
    rounds = Rounds(stage.db, dead, lambda: stage.now, public_url="", keys=stage.keys)
    await stage.hear(task())
    for _ in range(12):
        await rounds.round()
        stage.now += timedelta(minutes=20)
    assert dead.tries == 8
    assert await stage.states() == [("task", 0, "failed", "no_answer")]
    assert await stage.told() == [("notify.message_failed", "task")]


async def test_an_office_without_address_is_left_to_the_telephone(stage: Stage) -> None:
    await stage.hear(call(invitee="unheard-of"))
    await stage.rounds.round()
    assert await stage.states() == [("invitation", 0, "failed", "no_address")]
    assert await stage.told() == [("notify.message_failed", "invitation")]


async def test_a_mail_to_a_meeting_that_is_over_does_not_leave(stage: Stage) -> None:
    await stage.hear(call())
    stage.now += timedelta(days=10)
    await stage.rounds.round()
    assert await stage.states() == [("invitation", 0, "cancelled", "too_late")]


MAILS = {
    "invitation-of-an-agency": call(cases=[CASE]), "invitation-of-the-nurse": nurse_called(), "held": held(0),
    "task": task(), "referral": referral(), "empty-agenda": empty(), "declined": declined(), "asked": asked(),
}  # fmt: skip


@pytest.mark.parametrize("name", MAILS)
async def test_writes_the_golden_mail(stage: Stage, name: str) -> None:
    await stage.hear(MAILS[name])
    await stage.rounds.round()
    assert read(stage.mails()[0]) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


async def test_writes_the_golden_mails_of_a_change_and_a_release(stage: Stage) -> None:
    await stage.hear(call(0))
    await stage.rounds.round()
    await stage.hear(call(1, place="久礼地域 集会所"))
    await stage.rounds.round()
    await stage.hear(let_go(2))
    await stage.rounds.round()
    texts = [read(path) for path in stage.mails()][1:]
    assert texts == [(GOLDEN / f"{name}.txt").read_text(encoding="utf-8") for name in ("change", "release")]


async def test_a_mail_is_a_proper_one(stage: Stage) -> None:
    await stage.hear(call(cases=[CASE]))
    await stage.rounds.round()
    path = stage.mails()[0]
    mail = message_from_bytes(path.read_bytes(), policy=SMTP)
    assert {name: mail[name] for name in ("From", "To", "Date", "Message-ID", "Auto-Submitted")} == {
        "From": "結（Yui） <yui@nakatosa.example>",
        "To": "agency-houkatsu@nakatosa.example",
        "Date": "Tue, 24 Nov 2026 10:00:00 +0900",
        "Message-ID": f"<{path.stem}@nakatosa.example>",
        "Auto-Submitted": "auto-generated",
    }
    assert CASE not in text_of(mail) + mail["Subject"]
    assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 78


def read(path: Path) -> str:
    mail = message_from_bytes(path.read_bytes(), policy=SMTP)
    text = f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{text_of(mail)}".replace("\r\n", "\n")
    return re.sub(r"/replies/[\w-]{43}\?", "/replies/SECRET?", text)


async def test_a_link_to_answer_by_is_told_as_its_fingerprint_only(stage: Stage) -> None:
    await stage.hear(call())
    await stage.rounds.round()
    mail = message_from_bytes(stage.mails()[0].read_bytes(), policy=SMTP)
    (secret,) = set(re.findall(r"/replies/([\w-]{43})", text_of(mail)))
    async with stage.db.reading() as tx:
        facts = str((await tx.exec(text("SELECT body FROM outbox"))).all())  # type: ignore[call-overload]
        kept = str((await tx.exec(text("SELECT * FROM messages"))).all())  # type: ignore[call-overload]
    assert (fingerprint(secret) in facts, secret in facts, secret in kept) == (True, False, False)


async def test_an_absence_said_anew_is_told_anew_and_once(stage: Stage) -> None:
    await stage.hear(declined(1), declined(1))
    await stage.rounds.round()
    await stage.hear(declined(3))
    await stage.rounds.round()
    assert await stage.states() == [("attendance_declined", 0, "sent", None), ("attendance_declined", 2, "sent", None)]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_an_absence_taken_back_before_it_was_told_is_told_to_nobody(stage: Stage, order: tuple[int, int]) -> None:
    facts = {1: declined(1), 2: restored(2)}
    await stage.hear(*(facts[version] for version in order))
    await stage.rounds.round()
    assert await stage.states() == [
        ("attendance_declined", 0, "cancelled", "superseded"), ("attendance_restored", 1, "cancelled", "never_invited"),
    ]  # fmt: skip


async def test_who_heard_of_an_absence_hears_that_it_is_taken_back(stage: Stage) -> None:
    await stage.hear(declined(1))
    await stage.rounds.round()
    await stage.hear(restored(2), restored(2))
    await stage.rounds.round()
    mail = message_from_bytes(stage.mails()[-1].read_bytes(), policy=SMTP)
    assert (len(stage.mails()), "の欠席が取り消されました" in mail["Subject"], "代理の方が出席" in text_of(mail)) == (
        2, True, True,
    )  # fmt: skip
    await stage.hear(declined(3), restored(4))  # changed twice before anything left
    await stage.rounds.round()
    assert len(stage.mails()) == 2  # what they know is still so
