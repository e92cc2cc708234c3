"""Who a poll asks is mailed a link, the silent once more; what was settled meanwhile is not, whatever came first."""

import asyncio
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.notify.channels.sink import text_of
from shared.contracts.base import Event
from shared.tokens import fingerprint
from tests.services.notify.stage import Stage, answered, asked_when, poll_closed, reminded, revoked
from tests.services.notify.test_messages import states_after
from tests.services.notify.test_sending import GOLDEN, read

ASKED, REMINDER = "poll_asked", "poll_reminder"


@pytest.mark.parametrize(
    ("facts", "states"),
    [
        ([asked_when()], [(ASKED, 1, "due", None)]),
        ([asked_when(), reminded()], [(ASKED, 1, "cancelled", "superseded"), (REMINDER, 2, "due", None)]),
        ([asked_when(), answered()], [(ASKED, 1, "cancelled", "answered")]),
        ([answered(), asked_when()], [(ASKED, 1, "cancelled", "answered")]),
        ([asked_when(), revoked()], [(ASKED, 1, "cancelled", "revoked")]),
        ([asked_when(), answered(2), revoked(3)], [(ASKED, 1, "cancelled", "revoked")]),
        ([asked_when(), poll_closed()], [(ASKED, 1, "cancelled", "poll_closed")]),
        ([poll_closed(), asked_when()], [(ASKED, 1, "cancelled", "poll_closed")]),
        ([answered(3), reminded(2)], [(REMINDER, 2, "cancelled", "answered")]),
        (
            [asked_when(), revoked(2), asked_when(3, asking=2)],
            [(ASKED, 1, "cancelled", "superseded"), (ASKED, 3, "due", None)],
        ),
    ],
)
async def test_what_was_settled_is_not_mailed(
    stage: Stage, facts: list[Event], states: list[tuple[str, int, str, str | None]]
) -> None:
    await stage.hear(*facts)
    assert await stage.states() == states


FACTS: list[Event] = [
    asked_when(), reminded(2), revoked(3), asked_when(4, asking=2), answered(5), reminded(6), poll_closed(),
]  # fmt: skip


@settings(max_examples=25)
@given(st.sets(st.sampled_from(range(len(FACTS))), min_size=1), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_the_same_facts_gives_the_same_messages(chosen: set[int], random: object) -> None:
    facts = [FACTS[index] for index in sorted(chosen)]
    shuffled = facts + facts
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert asyncio.run(states_after(shuffled)) == asyncio.run(states_after(facts))


async def test_after_the_deadline_nothing_leaves(stage: Stage) -> None:
    await stage.hear(asked_when())
    stage.now += timedelta(days=9)
    assert (await stage.rounds.round(), stage.mails()) == (1, [])
    assert await stage.states() == [(ASKED, 1, "cancelled", "too_late")]


async def test_writes_the_golden_mails(stage: Stage) -> None:
    for fact in (asked_when(), reminded(), asked_when(3, asking=2)):
        await stage.hear(fact)
        await stage.rounds.round()
    texts = [re.sub(r"/dates/[\w-]{43}", "/dates/SECRET", read(path)) for path in stage.mails()]
    names = ("poll-asked", "poll-reminder", "poll-new-link")
    assert texts == [(GOLDEN / f"{name}.txt").read_text(encoding="utf-8") for name in names]


async def test_each_mail_has_a_link_of_its_own_told_as_its_fingerprint_only(stage: Stage) -> None:
    for fact in (asked_when(), reminded()):
        await stage.hear(fact)
        await stage.rounds.round()
    mails = [message_from_bytes(path.read_bytes(), policy=SMTP) for path in stage.mails()]
    secrets = {each for mail in mails for each in re.findall(r"/dates/([\w-]{43})", text_of(mail))}
    assert (len(secrets), [mail.is_multipart() for mail in mails]) == (2, [False, False])  # no appointment: no iMIP
    async with stage.db.reading() as tx:
        facts = str((await tx.exec(text("SELECT body FROM outbox"))).all())  # type: ignore[call-overload]
        kept = str((await tx.exec(text("SELECT * FROM messages"))).all())  # type: ignore[call-overload]
    for secret in secrets:
        assert (fingerprint(secret) in facts, secret in facts, secret in kept) == (True, False, False)
