"""HTML doors of notify: 連絡, and in a demonstration the mails themselves."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.notify import actions, words
from services.notify.api import Overseer, Reader, mail_of, mails_of
from services.notify.rules import Status
from services.notify.settings import Settings
from shared.ui import Pages
from shared.web import Read, Reference

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

    @doors.get("/sink")
    async def sink(request: Request, tx: Read, who: Overseer) -> Response:
        return pages.render(request, "sink.html", mails=await mails_of(request, tx, who))

    @doors.get("/sink/{message_id}")
    async def one_mail(message_id: Reference, request: Request, tx: Read, who: Overseer) -> Response:
        return pages.render(request, "mail.html", mail=await mail_of(request, tx, who, message_id))

    return doors
