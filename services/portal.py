"""The front door: `/`, signing in and out, the shell's static files. It owns no facts of the field."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from pydantic import Field

from services.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from shared.auth import AUTH_MIGRATIONS, Accounts, Who, public, sign_in_routes
from shared.db import Database
from shared.metrics import Metrics
from shared.migrate import migrate
from shared.settings import ServiceSettings
from shared.towns import demo_towns
from shared.ui import Pages, ui_routes
from shared.ui.render import SHELL
from shared.ui.ways import errands_for
from shared.web.service import Surroundings, add_operations, build_app


class Settings(ServiceSettings):
    """Variables of the front door."""

    demo: bool = Field(False, description="show the demo towns' accounts on the sign-in page")


def create_app(settings: Settings | None = None, around: Surroundings | None = None) -> FastAPI:
    """The front door, ready to be served; `around.accounts` holds the accounts' database."""
    settings = settings or Settings()
    around = around or Surroundings(Accounts(Database(settings.auth_database_url)))
    db = around.accounts.db

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await migrate(db, AUTH_MIGRATIONS)
        yield

    pages = Pages(SHELL, "portal")

    async def login_page(request: Request, error: str | None) -> Response:
        shown = [(each.title, each.login, DEMO_PASSWORD) for each in DEMO_ACCOUNTS] if settings.demo else []
        next_path = request.query_params.get("next", "/")
        return pages.render(request, "login.html", error=error, login="", next_path=next_path, demo_accounts=shown)

    front = APIRouter(include_in_schema=False)

    @front.get("/", dependencies=[public])
    async def portal(request: Request) -> Response:
        towns = [
            (town.municipality.name, town.municipality.name_en, f"/programs?town={town.code}")
            for town in demo_towns()
            if town.programs
        ]
        who: Who | None = getattr(request.state, "who", None)
        return pages.render(request, "portal.html", towns=towns, errands=errands_for(who.roles) if who else ())

    shell = APIRouter(dependencies=[public])
    shell.include_router(ui_routes())
    sign_in = sign_in_routes(around.accounts, around.clock, login_page, secure=settings.secure_cookies)
    app = build_app(
        "portal", settings, db, around, Metrics(), routers=[front, shell, sign_in], pages=pages, lifespan=lifespan
    )
    add_operations(app, "portal", {})
    return app
