"""ASGI middleware: finds out who is asking, before any route runs."""

from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.auth.accounts import Accounts
from shared.clock import Clock
from shared.towns.names import town_names

COOKIE = "yui_session"


class Identify:
    """Puts `who` (or None), their `town`, `csrf_token` and mark (`owner`) into `request.state`."""

    def __init__(self, app: ASGIApp, *, accounts: Accounts, clock: Clock) -> None:
        self.app = app
        self.accounts = accounts
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = session_token(scope)
            who = await self.accounts.recognise(token, now=self.clock()) if token else None
            state = scope.setdefault("state", {})
            state["who"] = who
            state["owner"] = who.mark if who else ""
            state["csrf_token"] = who.csrf_token if who else ""
            state["town"] = town_names().get(who.municipality) if who else None
        await self.app(scope, receive, send)


def session_token(scope: Scope) -> str | None:
    """The session secret in the request's cookie, if any."""
    for name, value in scope["headers"]:
        if name == b"cookie" and COOKIE.encode() in value:
            try:
                cookie = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                return None
            return cookie.value if cookie else None
    return None
