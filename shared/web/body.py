"""ASGI middleware: a body that is too large is refused before anybody parses it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import refusal

LargerBodies = Mapping[re.Pattern[str], int]


class BodyLimit:
    """Answers 413 when a request's body is, or grows, larger than `limit` bytes; a few paths have a `larger` one."""

    def __init__(self, app: ASGIApp, *, limit: int, larger: LargerBodies = MappingProxyType({})) -> None:
        self.app = app
        self.limit = limit
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = next((most for path, most in self.larger.items() if path.fullmatch(scope["path"])), self.limit)
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > limit:
            await self._refuse(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413)  # FastAPI would turn any other error while reading into 400
            return message

        await self.app(scope, counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        await refusal(Request(scope), 413)(scope, receive, send)
