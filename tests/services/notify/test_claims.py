"""A message belongs to one hand-over while that one lives, however slow the mail server is; soon after, to another."""

import asyncio
from datetime import timedelta

from services.notify import actions
from services.notify.actions.claims import CLAIM_LASTS
from services.notify.channels import Letter
from services.notify.timers import AT_ONCE, Rounds
from tests.services.notify.stage import Stage, call, nurse_called, task

STEP = timedelta(seconds=5)


class SlowServer:
    """Takes each mail when told to, and not before."""

    name = "mail"

    def __init__(self) -> None:
        self.talking: list[str] = []
        self.answers = asyncio.Event()

    async def send(self, letter: Letter) -> None:
        self.talking.append(letter.id)
        await self.answers.wait()


def rounds_of(stage: Stage, server: SlowServer) -> Rounds:
    """An instance of notify; its signs of life come with each turn of the loop."""
    return Rounds(stage.db, server, lambda: stage.now, public_url="", keys=stage.keys, renew_every=0.01)


async def signs_of_life(stage: Stage) -> None:
    """Until every row in somebody's hand has been renewed at the present moment."""
    async with asyncio.timeout(10):
        while any(row.claimed_at != stage.now for row in await stage.messages()):  # noqa: ASYNC110  # rows ring no bell
            await asyncio.sleep(0.01)


async def begun(server: SlowServer) -> None:
    async with asyncio.timeout(10):
        while not server.talking:  # noqa: ASYNC110  # another task
            await asyncio.sleep(0.01)


async def test_a_mail_server_that_takes_a_minute_gets_each_mail_once(stage: Stage) -> None:
    """The second mail of the round waits behind the first; nobody else takes either."""
    await stage.hear(call(), nurse_called())
    slow, other = SlowServer(), SlowServer()
    sending = asyncio.create_task(rounds_of(stage, slow).round())
    await begun(slow)
    for _ in range(12):
        stage.now += STEP
        await signs_of_life(stage)
        assert await rounds_of(stage, other).round() == 0
    slow.answers.set()
    assert await sending == 2
    assert (len(slow.talking), len(set(slow.talking)), other.talking) == (2, 2, [])
    assert [row.may_have_left for row in await stage.messages()] == [False, False]
    assert await stage.told() == [("notify.message_sent", "invitation")] * 2


async def test_what_a_killed_instance_had_in_hand_is_taken_up_within_seconds(stage: Stage) -> None:
    await stage.hear(task())
    slow, other = SlowServer(), SlowServer()
    other.answers.set()
    sending = asyncio.create_task(rounds_of(stage, slow).round())
    await begun(slow)
    sending.cancel()
    await asyncio.wait([sending])
    waited = timedelta()
    while not await rounds_of(stage, other).round():
        stage.now, waited = stage.now + timedelta(seconds=1), waited + timedelta(seconds=1)
    assert CLAIM_LASTS < waited < timedelta(seconds=20)
    assert other.talking == slow.talking  # the same id: whoever got it before knows the repeat
    assert [(row.status, row.may_have_left) for row in await stage.messages()] == [("sent", True)]
    assert await stage.told() == [("notify.message_sent", "task")]


async def test_who_lost_a_claim_says_nothing_of_it_any_more(stage: Stage) -> None:
    await stage.hear(task())
    async with stage.db.transaction() as tx:
        (message_id,) = await actions.take_up(tx, "one", now=stage.now, most=AT_ONCE)
    stage.now += CLAIM_LASTS + STEP
    async with stage.db.transaction() as tx:
        assert await actions.take_up(tx, "other", now=stage.now, most=AT_ONCE) == [message_id]
    async with stage.db.transaction() as tx:
        await actions.renew(tx, "one", now=stage.now + STEP)
        assert await actions.note_sent(tx, message_id, claim="one", now=stage.now, channel="mail") is None
        await actions.note_not_taken(tx, message_id, claim="one", now=stage.now, for_good=True)
    (row,) = await stage.messages()
    assert (row.status, row.claim, row.claimed_at, row.attempts) == ("sending", "other", stage.now, 0)
