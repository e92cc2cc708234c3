"""Who may use which door of programs, and what every door asks for."""

from typing import Annotated

from fastapi import Depends, Query, Request

from services.programs.settings import Settings
from shared.auth import Role, Who, may
from shared.web import Now
from shared.web.pace import Pace

Organiser = Annotated[Who, may(Role.ORGANISER, Role.COORDINATOR, Role.ADMIN)]
Keeper = Annotated[Who, may(Role.COORDINATOR, Role.ADMIN)]  # who looks after the town's programs, venues and links
Matcher = Annotated[Who, may(Role.COORDINATOR, Role.PROMOTER, Role.AGENCY_STAFF, Role.ADMIN)]
Noticer = Annotated[Who, may(Role.ORGANISER, Role.COORDINATOR, Role.PROMOTER, Role.AGENCY_STAFF, Role.ADMIN)]
Collector = Annotated[Who, may(Role.COORDINATOR, Role.PROMOTER, Role.ADMIN)]  # who makes something of what was noticed
TownCode = Annotated[str | None, Query(pattern=r"^[0-9]{5}$")]


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _horizon(request: Request) -> int:
    return settings_of(request).horizon_weeks


Weeks = Annotated[int, Depends(_horizon)]  # how far ahead sessions exist


def _unhurried(request: Request, now: Now) -> None:
    """Nobody fills a program's places by a script."""
    pace: Pace = request.app.state.registration_pace
    address = request.client.host if request.client else ""
    pace.check(address, now=now)
    pace.count(address, now=now)


Unhurried = Annotated[None, Depends(_unhurried)]
