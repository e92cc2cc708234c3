"""申込み: a place for me, or for my family? And afterwards: do I have it?"""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.programs import actions, words
from services.programs.actions import queueing, registering, tickets
from services.programs.api import Unhurried, settings_of
from services.programs.errors import AlreadySent, NoSuchTicket
from services.programs.models import RegistrationRules
from services.programs.rules import RegistrationScope, SessionStatus
from services.programs.schemas import RegistrationForm
from shared.auth import public
from shared.clock import local_date
from shared.db import Session
from shared.tokens import new_token
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.links import HEADERS, Secret, at_pace
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

doors = APIRouter(prefix="/programs", dependencies=[public])
FRESH = {"Cache-Control": "no-store"}  # on a shared tablet "Back" must not show what the last family wrote


@doors.get("/{program_id}/register")
async def form(program_id: Reference, request: Request, tx: Read, now: Now) -> Response:
    """Who comes, and how to reach them."""
    return await _form(request, tx, program_id, now, Sent({"ticket": [new_token()]}))


@doors.post("/{program_id}/register")
async def register(program_id: Reference, request: Request, tx: Tx, keys: Keys, now: Now, pace: Unhurried) -> Response:
    """申し込む."""
    values = await sent(request)
    _, wrong = await attempted(
        tx,
        lambda: registering.register(tx, program_id, read_form(values, RegistrationForm), keys=keys, now=now),
    )
    if wrong:
        ticket = new_token() if "ticket" in wrong else values.one("ticket")  # the used-up one is somebody else's
        return await _form(request, tx, program_id, now, Sent({**values.values, "ticket": [ticket]}), wrong)
    return RedirectResponse(f"/programs/tickets/{values.one('ticket')}", status_code=303, headers=HEADERS)


@doors.get("/tickets/{secret}")
async def ticket(secret: Secret, request: Request, tx: Read, now: Now, address: str = "") -> Response:
    """Do I have a place?"""
    with at_pace(request, secret, now, NoSuchTicket):
        shown = await tickets.ticket_of(tx, secret)
    return render(
        request, "ticket.html", ticket=shown, dates=await tickets.dates_of(tx, shown, now=now), secret=secret,
        words=words, headers=HEADERS, address=address,
        here=f"{settings_of(request).public_url.rstrip('/')}/programs/tickets/{secret}",
    )  # fmt: skip


@doors.post("/tickets/{secret}/accept")
async def accept(secret: Secret, request: Request, tx: Tx, now: Now) -> Response:
    """はい、行きます."""
    with at_pace(request, secret, now, NoSuchTicket):
        await tickets.accept(tx, secret, now=now)
    return RedirectResponse(f"/programs/tickets/{secret}", status_code=303, headers=HEADERS)


@doors.get("/tickets/{secret}/withdraw")
async def ask_withdraw(secret: Secret, request: Request, tx: Read, now: Now) -> Response:
    """取り消しますか: the place goes on to somebody else, so it is asked first."""
    with at_pace(request, secret, now, NoSuchTicket):
        shown = await tickets.ticket_of(tx, secret)
    return render(request, "withdraw.html", ticket=shown, secret=secret, words=words, headers=HEADERS)


@doors.post("/tickets/{secret}/withdraw")
async def withdraw(secret: Secret, request: Request, tx: Tx, now: Now) -> Response:
    """取り消す."""
    with at_pace(request, secret, now, NoSuchTicket):
        await tickets.withdraw(tx, secret, now=now)
    return RedirectResponse(f"/programs/tickets/{secret}", status_code=303, headers=HEADERS)


def _status(wrong: Mistakes) -> int:
    if not wrong:
        return 200
    return AlreadySent.status if wrong.get("ticket", ("",))[0] == AlreadySent.title_ja else 422


async def _form(
    request: Request, tx: Session, program_id: str, now: Now, values: Sent, wrong: Mistakes | None = None
) -> Response:
    program = await actions.find_program(tx, program_id)
    settings = await tx.get(RegistrationRules, program.id)
    if settings is None:
        return render(request, "no_registration.html", status_code=409, program=program, words=words, headers=FRESH)
    coming = []
    if settings.scope is RegistrationScope.SESSION:
        dates = await actions.coming(tx, program, today=local_date(now))
        coming = [view for view in dates if view.status is SessionStatus.PLANNED]
    return render(
        request, "register.html", status_code=_status(wrong or {}), headers=FRESH, program=program, settings=settings,
        sessions=coming, values=values,
        free=(await queueing.free_places(tx, program.municipality)).get(program.id), wrong=wrong or {}, words=words,
    )  # fmt: skip
