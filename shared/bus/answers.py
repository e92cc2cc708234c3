"""The words a consumer says to JetStream about a message; none waits for an answer."""

import json
import logging
from collections.abc import Iterable

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from shared.bus.wire import frame, send

_log = logging.getLogger(__name__)


async def ack(client: Client, messages: Iterable[Msg]) -> None:
    """Handled: each message by itself, for another instance may hold the one before it."""
    await _say(client, messages, b"")


async def still_working(client: Client, messages: Iterable[Msg]) -> None:
    """Start the ack wait anew."""
    await _say(client, messages, b"+WPI")


async def not_now(client: Client, messages: Iterable[Msg], delay: float = 0.0) -> None:
    """Deliver again after `delay` seconds."""
    words = json.dumps({"delay": int(delay * 1e9)}).encode() if delay else b""
    await _say(client, messages, b"-NAK " + words if words else b"-NAK")


async def never_again(client: Client, messages: Iterable[Msg]) -> None:
    """Do not deliver again: it lies in the dead letters now."""
    await _say(client, messages, b"+TERM")


async def _say(client: Client, messages: Iterable[Msg], word: bytes) -> None:
    frames = [frame(message.reply, word) for message in messages if message.reply]
    try:
        if frames:
            await send(client, frames)
    except NatsError as error:
        # What went unsaid comes back as a redelivery, and the inbox drops it.
        _log.warning("%d answers not sent: %s", len(frames), type(error).__name__)
