"""Replies are read from a mailbox every few seconds; a mail is deleted once it has had its effect."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import structlog
from prometheus_client import Counter

from services.notify.actions import replying
from services.notify.channels import maildir
from services.notify.channels.incoming import Incoming, read_mail
from shared.clock import Clock
from shared.db import Database
from shared.metrics import Metrics
from shared.sealed import KeyFile
from shared.timers import Looks, going_on

log = structlog.get_logger()

LOOK_EVERY = 3.0  # seconds
AT_ONCE = 20


class ReplyRounds:
    """Takes replies in, round by round; nothing of what they say is logged."""

    def __init__(
        self,
        db: Database,
        folder: Path,
        clock: Clock,
        *,
        mail_from: str,
        keys: KeyFile,
        metrics: Metrics,
        looks: Looks | None = None,
    ) -> None:
        self._db, self._folder, self._clock = db, folder, clock
        self._mail_from, self._keys, self._looks = mail_from, keys, looks or Looks("notify", metrics)
        self._stuck: set[Path] = set()  # what could be neither moved nor deleted is looked at once, not for ever
        self._replies = Counter("yui_replies_total", "Mails that came in, by what they were.", ["service", "what"],
                                registry=metrics.registry)  # fmt: skip

    def running(self) -> AbstractAsyncContextManager[None]:
        """Keep going while the block lasts."""
        return going_on({"notify replies": self._keep_going()})

    async def round(self) -> int:
        """Take in what waits; returns how many mails that were.

        A crash between the commit and the deletion is harmless: read again, the mail is known by its digest.
        """
        found = await asyncio.to_thread(self._look)
        for path, mail in found:
            if mail is None:
                await self._clear(path, aside=True)
                what = "aside"
            else:
                async with self._db.transaction() as tx:
                    what = await replying.take_reply(tx, mail, keys=self._keys, now=self._clock())
                await self._clear(path)
            self._replies.labels("notify", what).inc()
        return len(found)

    async def _clear(self, path: Path, *, aside: bool = False) -> None:
        try:
            if aside:
                await asyncio.to_thread(maildir.put_aside, self._folder, path)
            else:
                await asyncio.to_thread(maildir.drop, [path])
        except OSError as error:
            log.error("a mail can't be moved or deleted: look at the folder's owner", error=type(error).__name__)
            self._stuck.add(path)

    def _look(self) -> list[tuple[Path, Incoming | None]]:
        maildir.open_maildir(self._folder)
        maildir.forget_aside(self._folder, now=self._clock())
        waiting = maildir.waiting(self._folder, most=AT_ONCE, without=self._stuck)
        return [(found.path, self._read(found)) for found in waiting]

    def _read(self, found: maildir.Found) -> Incoming | None:
        if found.octets is None:
            return None
        try:
            return read_mail(found.octets, mail_from=self._mail_from)
        except Exception as error:  # strangers write these files: one that breaks the parser holds up no other
            log.warning("a mail could not be read", error=type(error).__name__)
            return None

    async def _keep_going(self) -> None:
        while True:
            try:
                await self.round()
                self._looks.succeeded("notify-replies", self._clock())
            except Exception as error:  # its words may repeat what a mail says, so its name has to do
                self._looks.failed("notify-replies")
                log.error("round of replies failed", error=type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)
