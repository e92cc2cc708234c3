"""Many protocol frames to NATS in one go.

The client's own `publish` checks, counts, encodes and flushes message by message, some 15 µs each; a batch is joined
here and handed over once. This is the only file that touches what the client keeps to itself (pinned version,
`tests/shared/bus/test_wire.py`).
"""

from collections.abc import Iterable, Mapping

from nats.aio.client import Client
from nats.errors import ConnectionClosedError, ConnectionReconnectingError


def frame(subject: str, payload: bytes = b"", *, reply: str = "") -> bytes:
    """A PUB frame; the names are ours or the server's, so they hold no blank."""
    return f"PUB {subject} {reply} {len(payload)}\r\n".encode() + payload + b"\r\n"


def header_frame(subject: str, headers: Mapping[str, str], payload: bytes, *, reply: str = "") -> bytes:
    """An HPUB frame; line breaks in a value would end the header, so they become blanks."""
    lines = "\r\n".join([f"{name}: {value}" for name, value in headers.items()])
    if lines.count("\n") != len(headers) - 1 or lines.count("\r") != len(headers) - 1:
        lines = "\r\n".join(f"{name}: {' '.join(value.split())}" for name, value in headers.items())
    head = f"NATS/1.0\r\n{lines}\r\n\r\n".encode()
    return b"HPUB %b %b %d %d\r\n%b%b\r\n" % (
        subject.encode(), reply.encode(), len(head), len(head) + len(payload), head, payload,
    )  # fmt: skip


async def send(client: Client, frames: Iterable[bytes]) -> None:
    """Hand frames to the connection as one write.

    Raises nats.errors.Error when there is no connection: nothing is kept for later, since whoever sends here has its
    own way to send again.
    """
    if client.is_closed or client.is_draining_pubs:
        raise ConnectionClosedError
    if not client.is_connected and not client.is_draining:
        raise ConnectionReconnectingError
    await client._send_command(b"".join(frames))
    await client._flush_pending()
