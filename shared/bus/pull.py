"""A continuous pull: messages keep flowing into memory while the batch before them is handled.

nats-py's `fetch` waits on a future a message; here one subscription callback queues what arrives and one request in
flight asks for what there is room for.
"""

import asyncio
import json
import logging
import time
from collections import deque
from contextlib import suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from shared.bus.wire import frame, send

_log = logging.getLogger(__name__)

EXPIRES_SECONDS = 30.0
HEARTBEAT_SECONDS = 5.0
DRAIN_SECONDS = 5.0


class ContinuousPull:
    """Messages of one durable, taken in batches of at most `batch`.

    Up to three batches are asked for ahead: one handled, one waiting here, one on the wire. A request that ended
    (expired, answered, lost with a connection) is made good as soon as that is known: by the server's status message,
    or when neither a message nor a heartbeat came for two heartbeats.
    """

    def __init__(self, client: Client, stream: str, durable: str, *, batch: int) -> None:
        self._client = client
        self._address = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox = client.new_inbox()
        self._batch = batch
        self.held: list[Msg] = []  # taken and not yet settled
        self.idle = asyncio.Event()
        self.idle.set()
        self._arrived: deque[Msg] = deque()
        self._something = asyncio.Event()
        self._owed = 0  # messages asked for and not yet come
        self._heard = 0.0
        self._connection = 0
        self._pausing = False
        self._refusal = ""  # said once, however often it comes again
        self._subscription: Subscription | None = None

    @property
    def waiting(self) -> list[Msg]:
        """Arrived and not yet taken."""
        return list(self._arrived)

    def settled(self) -> None:
        """Whoever took the last batch is done with it."""
        self.held = []
        self.idle.set()

    def forget(self) -> None:
        """Drop what has arrived, and let what is held be answered to nobody."""
        self._arrived.clear()
        for message in self.held:
            message.reply = ""
        self._owed = 0

    async def start(self) -> None:
        self._subscription = await self._client.subscribe(self._inbox, cb=self._receive)

    async def stop(self) -> list[Msg]:
        """End the pull; returns what had arrived and nobody took.

        What the server had sent already is waited for: dropped, it would be missing until the ack wait ends.
        """
        subscription, self._subscription = self._subscription, None
        if subscription and self._client.is_connected:
            with suppress(NatsError, TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    await subscription.drain()  # type: ignore[no-untyped-call]  # nats-py leaves it bare
        left = list(self._arrived)
        self._arrived.clear()
        return left

    async def take(self) -> list[Msg]:
        """The next messages, as soon as there is one and at most a batch."""
        while not self._arrived:
            await self._ask()
            await self._wait()
        self.idle.clear()
        self.held = [self._arrived.popleft() for _ in range(min(len(self._arrived), self._batch))]
        await self._ask()
        return self.held

    async def _ask(self) -> None:
        """Ask for more before the queue runs dry, but not for every message taken."""
        if self._client.stats["reconnects"] != self._connection:
            self._connection = self._client.stats["reconnects"]
            self._owed = 0  # the server forgot what was asked on the connection before
        room = 3 * self._batch - self._owed - len(self._arrived)
        if self._pausing or self._subscription is None or not self._client.is_connected or room < self._batch:
            return
        request = {
            "batch": room,
            "expires": int(EXPIRES_SECONDS * 1e9),
            "idle_heartbeat": int(HEARTBEAT_SECONDS * 1e9),
        }
        self._owed += room
        self._heard = time.monotonic()
        await send(self._client, [frame(self._address, json.dumps(request).encode(), reply=self._inbox)])

    async def _wait(self) -> None:
        self._something.clear()
        try:
            async with asyncio.timeout(1.0):
                await self._something.wait()
        except TimeoutError:
            self._pausing = False
            if time.monotonic() - self._heard > 2 * HEARTBEAT_SECONDS:
                self._owed = 0

    async def _receive(self, message: Msg) -> None:
        self._heard = time.monotonic()
        if message.reply:
            self._refusal = ""
            self._arrived.append(message)
            self._owed = max(0, self._owed - 1)
        elif not self._settle(message.headers or {}):
            return
        self._something.set()

    def _settle(self, status: dict[str, str]) -> bool:
        """A status message ends a request, in part or whole; True when a new one should follow."""
        code = status.get("Status")
        if code == "100":
            return False
        try:
            self._owed = max(0, self._owed - int(status["Nats-Pending-Messages"]))
        except (KeyError, ValueError):
            self._owed = 0
        self._pausing = code not in {"404", "408"}  # consumer gone or busy: look again in a second
        if self._pausing and code != self._refusal:
            self._refusal = code or ""
            _log.warning("pull answered %s on %s", code, self._address)
        return not self._pausing
