"""A client that asks again as soon as it is answered and looks at nothing but lengths: a server's limit, not its own.

asyncio's streams copy each octet three times; this one hands the kernel one buffer for all connections.
"""

import asyncio
import re
import selectors
import socket
import time
from dataclasses import dataclass

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
BUFFER = 1 << 20
SILENCE_SECONDS = 60.0


class Refused(Exception):
    """An answer was neither 200 nor 304."""


@dataclass(frozen=True)
class Drained:
    """How many answers a second, and the wait that one in a hundred exceeded."""

    per_second: float
    p99_ms: float


class _Connection:
    """One request after another; `missing` octets of the present answer are still to come."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._request = request
        self.missing = 0
        self.asked_at = 0.0

    def ask(self) -> None:
        self.asked_at, self.missing = time.perf_counter(), -1
        self.socket.sendall(self._request)

    def take(self, buffer: bytearray) -> bool:
        """Read what is there; whether the answer is complete."""
        count = self.socket.recv_into(buffer)
        if count == 0:
            raise Refused("the server closed the connection")
        self.missing = self.missing - count if self.missing > 0 else _missing(bytes(buffer[: min(count, 4096)]), count)
        return self.missing == 0


async def drain(port: int, request: bytes, count: int, connections: int) -> Drained:
    """`count` answers over `connections` connections, after a short warming up."""
    await asyncio.to_thread(_drain, port, request, max(connections, count // 50), connections)
    return await asyncio.to_thread(_drain, port, request, count, connections)


async def once(port: int, request: bytes) -> float:
    """Milliseconds from a request on an open connection to the end of its answer."""
    return (await asyncio.to_thread(_drain, port, request, 1, 1)).p99_ms


def _drain(port: int, request: bytes, count: int, connections: int) -> Drained:
    buffer, waits = bytearray(BUFFER), list[float]()
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = _Connection(port, request)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        began = time.perf_counter()
        for key in selector.get_map().values():
            key.data.ask()
        while len(waits) < count:
            for key, _events in _ready(selector):
                if key.data.take(buffer):
                    waits.append(time.perf_counter() - key.data.asked_at)
                    key.data.ask()
        seconds = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    waits.sort()
    return Drained(len(waits) / seconds, waits[int(len(waits) * 0.99)] * 1000)


def _ready(selector: selectors.BaseSelector) -> list[tuple[selectors.SelectorKey, int]]:
    ready = selector.select(SILENCE_SECONDS)
    if not ready:
        raise Refused("no answer")
    return ready


def _missing(start: bytes, count: int) -> int:
    """Octets of an answer still to come after its first `count`; its head comes in one piece."""
    if not start.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304", b"HTTP/1.0 200")):
        raise Refused(start.split(b"\r\n", 1)[0].decode())
    head = start.index(b"\r\n\r\n") + 4
    length = LENGTH.search(start[:head])
    return head + (int(length[1]) if length else 0) - count
