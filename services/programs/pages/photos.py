"""写真: seen by everybody, removed by who posted it."""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response

from services.programs.actions import photos
from services.programs.pages.desk import Desk
from shared.auth import public
from shared.web import Read, Reference, Tx
from shared.web.links import Secret

doors = APIRouter(prefix="/programs/photos")
HEADERS = {
    "Cache-Control": "private, max-age=300", "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}  # fmt: skip


@doors.get("/{photo_id}.jpg", dependencies=[public])
async def photo(photo_id: Secret, tx: Read) -> Response:
    """The photo itself; its address says nothing, and another photo has another one."""
    found = await photos.find_photo(tx, photo_id)
    return Response(found.octets, media_type="image/jpeg", headers=HEADERS)


def photo_doors(prefix: str, at: Any) -> APIRouter:
    """The photos' doors at a desk; `at` is the dependency that finds the desk."""
    at_desk = APIRouter(prefix=prefix)

    @at_desk.post("/sessions/{session_id}/photo/remove")
    async def remove(session_id: Reference, desk: Annotated[Desk, at], tx: Tx) -> Response:
        """写真を消す."""
        session = await photos.remove_photo(tx, session_id, desk.who)
        return desk.back(session.program_id, "unpictured")

    return at_desk
