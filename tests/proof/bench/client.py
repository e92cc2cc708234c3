"""A small HTTP/1.1 client for load: keep-alive connections, each sending its next request when the last is answered."""

import asyncio
import time
from collections.abc import Iterator


class Failed(Exception):
    """A request was not answered with success."""


async def hammer(port: int, requests: Iterator[bytes], *, connections: int) -> tuple[float, list[float]]:
    """Send every request over `connections` connections; returns (requests a second, each one's wait in ms)."""
    waits: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_connection(port, requests, waits) for _ in range(connections)))
    return len(waits) / (time.perf_counter() - began), sorted(waits)


async def _connection(port: int, requests: Iterator[bytes], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        sent = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise Failed(head.split(b"\r\n", 1)[0].decode())
        await reader.readexactly(_length(head))
        waits.append((time.perf_counter() - sent) * 1000)
    writer.close()
    await writer.wait_closed()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise Failed("no content-length")


def post(path: str, body: bytes, cookie: str, csrf_token: str) -> bytes:
    """A JSON command as bytes."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: town\r\nCookie: {cookie}\r\nX-CSRF-Token: {csrf_token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
