"""Who may use a door of meetings, and the settings it answers by."""

from typing import Annotated

from fastapi import Request

from services.meetings.settings import Settings
from shared.auth import Role, Who, may

Member = Annotated[Who, may(Role.PROMOTER, Role.AGENCY_STAFF, Role.ADMIN)]
Leader = Annotated[Who, may(Role.PROMOTER)]
Arranger = Annotated[Who, may(Role.PROMOTER, Role.ADMIN)]
Admin = Annotated[Who, may(Role.ADMIN)]
Staff = Annotated[Who, may(Role.AGENCY_STAFF, Role.PROMOTER)]


def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings
