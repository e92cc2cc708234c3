"""What a page's door uses to answer: the service's own templates, in the reader's language."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.ui import Pages
from shared.ui.dates import Lang
from shared.ui.preferences import preferences_of


def render(request: Request, name: str, **context: Any) -> HTMLResponse:
    """The template `name` of the service that answers; `status_code` and `headers` may be given too."""
    pages: Pages = request.app.state.pages
    return pages.render(request, name, **context)


def lang_of(request: Request) -> Lang:
    """The language this reader chose."""
    return preferences_of(request).lang
