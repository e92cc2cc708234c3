"""Open data of a town's programs: HSDS as JSON, programs and dates as CSV. For everybody, without a cookie."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from services.programs import actions
from services.programs.actions import open_data
from services.programs.api.who import TownCode, settings_of
from services.programs.errors import NoSuchTown
from shared.auth import public
from shared.clock import local_date
from shared.db import Session
from shared.web import Now, Read
from shared.web.csv import MEDIA_TYPES, CsvEncoding, csv_of
from shared.web.published import FOR_ALL, published

open_data_doors = APIRouter(prefix="/programs/open-data", tags=["programs"])
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}, "description": "a table"}}
LIST: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, "application/x-ndjson": {}}, "description": "a page, or all as lines"}
}

Kind = Literal["services", "organizations", "locations"]
Page = Annotated[int, Query(ge=1, le=100_000, description="from 1")]
PerPage = Annotated[int, Query(ge=1, le=open_data.MOST_A_PAGE)]
Form = Annotated[Literal["json", "ndjson"], Query(description="ndjson has no pages")]
Encoding = Annotated[CsvEncoding, Query(description="cp932 for old spreadsheets; UTF-8 begins with a BOM")]


@open_data_doors.get("/hsds.json", dependencies=[public])
async def hsds(request: Request, tx: Read, now: Now, town: TownCode = None) -> Response:
    """The town's programs as Open Referral's HSDS 3.2: services with organizations, locations and schedules."""
    document = open_data.hsds_of(await _town(tx, town, now), settings_of(request), today=local_date(now))
    return published(request, _json(document), "application/json")


@open_data_doors.get("/programs.csv", dependencies=[public], response_class=Response, responses=TABLE)
async def programs(
    request: Request, tx: Read, now: Now, town: TownCode = None, encoding: Encoding = "utf-8"
) -> Response:
    """A row a weekly time of each program; the import reads the same columns."""
    found = await _town(tx, town, now)
    rows = open_data.program_rows(found, settings_of(request))
    body = csv_of(open_data.PROGRAM_COLUMNS, rows, encoding)
    return published(request, body, MEDIA_TYPES[encoding], f"programs-{found.town.code}.csv")


@open_data_doors.get("/sessions.csv", dependencies=[public], response_class=Response, responses=TABLE)
async def sessions(
    request: Request, tx: Read, now: Now, town: TownCode = None, encoding: Encoding = "utf-8"
) -> Response:
    """A row a date from today on, as far ahead as dates exist; those called off as well."""
    found, settings, today = await _town(tx, town, now), settings_of(request), local_date(now)
    last = today + timedelta(weeks=settings.horizon_weeks)
    dated = await actions.sessions_between(tx, [program.id for program in found.programs], today, last)
    body = csv_of(open_data.SESSION_COLUMNS, open_data.session_rows(found, dated, settings), encoding)
    return published(request, body, MEDIA_TYPES[encoding], f"sessions-{found.town.code}.csv")


@open_data_doors.get("/{kind}", dependencies=[public], response_class=Response, responses=LIST)
async def hsds_list(
    kind: Kind,
    request: Request,
    tx: Read,
    now: Now,
    town: TownCode = None,
    page: Page = 1,
    per_page: PerPage = 100,
    format: Form = "json",  # HSDS calls it so
) -> Response:
    """HSDS 3.2 page by page; as NDJSON the whole list, one item a line, sent as it is written."""
    found = await _town(tx, town, now)
    items = {
        "services": lambda: open_data.services_of(found, settings_of(request), today=local_date(now)),
        "organizations": lambda: open_data.organizations_of(found),
        "locations": lambda: open_data.locations_of(found),
    }[kind]()
    if format == "ndjson":
        return StreamingResponse(_lines(items), media_type="application/x-ndjson", headers=FOR_ALL)
    return published(request, _json(open_data.page_of(items, page, per_page)), "application/json")


async def _lines(items: Sequence[Any]) -> AsyncIterator[bytes]:
    for item in items:
        yield _json(item) + b"\n"


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


async def _town(tx: Session, code: str | None, now: Now) -> open_data.Published:
    town = await actions.town_named(tx, code)
    if town is None:
        raise NoSuchTown("There are no programs yet.")
    return await open_data.published_of(tx, town, today=local_date(now))
