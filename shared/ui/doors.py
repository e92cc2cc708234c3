"""The doors of the shell: every component on one page, the static files, a reader's own choices."""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared.errors import NotFound
from shared.ui.assets import assets
from shared.ui.preferences import LANG_COOKIE, TEXT_COOKIE, place_to_return, preferences_of, remember
from shared.ui.render import SHELL, Pages, spoken
from shared.ui.shown import everything

GZIP = re.compile(r"\bgzip\b(?!;q=0(\.0*)?(,|$))")
FOREVER = "public, max-age=31536000, immutable"


def ui_routes() -> APIRouter:
    """`/ui`, `/ui/static/…`, `/ui/preferences`: open to everybody, the same in each service."""
    router = APIRouter(prefix="/ui", include_in_schema=False)
    pages = Pages(SHELL, "ui")

    @router.get("")
    async def show_components(request: Request, stage: str = "core") -> HTMLResponse:
        """Every component in every state."""
        return pages.render(request, "ui.html", **everything(stage, spoken(preferences_of(request).lang)))

    router.add_api_route("/static/{digest}/{name}", static_file, methods=["GET"])
    router.add_api_route("/preferences", prefer, methods=["POST"])
    return router


async def static_file(digest: str, name: str, request: Request) -> Response:
    """A file of the shell, compressed for whoever can read it so: a third of it on a slow line.

    A page from before an update asks for the old hash; it gets today's file, which it may not keep.
    """
    asset = assets().get(name)
    if asset is None:
        raise NotFound("static_file")
    kept = FOREVER if digest == asset.digest else "no-cache"
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if GZIP.search(request.headers.get("accept-encoding", "")):
        return Response(asset.gzipped, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.content, media_type=asset.media_type, headers=headers)


async def prefer(
    request: Request,
    lang: Annotated[Literal["ja", "en"] | None, Form()] = None,
    text: Annotated[Literal["normal", "large"] | None, Form()] = None,
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> RedirectResponse:
    """Remember a reader's language or size of text and go back to where they were."""
    answer = RedirectResponse(place_to_return(back), status_code=303)
    secure = request.url.scheme == "https"
    if lang:
        remember(answer, LANG_COOKIE, lang, secure=secure)
    if text:
        remember(answer, TEXT_COOKIE, text, secure=secure)
    return answer
