"""Errors as RFC 9457 problem+json (or a page, for browsers): they name the field and never repeat what was typed."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from shared.errors import DomainError, Unauthenticated

log = structlog.get_logger()

TITLES_JA = {
    400: "受け付けられませんでした",
    404: "ページが見つかりません",
    405: "この操作はできません",
    410: "この情報はもうありません",
    413: "送られた内容が大きすぎます",
    415: "この形式は受け付けていません",
    422: "入力を見直してください",
    503: "ただいま準備中です。少し待ってからお試しください",
}

RETRY_AFTER_SECONDS = "60"  # RFC 6585, section 4; a form that waits on a phone comes again by then
CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def problem(
    status: int, code: str, title: str, *, detail: str = "", errors: Sequence[dict[str, str]] = ()
) -> JSONResponse:
    """A problem+json answer; `errors` holds `{"field", "code"}` pairs."""
    body: dict[str, Any] = {"type": f"urn:yui:problem:{code}", "title": title, "status": status, "code": code}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def field_errors(error: RequestValidationError) -> list[dict[str, str]]:
    """The wrong fields by name and rule. A key that the sender invented is not repeated: it may hold anything."""
    found = []
    for item in error.errors():
        path = [str(part) for part in item["loc"] if part not in ("body", "query", "path", "header", "form")]
        if item["type"] == "extra_forbidden" and path:
            path[-1] = "(unknown field)"
        if item["type"] == "json_invalid":
            path = ["(body)"]
        found.append({"field": ".".join(path) or "(body)", "code": item["type"]})
    return found


def add_error_answers(app: FastAPI) -> None:
    """Teach `app` to answer every error as a problem, or as a page where a browser asked for one."""

    async def domain(request: Request, error: Exception) -> Response:
        assert isinstance(error, DomainError)
        if isinstance(error, Unauthenticated) and _wants_page(request):
            return RedirectResponse(f"/login?next={_way_back(request)}", status_code=303)
        errors = [{"field": error.field, "code": error.code}] if error.field else []
        answer = problem(error.status, error.code, error.title_ja, detail=error.message, errors=errors)
        told = _page_or(request, answer, error.status, error.title_ja, errors)
        if error.status == 429:
            told.headers["Retry-After"] = RETRY_AFTER_SECONDS
        return told

    async def validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        errors = field_errors(error)
        return _page_or(request, problem(422, "invalid", TITLES_JA[422], errors=errors), 422, TITLES_JA[422], errors)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        answer = refusal(request, error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("request failed", exc_info=error, method=request.method)
        title = "うまくいきませんでした。少し待ってからもう一度お試しください"
        return _page_or(request, problem(500, "unexpected", title), 500, title, [])

    app.add_exception_handler(DomainError, domain)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)


def refusal(request: Request, status: int) -> Response:
    """An answer that says no more than its status does."""
    title = TITLES_JA.get(status, TITLES_JA[400])
    return _page_or(request, problem(status, CODES.get(status, f"http_{status}"), title), status, title, [])


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and "/api/" not in request.url.path


def _page_or(request: Request, answer: Response, status: int, title: str, errors: list[dict[str, str]]) -> Response:
    pages = getattr(request.app.state, "pages", None)
    if pages is None or not _wants_page(request):
        return answer
    page: Response = pages.render(request, "error.html", status=status, title=title, errors=errors)
    page.status_code = status
    return page


def _way_back(request: Request) -> str:
    """The page that was asked for, with what it was asked: a calendar's month is part of it."""
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    return quote(asked, safe="/")
