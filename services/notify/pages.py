"""HTML doors of notify: 連絡, and in a demonstration the mails themselves."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.notify import actions, words
from services.notify.actions import contacts, organisers
from services.notify.api import Keeper, Overseer, Reader, mail_of, mails_of
from services.notify.errors import TicketUnknown
from services.notify.rules import Status
from services.notify.schemas import ContactForm, OrganiserForm
from services.notify.settings import Settings
from shared.auth import public
from shared.ui import Pages
from shared.web import Keys, Now, Read, Reference, Tx
from shared.web.forms import read_form, sent
from shared.web.links import HEADERS, Secret, at_pace
from shared.web.mistakes import attempted

FILTERS = (None, Status.DUE, Status.SENT, Status.FAILED, Status.CANCELLED)


def pages_of_notify(pages: Pages) -> APIRouter:
    """連絡 (what was told, waits or failed), the sink's list and one mail of it."""
    doors = APIRouter(prefix="/notify", include_in_schema=False)

    @doors.get("")
    async def messages(
        request: Request, tx: Read, who: Reader, status: Annotated[Status | None, Query()] = None
    ) -> Response:
        settings: Settings = request.app.state.settings
        return pages.render(
            request, "messages.html", messages=await actions.messages_for(tx, who, status),
            names=await actions.names_of(tx, who.municipality), words=words, status=status, filters=FILTERS,
            shows_sink=settings.demo and who.has(*actions.SEES_ALL),
        )  # fmt: skip

    @doors.post("/contacts/{secret}", dependencies=[public])
    async def give_address(secret: Secret, request: Request, tx: Tx, keys: Keys, now: Now) -> Response:
        """The holder of a ticket says where to write; back to their ticket's page."""
        values = await sent(request)
        with at_pace(request, secret, now, TicketUnknown):
            _, wrong = await attempted(
                tx,
                lambda: contacts.give_address(tx, secret, read_form(values, ContactForm).address, keys=keys, now=now),
            )
        done = "wrong" if wrong else ("kept" if values.one("address") else "forgotten")
        return RedirectResponse(f"/programs/tickets/{secret}?address={done}", status_code=303, headers=HEADERS)

    @doors.post("/organisers/{organiser_id}")
    async def put_organiser(organiser_id: Reference, request: Request, tx: Tx, who: Keeper) -> Response:
        """Where the morning's mail of a group goes; back to its page."""
        values = await sent(request)
        _, wrong = await attempted(
            tx, lambda: organisers.put_address(tx, organiser_id, read_form(values, OrganiserForm), who)
        )
        done = "wrong" if wrong else ("kept" if values.one("address") else "forgotten")
        return RedirectResponse(f"/programs/manage/town/organisers?address={done}", status_code=303)

    @doors.get("/sink")
    async def sink(request: Request, tx: Read, who: Overseer) -> Response:
        return pages.render(request, "sink.html", mails=await mails_of(request, tx, who))

    @doors.get("/sink/{message_id}")
    async def one_mail(message_id: Reference, request: Request, tx: Read, who: Overseer) -> Response:
        return pages.render(request, "mail.html", mail=await mail_of(request, tx, who, message_id))

    return doors
