"""The photo that came with a form, made small before the door's own work begins."""

from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from services.programs.actions.photo_reading import Picture, PictureReader
from shared.errors import DomainError
from shared.web.forms import sent_file
from shared.web.mistakes import Mistakes


class Photo(NamedTuple):
    """The photo that was chosen, if any, or what is wrong with it."""

    picture: Picture | None
    wrong: Mistakes


async def _photographed(request: Request) -> Photo:
    reader: PictureReader = request.app.state.picture_reader
    octets = await sent_file(request, "photo")
    try:
        return Photo(await reader.read(octets) if octets else None, {})
    except DomainError as error:
        if error.field is None:
            raise
        return Photo(None, {error.field: (error.title_ja, error.message)})


# Asked for after the desk, which keeps strangers' files unread, and before the transaction, which must not wait for it.
Photographed = Annotated[Photo, Depends(_photographed)]
