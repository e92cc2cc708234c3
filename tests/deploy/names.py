"""The name server of a container engine: a service's name is the addresses of its running instances (RFC 1035)."""

import socket
import struct
from collections.abc import Callable, Iterable
from functools import partial
from select import select
from threading import Event, Thread
from typing import Protocol


class Find(Protocol):
    """Addresses by name, as the asker may know them."""

    def __call__(self, name: str, asker: str) -> list[str]: ...


A, AAAA = 1, 28
SECONDS_KEPT = 1


class NameServer(Thread):
    """Answers at `addresses` with `find(name, asker's address)`; another name does not exist.

    A thread of its own, so that nobody waits for a name while the tests are busy.
    """

    def __init__(self, addresses: Iterable[str], find: Find) -> None:
        super().__init__(name="names", daemon=True)
        self._find = find
        self._over = Event()
        self._sockets = [_listener(address) for address in addresses]

    def run(self) -> None:
        while not self._over.is_set():
            ready, _, _ = select(self._sockets, [], [], 0.2)
            for each in ready:
                question, asker = each.recvfrom(1500)
                each.sendto(answer(question, partial(self._find, asker=asker[0])), asker)

    def close(self) -> None:
        """Answer no more."""
        self._over.set()
        self.join()
        for each in self._sockets:
            each.close()


def _listener(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((address, 53))
    return listener


def answer(question: bytes, find: Callable[[str], list[str]]) -> bytes:
    """The reply to one question."""
    name, end = _name_in(question)
    (kind,) = struct.unpack("!H", question[end : end + 2])
    found = find(name.lower().rstrip("."))
    shown = found if kind == A else []
    code = 0 if found else 3  # NXDOMAIN
    head = question[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(shown), 0, 0)
    records = [
        b"\xc0\x0c" + struct.pack("!HHIH", A, 1, SECONDS_KEPT, 4) + bytes(map(int, address.split(".")))
        for address in shown
    ]
    return head + question[12 : end + 4] + b"".join(records)


def _name_in(question: bytes) -> tuple[str, int]:
    labels, at = [], 12
    while length := question[at]:
        labels.append(question[at + 1 : at + 1 + length].decode("ascii", "replace"))
        at += 1 + length
    return ".".join(labels), at + 1
