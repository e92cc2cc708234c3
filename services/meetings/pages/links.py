"""The links in meetings' mails, at their pace."""

from contextlib import AbstractContextManager

from fastapi import Request

from services.meetings.errors import NoSuchAsking, NoSuchInvitation
from shared.web import Now, links
from shared.web.links import HEADERS, Secret

__all__ = ["HEADERS", "Secret", "at_pace"]


def at_pace(request: Request, secret: str, now: Now) -> AbstractContextManager[None]:
    """Do what the link allows, unless this link, or this address with made-up links, comes too often."""
    return links.at_pace(request, secret, now, NoSuchInvitation, NoSuchAsking)
