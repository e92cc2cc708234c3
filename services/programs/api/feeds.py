"""Public calendars of a program, of an area and of a town. The door in front keeps them and the last good copy."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from services.programs import actions, feeds
from services.programs.api.keeping import kept
from services.programs.api.who import settings_of
from shared.auth import public
from shared.clock import local_date
from shared.db import Session
from shared.errors import DomainError
from shared.feed import HEADERS, Feed, Fetches, respond
from shared.web import Now, Read

log = structlog.get_logger()

feed_doors = APIRouter(prefix="/programs/feeds", tags=["programs"], include_in_schema=False)
READ = ["GET", "HEAD"]

InTown = Annotated[str, Path(pattern=r"^[0-9]{5}-[A-Za-z0-9-]{1,64}$", description="the town's code and the area's id")]


async def _options(
    request: Request, now: Now, cancelled: Annotated[Literal["show", "hide"], Query()] = "show",
    style: Annotated[feeds.Style, Query()] = "expanded", alarm: Annotated[feeds.Alarm | None, Query()] = None,
) -> feeds.Options:  # fmt: skip
    return feeds.Options(settings_of(request), now, cancelled == "hide", style, alarm)


Options = Annotated[feeds.Options, Depends(_options)]


@feed_doors.api_route("/town-{code}.ics", methods=READ, dependencies=[public])
async def town_feed(code: str, request: Request, tx: Read, options: Options) -> Response:
    """All sessions of a town, for a calendar to subscribe to."""
    return await _answer(request, tx, options.now, lambda: feeds.town_feed(tx, code, options), code)


@feed_doors.api_route("/area-{place}.ics", methods=READ, dependencies=[public])
async def area_feed(place: InTown, request: Request, tx: Read, options: Options) -> Response:
    """All sessions of an area, for a calendar to subscribe to."""
    code, _, area = place.partition("-")
    return await _answer(request, tx, options.now, lambda: feeds.area_feed(tx, code, area, options), code)


@feed_doors.api_route("/{program_id}.ics", methods=READ, dependencies=[public])
async def program_feed(program_id: str, request: Request, tx: Read, options: Options) -> Response:
    """One program's sessions, for a calendar to subscribe to."""
    return await _answer(request, tx, options.now, lambda: feeds.program_feed(tx, program_id, options), program_id)


async def _answer(
    request: Request, tx: Session, now: datetime, build: Callable[[], Awaitable[Feed]], of: str
) -> Response:
    """The feed; 503 when it can't be built, for at anything else a calendar would empty itself."""
    try:
        await kept(request, tx, await actions.town_of(tx, of), local_date(now))
        feed = await build()
    except DomainError:
        raise
    except Exception as error:
        log.error("feed not built", exc_info=error)
        return Response(status_code=503, headers={**HEADERS, "Retry-After": "300"})
    fetches: Fetches = request.app.state.fetches
    fetches.note_dropped(feed.dropped)
    return respond(feed, dict(request.headers))
