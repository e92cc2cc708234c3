"""Every endpoint says who may use it: `may(Role.PROMOTER)` or `public`. A test fails for one that says neither."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from shared.auth.accounts import Accounts, SignInRefused, TooManyAttempts
from shared.auth.identify import COOKIE, session_token
from shared.auth.who import Role, Who
from shared.clock import Clock
from shared.errors import Forbidden, Unauthenticated
from shared.ui.preferences import place_to_return

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class CsrfMissing(Forbidden):
    """A form came without the token of this session (CSRF)."""

    code = "csrf_missing"
    title_ja = "ページを開き直してから、もう一度お試しください"


def may(*roles: Role) -> Any:
    """Annotation of a route's `who`: only these roles get in, and unsafe methods need the session's CSRF token."""

    async def allowed(request: Request) -> Who:
        who: Who | None = getattr(request.state, "who", None)
        if who is None:
            raise Unauthenticated("Sign in first.")
        if not who.has(*roles):
            raise Forbidden("Your role does not cover this.")
        if request.method in UNSAFE:
            await _check_csrf(request, who)
        return who

    allowed.roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the test of all endpoints
    return Depends(allowed)


async def _public() -> None:
    """Marks a route that everybody may use."""


_public.roles = frozenset()  # type: ignore[attr-defined]
public = Depends(_public)


async def _check_csrf(request: Request, who: Who) -> None:
    given = request.headers.get("x-csrf-token")
    if given is None and "form" in request.headers.get("content-type", ""):
        given = str((await request.form()).get("csrf_token", ""))
    if not hmac.compare_digest((given or "").encode(), who.csrf_token.encode()):
        await request.close()  # no door will read the files that may have come along
        raise CsrfMissing("The form's token does not belong to this session; open the page again.")


def sign_in_routes(
    accounts: Accounts, clock: Clock, page: Callable[[Request, str | None], Awaitable[Response]], *, secure: bool
) -> APIRouter:
    """`/login` and `/logout`; `page(request, error)` draws the form."""
    routes = APIRouter(tags=["sign in"])

    @routes.get("/login", dependencies=[public], include_in_schema=False)
    async def show(request: Request) -> Response:
        return await page(request, None)

    @routes.post("/login", dependencies=[public], include_in_schema=False)
    async def sign_in(
        request: Request,
        login: Annotated[str, Form(max_length=60)],
        password: Annotated[str, Form(max_length=200)],
        next_path: Annotated[str, Form(max_length=200)] = "/",
    ) -> Response:
        try:
            token = await accounts.sign_in(login, password, now=clock())
        except (SignInRefused, TooManyAttempts) as error:
            answer = await page(request, error.title_ja)
            answer.status_code = error.status
            return answer
        answer = RedirectResponse(place_to_return(next_path), status_code=303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure, path="/")
        return answer

    @routes.post("/logout", include_in_schema=False)
    async def sign_out(request: Request, who: Annotated[Who, may(*Role)]) -> Response:
        token = session_token(request.scope)
        if token:
            await accounts.sign_out(token)
        answer = RedirectResponse("/", status_code=303)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    return routes
