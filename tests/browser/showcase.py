"""A small site that shows the shell's pages with invented content, for the browser tests."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI, Request, Response

from shared.ui import Pages, SecurityHeaders, Town, ui_routes
from shared.ui.render import SHELL, spoken
from shared.ui.shown import TODAY, needs_shown
from shared.ui.ways import errands_for

SIGNED_IN = SimpleNamespace(name="見本 はるか", roles={"promoter", "agency_staff"})
TOWN = Town("中土佐町", "Nakatosa")


def today_context() -> dict[str, Any]:
    """A promoter's day."""
    core = SimpleNamespace(title="コア会議", href="/meetings/1", hours="13:30–15:00", meta="役場2階 会議室 ・ 議題3件")
    cafe = SimpleNamespace(
        title="カフェ・ド・ポム", href="/programs/1", hours="8:45–12:00", meta="本町ふれあいセンター"
    )
    needs = needs_shown(spoken("ja"))
    week = [(TODAY + timedelta(days=1), [core]), (TODAY + timedelta(days=3), [cafe, core])]
    return {
        "today": TODAY,
        "needs": needs,
        "lines": [cafe, core],
        "week": week,
        "main_action": ("相談を受ける", "/intake/new"),
    }


def showcase() -> FastAPI:
    """`/ui`, `/login`, `/` and `/signed-in`, `/today`, `/today/nothing`, `/error`."""
    app = FastAPI()
    pages = Pages(SHELL, "portal")
    app.include_router(ui_routes())
    app.add_middleware(SecurityHeaders)

    def page(path: str, name: str, who: Any = None, **context: Any) -> None:
        @app.get(path)
        async def show(request: Request) -> Response:
            request.state.who, request.state.town, request.state.csrf_token = who, TOWN, "token"
            return pages.render(request, name, **context)

    page("/", "portal.html", towns=[("中土佐町", "Nakatosa", "/programs")])
    page("/signed-in", "portal.html", SIGNED_IN, towns=[], errands=errands_for(["coordinator"]))
    page("/login", "login.html", demo_accounts=[("推進員A", "suishin-a", "demo"), ("健康福祉課", "kenko", "demo")])
    page("/login/wrong", "login.html", error="ログインIDかパスワードが違います", login="suishin-a", next_path="/intake")
    page("/today", "today.html", SIGNED_IN, **today_context())
    page("/today/nothing", "today.html", SIGNED_IN, **{**today_context(), "needs": [], "lines": [], "week": []})
    page("/error", "error.html", status=404, title="ページが見つかりません", errors=[])
    return app
