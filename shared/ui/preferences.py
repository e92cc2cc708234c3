"""What a reader chose for themself: language and size of text, kept in two cookies that identify nobody."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from shared.ui.dates import Lang

LANG_COOKIE = "yui_lang"
TEXT_COOKIE = "yui_text"
ONE_YEAR_S = 365 * 24 * 3600


class Preferences(NamedTuple):
    """How this reader wants pages."""

    lang: Lang
    large_text: bool


def preferences_of(request: Request) -> Preferences:
    """Read the choices; Japanese in normal size for everyone who made none."""
    lang: Lang = "en" if request.cookies.get(LANG_COOKIE) == "en" else "ja"
    return Preferences(lang, request.cookies.get(TEXT_COOKIE) == "large")


def remember(response: Response, cookie: str, value: str, *, secure: bool) -> None:
    """Keep one choice for a year."""
    response.set_cookie(cookie, value, max_age=ONE_YEAR_S, path="/", secure=secure, httponly=True, samesite="lax")


def place_to_return(wanted: str) -> str:
    """A path of this very site; anything else, another host above all, becomes the front page."""
    stays = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if stays else "/"
