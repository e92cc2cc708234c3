"""An answer of the app as it is collected, and as it is sent many times."""

import hashlib
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from fastapi import Request
from starlette.types import Message, Scope, Send

TAGS = re.compile(rb'"[^"]*"')
CONDITIONS = frozenset({b"if-none-match", b"if-modified-since", b"range", b"if-range"})
NOT_OF_304 = frozenset({b"content-length", b"content-type", b"content-disposition"})
NOTHING: Message = {"type": "http.response.body", "body": b""}

Headers = list[tuple[bytes, bytes]]


class Basis(NamedTuple):
    """What an answer was made of: whose it is (a town), in which state that was, on which day."""

    subject: str
    state: Hashable
    day: date


def keep(request: Request, basis: Basis) -> None:
    """This answer is public and as good as `basis`; read its state before anything else, in the same reading."""
    request.state.basis = basis


@dataclass
class Made:
    """An answer of the app, collected; `route` is the template of its address."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    basis: Basis | None = None
    route: str = "(unknown)"

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], [(n.lower(), v) for n, v in message["headers"]]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send(self, scope: Scope, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send(NOTHING if scope["method"] == "HEAD" else {"type": "http.response.body", "body": self.body})


class Copy:
    """An answer ready to be sent many times, whole or as "not modified"."""

    def __init__(self, made: Made, basis: Basis) -> None:
        self.basis, self.route, self.octets = basis, made.route, len(made.body)
        known = dict(made.headers)
        self._tag = known.get(b"etag") or b'"%s"' % hashlib.sha256(made.body).hexdigest()[:32].encode()
        self._changed_on = known.get(b"last-modified")
        headers = [*made.headers, *([] if b"etag" in known else [(b"etag", self._tag)])]
        self.is_calendar = known.get(b"content-type", b"").startswith(b"text/calendar")
        self.whole: Message = {"type": "http.response.start", "status": 200, "headers": headers}
        self.unchanged: Message = {
            "type": "http.response.start", "status": 304, "headers": [h for h in headers if h[0] not in NOT_OF_304]
        }  # fmt: skip
        self.body: Message = {"type": "http.response.body", "body": made.body}

    def is_known(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether the client has it already (RFC 9110 13.1: the tag outweighs the date)."""
        given = {name: value for name, value in headers if name in CONDITIONS}
        if (tags := given.get(b"if-none-match")) is not None:
            return tags == b"*" or self._tag in TAGS.findall(tags)
        return self._changed_on is not None and given.get(b"if-modified-since") == self._changed_on
