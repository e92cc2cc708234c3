"""Making a stranger's photo small and harmless, in a child process that is gone within seconds."""

import asyncio
import json
from typing import NamedTuple

from services.programs.errors import CannotReadPhotos, NotAPhoto, PhotoIsHeic, PhotoTooLarge
from shared.child import ask_child

LARGEST = 8 << 20
PATIENCE_SECONDS = 15.0  # the child ends itself after six seconds of reading; this is for one that does not start
REFUSALS = {
    PhotoTooLarge.code: PhotoTooLarge("The photo is too large; choose a smaller one.", field="photo"),
    NotAPhoto.code: NotAPhoto("This is no photo we can show: JPEG, PNG or WebP, please.", field="photo"),
    PhotoIsHeic.code: PhotoIsHeic(
        "This is an iPhone's own format (HEIC). Take a screenshot of the photo and choose that.", field="photo"
    ),
}


class Picture(NamedTuple):
    """A JPEG of pixels alone, upright, at most 1,280 px on its long side."""

    octets: bytes
    width: int
    height: int


class PictureReader:
    """Reads one photo at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Semaphore(1)  # a child may take hundreds of MiB while it reads

    async def read(self, octets: bytes) -> Picture:
        """The photo as it may be shown; every refusal names the field `photo`."""
        if len(octets) > LARGEST:
            raise PhotoTooLarge("The photo is larger than 8 MB.", field="photo")
        async with self._one_at_a_time:
            code, told = await ask_child("shared.picture.process", octets=octets, patience_seconds=PATIENCE_SECONDS)
        if code < 0:  # its alarm, or the kernel when it took too much
            raise PhotoTooLarge("The photo could not be read within 6 s.", field="photo")
        if code != 0:
            raise CannotReadPhotos("The process that reads photos failed.")
        return _picture_of(told)


def _picture_of(told: bytes) -> Picture:
    """What the child said; its refusal as the error it stands for."""
    line, _, octets = told.partition(b"\n")
    match json.loads(line):
        case {"refused": str(code)}:
            raise type(REFUSALS[code])(REFUSALS[code].message, field="photo")
        case {"width": int(width), "height": int(height)}:
            return Picture(octets, width, height)
    raise CannotReadPhotos("The process that reads photos said something else.")
