"""Turning a template and its context into a page."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.tokens import new_token
from shared.ui import dates, figures, words
from shared.ui.assets import asset_url
from shared.ui.dates import Lang
from shared.ui.preferences import preferences_of
from shared.ui.problems import problem_for
from shared.ui.summary import name_fields
from shared.ui.ways import ways_for

SHELL = Path(__file__).parent / "templates"


class Town(NamedTuple):
    """Whose pages these are; the auth middleware leaves it at `request.state.town`."""

    name: str
    name_en: str


def spoken(lang: Lang) -> Callable[[str, str], str]:
    """`t("日本語", "English")` for one language: both stand side by side in the template."""
    return (lambda ja, en: ja) if lang == "ja" else (lambda ja, en: en)


@cache
def environment(folders: tuple[Path, ...], lang: Lang) -> Environment:
    """A Jinja environment that speaks one language, so that macros need no context to know it.

    One a process: it keeps its templates compiled, and a large one takes 50 ms.
    """
    made = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        t=spoken(lang), lang=lang, asset_url=asset_url, problem_for=problem_for, book=words, new_token=new_token
    )
    for name in ("day", "month_day", "later_day", "clock", "moment", "hours", "near", "era_year", "era_date", "since"):
        made.filters[name] = partial(getattr(dates, name), lang=lang)
    for name in ("to_choose", "to_write"):
        made.filters[name] = partial(getattr(words, name), lang=lang)
    made.filters["minutes"] = partial(figures.minutes, lang=lang)
    made.filters["few"] = figures.few
    made.filters["few_of"] = partial(figures.few_of, lang=lang)
    made.filters["options"] = partial(words.options, lang=lang)
    return made


class Pages:
    """The pages of one service: its own templates first, then the shell's.

    `service` is the service's name (`intake`); the header marks its link as the current one.
    """

    def __init__(self, templates_dir: Path, service: str) -> None:
        folders = (templates_dir, SHELL)
        self.service = service
        self._environments: Mapping[Lang, Environment] = {
            "ja": environment(folders, "ja"),
            "en": environment(folders, "en"),
        }

    def render(
        self,
        request: Request,
        name: str,
        *,
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """Answer with the template `name`; every template also gets what `base.html` lists at its top."""
        chosen = preferences_of(request)
        frame = self._frame(request)
        html = (
            self._environments[chosen.lang]
            .get_template(name)
            .render({**frame, "large_text": chosen.large_text, **context})
        )
        html = name_fields(html, colon="：" if chosen.lang == "ja" else ": ")
        # A page of a signed-in person must not come back from a shared computer's cache after they signed out.
        kept = "no-store" if frame["who"] is not None else "private, no-cache"
        return HTMLResponse(html, status_code, {"Cache-Control": kept, "Vary": "Cookie", **(headers or {})})

    def _frame(self, request: Request) -> dict[str, Any]:
        state = request.state
        who = getattr(state, "who", None)
        path = request.url.path
        if request.url.query and request.method == "GET":
            path += f"?{request.url.query}"
        return {
            "who": who,
            "town": getattr(state, "town", None),
            "csrf_token": getattr(state, "csrf_token", ""),
            "owner": getattr(state, "owner", ""),
            "path": path,
            "back": path if request.method == "GET" else "/",
            "service": self.service,
            "ways": ways_for(None if who is None else who.roles),
        }
