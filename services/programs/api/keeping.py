"""Public answers that the door in front keeps in memory until the town changes."""

from collections.abc import Mapping
from datetime import date

from fastapi import Request

from services.programs.actions.revisions import revision_of
from shared.db import Session
from shared.web.copies import Basis, keep

KEPT = {"Cache-Control": "no-cache"}  # by browsers, too, if they ask each time whether it still holds


async def kept(request: Request, tx: Session, town: str, today: date) -> Mapping[str, str]:
    """Let the door keep this answer; gives the headers that let a browser do the same.

    To be asked for before anything else is read: a copy said to be older than it is gets made anew, a newer one never.
    Who is signed in gets a page of their own, which nobody keeps.
    """
    if getattr(request.state, "who", None) is not None:
        return {}
    keep(request, Basis(town, await revision_of(tx, town), today))
    return KEPT
