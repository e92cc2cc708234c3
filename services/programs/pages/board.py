"""今週の予定 for residents, and one program: public, the same for everybody, kept in memory by the door in front."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.actions import board as boards
from services.programs.actions import photos
from services.programs.api import kept, settings_of
from services.programs.models import RegistrationRules
from services.programs.pages.choice import Choice, Chosen
from services.programs.rules import NO_KANA
from shared.auth import public
from shared.clock import local_date
from shared.ui.qr import qr_code
from shared.web import Now, Read, Reference
from shared.web.pages import lang_of, render

doors = APIRouter(prefix="/programs")
WORKER = (Path(__file__).parent / "static" / "sw.js").read_bytes()
AS_LINKS = 8  # more areas than that are chosen from a list


@doors.get("", dependencies=[public])
async def board(request: Request, tx: Read, now: Now, choice: Chosen) -> Response:
    """What's on near me?"""
    found = await actions.town_named(tx, choice.town, request.state.who)
    if found is None:
        return render(request, "board_empty.html")
    today, choice = local_date(now), choice.in_town(found.code)
    headers = await kept(request, tx, found.code, today)
    furigana = await boards.furigana_of(tx, found.code) if _has_kana(request, choice) else NO_KANA
    areas = await actions.areas_of(tx, found.code)
    public_url = _public_url(request)
    return render(
        request, "board.html", headers=headers, today=today, words=words, municipality=found, choice=choice,
        towns=await actions.towns(tx), areas=areas, areas_as_links=len(areas) <= AS_LINKS, furigana=furigana,
        found=await boards.board(tx, choice.wanted(found.code), today=today), feed_url=_feed_of(public_url, choice),
        qr=qr_code(public_url + Choice(found.code, choice.area).url()),
    )  # fmt: skip


@doors.get("/sw.js", dependencies=[public])
async def worker() -> Response:
    """What keeps the last board on a phone for when there is no connection; it may look after `/programs` itself."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/programs"}
    return Response(WORKER, media_type="text/javascript; charset=utf-8", headers=headers)


@doors.get("/{program_id}", dependencies=[public])
async def show(program_id: Reference, request: Request, tx: Read, now: Now, choice: Chosen) -> Response:
    """One program: who it is for, where, whom to call, its coming dates, its calendar."""
    today = local_date(now)
    headers = await kept(request, tx, await actions.town_of(tx, program_id), today)
    program = await actions.find_program(tx, program_id)
    furigana = await boards.furigana_of(tx, program.municipality) if _has_kana(request, choice) else NO_KANA
    places = await actions.places_of(tx, program.municipality)
    sessions = await actions.coming(tx, program, today=today)
    page = f"{_public_url(request)}/programs/{program.id}"
    return render(
        request, "program.html", headers=headers, program=program, words=words,
        settings=await tx.get(RegistrationRules, program.id), today=today, furigana=furigana,
        where=places.name(program), location=places.location(program), times=await actions.weekly_times(tx, program.id),
        organiser=await boards.organiser_of(tx, program), sessions=sessions,
        photos=await photos.photos_of(tx, (session.photo_id for session in sessions)),
        choice=choice, feed_url=f"{_public_url(request)}/programs/feeds/{program.id}.ics", page=page, qr=qr_code(page),
    )  # fmt: skip


def _has_kana(request: Request, choice: Choice) -> bool:
    return choice.kana == "on" and lang_of(request) == "ja"


def _feed_of(public_url: str, choice: Choice) -> str:
    """The calendar of what is chosen by place."""
    name = f"area-{choice.town}-{choice.area}" if choice.area else f"town-{choice.town}"
    return f"{public_url}/programs/feeds/{name}.ics"


def _public_url(request: Request) -> str:
    return settings_of(request).public_url.rstrip("/")
