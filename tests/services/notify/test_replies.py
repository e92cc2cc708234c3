"""Replies to a reminder: read once whatever is delivered again, acted upon once, answered once, and deleted."""

import json
import os
import re
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from services.notify.channels.incoming import read_mail
from services.notify.channels.sink import Sink, text_of
from services.notify.models import Recipient
from services.notify.rules import ANSWERS_A_DAY, asks_to_stop
from services.notify.timers import ReplyRounds, Rounds
from shared.contracts.programs import OrganiserReminded, StopReplySettled
from shared.contracts.words import InviteeKind, StopOutcome
from shared.metrics import Metrics
from tests.services.notify.mailing import OPEN, SENDER, STOPPING, reply
from tests.services.notify.stage import NOW, TOWN, Stage

GOLDEN = Path(__file__).parent / "mails"
FROM = "結（Yui） <yui@nakatosa.example>"
REMINDED = "<01a20700-1b8f-7cb0-8935-633d87831732@nakatosa.example>"
STARTS = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
WHAT = {
    "name": "カフェ･ド･ポム",
    "held_on": date(2026, 11, 24),
    "starts_at": STARTS,
    "ends_at": STARTS + timedelta(hours=2),
}


class Mailbox:
    """Notify with a reminder that was sent, and a mailbox."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage, self.folder = stage, folder
        sink = Sink(stage.folder, mail_from=FROM, reply_to="reply@nakatosa.example")
        self.rounds = Rounds(
            stage.db, sink, lambda: stage.now, public_url="https://yui.nakatosa.example", keys=stage.keys,
            reads_replies=True,
        )  # fmt: skip
        self.replies = self.another()

    def another(self) -> ReplyRounds:
        """Another instance on the same mailbox."""
        self.metrics = Metrics()
        return ReplyRounds(
            self.stage.db,
            self.folder,
            lambda: self.stage.now,
            mail_from=FROM,
            keys=self.stage.keys,
            metrics=self.metrics,
        )

    async def remind(self) -> str:
        """Send the reminder; returns its Message-ID."""
        async with self.stage.db.transaction() as tx:
            tx.add(
                Recipient(
                    municipality=TOWN,
                    kind=InviteeKind.ORGANISER,
                    key="morito",
                    name="モリトの会",
                    address=SENDER.lower(),
                )
            )
        await self.stage.hear(OrganiserReminded(
            municipality=TOWN, aggregate_id="session-1", occurred_at=NOW, organiser_id="morito", program_id="p", **WHAT,
        ))  # fmt: skip
        await self.rounds.round()
        [mail] = self.sent()
        return str(mail["Message-ID"])

    def drop(self, octets: bytes, name: str = "1.reply") -> Path:
        """What a mail server does."""
        for room in ("new", "cur", "tmp"):
            (self.folder / room).mkdir(parents=True, exist_ok=True)
        (self.folder / "tmp" / name).write_bytes(octets)
        return (self.folder / "tmp" / name).replace(self.folder / "new" / name)

    def counted(self, what: str) -> float | None:
        return self.metrics.registry.get_sample_value("yui_replies_total", {"service": "notify", "what": what})

    def files(self) -> list[str]:
        return sorted(f"{path.parent.name}/{path.name}" for path in self.folder.rglob("*") if path.is_file())

    def sent(self) -> list[Any]:
        return [message_from_bytes(path.read_bytes(), policy=SMTP) for path in self.stage.mails()]

    async def asked(self) -> list[dict[str, Any]]:
        """The facts that somebody wants to stop."""
        query = text("SELECT headers, body FROM outbox WHERE subject LIKE 'notify.stop_replied%' ORDER BY seq")
        async with self.stage.db.reading() as tx:
            rows = (await tx.exec(query)).all()  # type: ignore[call-overload]
        return [{"headers": str(headers), **json.loads(body)} for headers, body in rows]

    async def settled(self, outcome: StopOutcome) -> None:
        """Programs hears the fact, and tells what became of it."""
        async with self.stage.db.reading() as tx:
            [(reply_id,)] = (await tx.exec(text("SELECT id FROM replies"))).all()  # type: ignore[call-overload]
        told = StopReplySettled(
            municipality=TOWN, aggregate_id=reply_id, occurred_at=NOW, session_id="session-1", outcome=outcome, **WHAT
        )
        await self.stage.hear(told, told)
        while await self.rounds.round():
            pass


@pytest.fixture
def box(stage: Stage, tmp_path: Path) -> Mailbox:
    return Mailbox(stage, tmp_path / "replies")


@pytest.mark.parametrize("name", [*STOPPING, *OPEN])
def test_reads_what_programs_and_phones_send(name: str) -> None:
    body, content, cte = {**STOPPING, **OPEN}[name]
    read = read_mail(reply(body, answers=REMINDED, content=content, cte=cte), mail_from=FROM)
    assert (read.answers, read.sender, read.is_automatic, read.reference) == (
        (REMINDED[1:37],), SENDER.casefold(), False, "<r1@morito.example>",
    )  # fmt: skip
    assert asks_to_stop(read.own, name=str(WHAT["name"])) is (name in STOPPING), name
    assert "中" not in repr(read), "nothing of it is shown by accident"


def test_knows_a_mail_that_is_delivered_again_and_tells_two_apart() -> None:
    once = reply("中止".encode(), answers=REMINDED)
    again = b"Delivered-To: x@nakatosa.example\nReceived: elsewhere\n" + once
    claims = [read_mail(each, mail_from=FROM).claim for each in (
        once, again, once.replace(b"\n", b"\r\n"), reply("中止".encode(), answers=REMINDED, number="r2"),
    )]  # fmt: skip
    assert [claim == claims[0] for claim in claims] == [True, True, True, False]


@pytest.mark.parametrize("octets", [b"", b"\x00" * 5000, b"From: x\n" * 3000, b"Subject: =?x?b?\xff?=\n\n", b"\n\n\n"])
def test_nothing_that_strangers_send_breaks_the_reader(octets: bytes) -> None:
    assert read_mail(octets, mail_from=FROM).answers == ()


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("-" * 900_000, "text/plain"), ("> " * 400_000, "text/plain"), ("中止" * 150_000, "text/plain"),
        ("\n".join(["2026/11/24 " + "1" * 90] * 8_000), "text/plain"), ("本日の" * 100_000, "text/plain"),
        ("<!--" * 200_000, "text/html"), ("<div " * 150_000, "text/html"), ("ので" * 38 + "中止", "text/plain"),
        ("--b\n" * 100_000, "multipart/mixed; boundary=b"), ("", "text/plain\n" + "X: y\n" * 150_000 + "Z: z"),
    ],
)  # fmt: skip
def test_what_strangers_send_is_read_soon(body: str, content: str) -> None:
    begun = time.process_time()
    read = read_mail(reply(body.encode(), answers=REMINDED, content=content, sender="a" * 100_000), mail_from=FROM)
    asks_to_stop(read.own, name="カフェ")
    assert time.process_time() - begun < 3


async def test_an_empty_folder_becomes_a_mailbox(box: Mailbox) -> None:
    box.folder.mkdir()
    assert await box.replies.round() == 0
    assert sorted(path.name for path in box.folder.iterdir()) == ["aside", "cur", "new", "tmp"]


async def test_a_reply_is_told_once_without_address_or_words_and_deleted(box: Mailbox) -> None:
    message_id = await box.remind()
    octets = reply("中止します".encode(), answers=message_id)
    box.drop(octets)
    assert await box.replies.round() == 1
    box.drop(octets, "2.reply")  # the server delivers it again
    await box.another().round()
    [fact] = await box.asked()
    assert (fact["session_id"], fact["organiser_id"], fact["message_id"]) == ("session-1", "morito", message_id[1:37])
    assert not re.search("中止|morito.example|r1@", str(fact))
    assert box.files() == []
    async with box.stage.db.reading() as tx:
        kept = str((await tx.exec(text("SELECT * FROM replies"))).all())  # type: ignore[call-overload]
    assert ("中止" in kept, SENDER.lower() in kept) == (False, False)


async def test_killed_after_the_commit_it_has_one_effect(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.drop(reply("中止".encode(), answers=await box.remind()))

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(box.replies, "_clear", killed)
        with pytest.raises(KeyboardInterrupt):
            await box.replies.round()
    assert box.files() == ["new/1.reply"]
    assert await box.another().round() == 1
    assert (len(await box.asked()), box.files()) == (1, [])


async def test_killed_before_the_commit_it_still_has_its_effect(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    box.drop(reply("中止".encode(), answers=await box.remind()))
    with monkeypatch.context() as patch:
        patch.setattr("services.notify.actions.replying._ask_to_stop", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await box.replies.round()
    assert (await box.asked(), box.files()) == ([], ["new/1.reply"])
    await box.another().round()
    assert (len(await box.asked()), box.files()) == (1, [])


@pytest.mark.parametrize("outcome", StopOutcome)
async def test_the_writer_hears_what_became_of_it(box: Mailbox, outcome: StopOutcome) -> None:
    box.drop(reply("中止".encode(), answers=await box.remind()))
    await box.replies.round()
    await box.settled(outcome)
    reminder, mail = box.sent()
    assert text_read(mail) == (GOLDEN / f"reply-{outcome}.txt").read_text(encoding="utf-8")
    assert {name: mail[name] for name in ("In-Reply-To", "References", "Auto-Submitted", "Reply-To", "To")} == {
        "In-Reply-To": "<r1@morito.example>", "References": "<r1@morito.example>", "Auto-Submitted": "auto-replied",
        "Reply-To": "結（Yui） <reply@nakatosa.example>", "To": SENDER.lower(),
    }  # fmt: skip
    links = [set(re.findall(r"/programs/stop/[\w-]{43}", text_of(each))) for each in (reminder, mail)]
    assert links[1] in (links[0], set()), "the answer's link is the reminder's own"


async def test_the_reminder_says_that_a_reply_is_read(box: Mailbox) -> None:
    await box.remind()
    [mail] = box.sent()
    assert text_read(mail) == (GOLDEN / "organiser-reminded.txt").read_text(encoding="utf-8")
    assert (mail["Reply-To"], mail["Auto-Submitted"]) == ("結（Yui） <reply@nakatosa.example>", "auto-generated")


async def test_what_is_not_clear_changes_nothing_and_is_said(box: Mailbox) -> None:
    box.drop(reply("中止ですか？".encode(), answers=await box.remind()))
    await box.replies.round()
    await box.rounds.round()
    assert await box.asked() == []
    assert text_read(box.sent()[-1]) == (GOLDEN / "reply-unclear.txt").read_text(encoding="utf-8")


async def test_the_one_word_may_answer_our_answer(box: Mailbox) -> None:
    box.drop(reply("どうしましょう".encode(), answers=await box.remind()))
    await box.replies.round()
    await box.rounds.round()
    box.drop(reply("中止".encode(), answers=str(box.sent()[-1]["Message-ID"]), number="r2"))
    await box.replies.round()
    assert [fact["session_id"] for fact in await box.asked()] == ["session-1"]


AUTOMATIC = ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "X-Autoreply: yes\n", "List-Id: <x>\n"]


@pytest.mark.parametrize("more", AUTOMATIC)
async def test_a_machine_gets_neither_effect_nor_answer(box: Mailbox, more: str) -> None:
    box.drop(reply("中止".encode(), answers=await box.remind(), more=more))
    await box.replies.round()
    await box.rounds.round()
    assert (await box.asked(), len(box.sent()), box.files()) == ([], 1, [])


@pytest.mark.parametrize(
    ("sender", "answers"),
    [
        ("stranger@morito.example", None),
        (SENDER, "<01a20700-1b8f-7cb0-8935-000000000000@nakatosa.example>"),
        (SENDER, "<unheard-of@elsewhere.example>"),
        (SENDER, ""),
        ("", None),
    ],
)
async def test_only_a_reply_to_the_reminder_from_where_it_went_counts(
    box: Mailbox, sender: str, answers: str | None
) -> None:
    message_id = await box.remind()
    box.drop(reply("中止".encode(), answers=message_id if answers is None else answers, sender=sender))
    await box.replies.round()
    await box.rounds.round()
    assert (await box.asked(), len(box.sent()), box.files()) == ([], 1, [])


async def test_two_machines_can_not_keep_each_other_busy(box: Mailbox) -> None:
    message_id = await box.remind()
    for number in range(ANSWERS_A_DAY + 5):
        box.drop(reply(b"?", answers=message_id, number=str(number)), f"{number}.reply")
    await box.replies.round()
    while await box.rounds.round():
        pass
    assert len(box.sent()) == 1 + ANSWERS_A_DAY
    box.drop(reply("中止".encode(), answers=message_id, number="stop"))
    await box.replies.round()
    assert len(await box.asked()) == 1, "who is not answered any more is heard all the same"


async def test_what_can_not_be_read_is_put_aside_counted_and_forgotten_after_a_week(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(octets: bytes, *, mail_from: str) -> None:
        raise ValueError("中止 " + octets.decode())

    message_id = await box.remind()
    box.drop(reply(b"x" * 1_000_001, answers=message_id), "large")
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr("services.notify.timers.replies.read_mail", breaks)
        box.drop(reply("秘密の話".encode(), answers=message_id), "broken")
        assert await box.replies.round() == 2
    assert "秘密" not in str(logs)
    assert await box.replies.round() == 0, "nothing is looked at for ever"
    assert (box.files(), box.counted("aside")) == (["aside/broken", "aside/large"], 2)
    for name in ("broken", "large"):
        os.utime(box.folder / "aside" / name, (NOW.timestamp(), NOW.timestamp()))
    box.stage.now += timedelta(days=8)
    await box.replies.round()
    assert box.files() == []


async def test_where_a_file_can_not_be_deleted_the_others_are_read_all_the_same(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = await box.remind()

    def refuses(paths: Iterable[Path]) -> None:
        if list(paths):
            raise PermissionError("not yours")

    with monkeypatch.context() as patch:
        patch.setattr("services.notify.channels.maildir.drop", refuses)
        box.drop(reply("中止".encode(), answers=message_id))
        assert [await box.replies.round(), await box.replies.round()] == [1, 0]
    box.drop(reply(b"?", answers=message_id, number="r2"), "2.reply")
    assert await box.replies.round() == 1
    assert (len(await box.asked()), box.files()) == (1, ["new/1.reply"])


def text_read(mail: Any) -> str:
    words = re.sub(r"/stop/[\w-]{43}", "/stop/SECRET", text_of(mail))
    return f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{words}"
