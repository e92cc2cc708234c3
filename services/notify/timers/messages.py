"""Messages leave when their moment has come, at once after a commit that made some due."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Histogram

from services.notify import actions
from services.notify.actions.standing import NEWLY_DUE
from services.notify.channels import Channel, Letter, NotTaken
from shared.bus.cause import because_of
from shared.clock import Clock, new_id
from shared.db import Database, Session
from shared.metrics import Metrics
from shared.sealed import KeyFile
from shared.timers import Looks, going_on
from shared.tracing import sending

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds; the wake after a commit makes this the exception
RENEW_EVERY = 3.0  # a claim outlasts several signs of life that fail
AT_ONCE = 20
# How late messages leave: "on time" is read at 60 (at once) and 300 (reminders).
DELAYS = (1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 86400)


class Rounds:
    """Carries due messages out, round by round."""

    def __init__(
        self, db: Database, channel: Channel, clock: Clock, *, public_url: str, keys: KeyFile,
        reads_replies: bool = False, looks: Looks | None = None, metrics: Metrics | None = None,
        tracing: "Tracing | None" = None, renew_every: float = RENEW_EVERY,
    ) -> None:  # fmt: skip
        self._db, self._channel, self._clock = db, channel, clock
        self._public_url, self._keys = public_url.rstrip("/"), keys
        self._reads_replies, self._looks = reads_replies, looks or Looks("notify", Metrics())
        self._tracing, self._renew_every = tracing, renew_every
        self._delays = Histogram(
            "yui_message_delay_seconds", "From when a message was due to its hand-over, failed attempts included.",
            ["service"], buckets=DELAYS, registry=metrics.registry if metrics else None,
        ).labels("notify")  # fmt: skip
        self._wake = asyncio.Event()
        db.after_commit.append(self._wake_when_due)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Keep going while the block lasts."""
        return going_on({"notify rounds": self._keep_going()})

    async def round(self) -> int:
        """Send what is due now; returns how many messages were taken up.

        However long a mail server takes to answer, what is in hand stays claimed; when the process dies it soon is not.
        """
        claim = new_id()
        async with self._db.transaction() as tx:
            ids = await actions.take_up(tx, claim, now=self._clock(), most=AT_ONCE)
        if ids:
            done = asyncio.Event()
            renewing = asyncio.create_task(self._keep_claimed(claim, done), name="notify claims")
            try:
                for message_id in ids:
                    await self._send(message_id, claim)
            finally:
                done.set()  # not cancelled: it may be at a commit that others share
                await renewing
        return len(ids)

    async def _send(self, message_id: str, claim: str) -> None:
        async with self._db.transaction() as tx:
            letter = await actions.write_letter(
                tx, message_id, claim=claim, now=self._clock(), public_url=self._public_url,
                keys=self._keys, reads_replies=self._reads_replies,
            )  # fmt: skip
        if letter:
            with because_of(letter.cause):
                await self._hand_over(letter, claim)

    async def _hand_over(self, letter: Letter, claim: str) -> None:
        try:
            with sending(self._tracing, self._channel.name):
                await self._channel.send(letter)
        except Exception as error:
            for_good = isinstance(error, NotTaken) and error.for_good
            log.warning("a message was not taken", message=letter.id, for_good=for_good, exc_info=error)
            async with self._db.transaction() as tx:
                await actions.note_not_taken(tx, letter.id, claim=claim, now=self._clock(), for_good=for_good)
            return
        async with self._db.transaction() as tx:
            late = await actions.note_sent(tx, letter.id, claim=claim, now=self._clock(), channel=self._channel.name)
        log.info("message sent", message=letter.id, channel=self._channel.name)
        if late is not None:
            self._delays.observe(late.total_seconds())

    async def _keep_claimed(self, claim: str, done: asyncio.Event) -> None:
        """Signs of life until all is done; one that fails is followed by the next."""
        while not await _happens_within(done, self._renew_every):
            try:
                async with self._db.transaction() as tx:
                    await actions.renew(tx, claim, now=self._clock())
            except Exception as error:
                log.warning("claims of messages not renewed", exc_info=error)

    async def _keep_going(self) -> None:
        while True:
            try:
                taken = await self.round()
                self._looks.succeeded("notify-rounds", self._clock())
                if taken:
                    continue
            except Exception as error:
                self._looks.failed("notify-rounds")
                log.error("round of messages failed", exc_info=error)
            try:
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY)
            except TimeoutError:
                continue
            self._wake.clear()

    def _wake_when_due(self, tx: Session) -> None:
        if tx.info.get(NEWLY_DUE):
            self._wake.set()


async def _happens_within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
