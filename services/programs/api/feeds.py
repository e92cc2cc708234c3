"""Public calendars of a program and of a town."""

from collections.abc import Awaitable

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import feeds
from services.programs.api.who import settings_of
from shared.auth import public
from shared.errors import DomainError
from shared.feed import HEADERS, Feed, respond
from shared.web import Now, Read

log = structlog.get_logger()

feed_doors = APIRouter(prefix="/programs/feeds", tags=["programs"])


@feed_doors.api_route("/town-{code}.ics", methods=["GET", "HEAD"], dependencies=[public], include_in_schema=False)
async def town_feed(code: str, request: Request, tx: Read, now: Now) -> Response:
    """All sessions of a town, for a calendar to subscribe to."""
    return await _answer(request, feeds.town_feed(tx, code, settings=settings_of(request), now=now))


@feed_doors.api_route("/{program_id}.ics", methods=["GET", "HEAD"], dependencies=[public], include_in_schema=False)
async def program_feed(program_id: str, request: Request, tx: Read, now: Now) -> Response:
    """One program's sessions, for a calendar to subscribe to."""
    return await _answer(request, feeds.program_feed(tx, program_id, settings=settings_of(request), now=now))


async def _answer(request: Request, building: Awaitable[Feed]) -> Response:
    """The feed; 503 when it can't be built, for at anything else a calendar would empty itself."""
    try:
        return respond(await building, dict(request.headers))
    except DomainError:
        raise
    except Exception as error:
        log.error("feed not built", exc_info=error)
        return Response(status_code=503, headers={**HEADERS, "Retry-After": "300"})
