"""JSON doors of notify: what was told to whom, and the sink's mails in a demonstration."""

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.notify import actions
from services.notify.channels.sink import read_mail, text_of
from services.notify.errors import NoSuchMail
from services.notify.models import Message
from services.notify.rules import Status
from services.notify.schemas import MailView, MessageView
from services.notify.settings import Settings
from shared.auth import Role, Who, may
from shared.db import Session
from shared.web import Read, Reference

api = APIRouter(prefix="/notify/api", tags=["notify"])

Reader = Annotated[Who, may(Role.ADMIN, Role.OPS, Role.PROMOTER, Role.AGENCY_STAFF, Role.ORGANISER, Role.COORDINATOR)]
Keeper = Annotated[Who, may(Role.ADMIN, Role.COORDINATOR)]
Overseer = Annotated[Who, may(Role.ADMIN, Role.OPS, Role.PROMOTER)]


@api.get("/messages")
async def list_messages(tx: Read, who: Reader, status: Annotated[Status | None, Query()] = None) -> list[MessageView]:
    """Messages of the caller's town (or, for agency staff, to their own offices), newest first; at most 200."""
    return [MessageView.of(message) for message in await actions.messages_for(tx, who, status)]


@api.get("/sink")
async def list_mails(request: Request, tx: Read, who: Overseer) -> list[MailView]:
    """Mails of the caller's town that went into the sink, newest first. A demonstration only: 404 otherwise."""
    return await mails_of(request, tx, who)


@api.get("/sink/{message_id}")
async def show_mail(message_id: Reference, request: Request, tx: Read, who: Overseer) -> MailView:
    """One mail in the sink."""
    return await mail_of(request, tx, who, message_id)


async def mails_of(request: Request, tx: Session, who: Who) -> list[MailView]:
    """The town's mails in the sink, newest first."""
    folder = sink_of(request)
    messages = await actions.messages_for(tx, who, Status.SENT)
    found = await asyncio.to_thread(lambda: [_view(folder, message) for message in messages])
    return [view for view in found if view]


async def mail_of(request: Request, tx: Session, who: Who, message_id: str) -> MailView:
    """One of the town's mails in the sink, or NoSuchMail."""
    folder = sink_of(request)
    message = await actions.sent_message(tx, who, message_id)
    view = await asyncio.to_thread(_view, folder, message)
    if view is None:
        raise NoSuchMail("There is no such mail.")
    return view


def sink_of(request: Request) -> Path:
    """The sink's folder; outside a demonstration there is nothing to be seen here."""
    settings: Settings = request.app.state.settings
    if not settings.demo or settings.mail_channel != "sink":
        raise NoSuchMail("Mails are shown in a demonstration only.")
    return settings.sink_dir


def _view(folder: Path, message: Message) -> MailView | None:
    mail = read_mail(folder, message.id)
    if mail is None or message.sent_at is None:
        return None
    return MailView(
        id=message.id,
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=text_of(mail),
        sent_at=message.sent_at,
    )
