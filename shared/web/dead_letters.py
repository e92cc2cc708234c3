"""Messages nobody could handle: a page and JSON doors for the person who looks after the town's machine."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from shared.auth import Role, Who, may
from shared.bus import DeadLetter, list_dead_letters, try_again
from shared.ui import Pages
from shared.web.doors import Read

Operator = Annotated[Who, may(Role.OPS, Role.ADMIN)]


def dead_letter_doors(service: str, pages: Pages, reactions: Any) -> APIRouter:
    """`/{service}/dead-letters` (page) and `/{service}/api/dead-letters` (JSON), each with "try again"."""
    doors = APIRouter(prefix=f"/{service}", tags=["operations"])

    @doors.get("/api/dead-letters")
    async def list_letters(tx: Read, who: Operator) -> list[dict[str, Any]]:
        """Unresolved messages, newest first; references and codes, never a body."""
        return [_view(letter) for letter in await list_dead_letters(tx)]

    @doors.post("/api/dead-letters/{letter_id}/try-again")
    async def again(letter_id: int, request: Request, who: Operator) -> dict[str, Any]:
        """Handle it once more; `reason` is None when that worked."""
        db, clock = request.app.state.db, request.app.state.clock
        return {"reason": await try_again(db, letter_id, reactions, clock=clock)}

    @doors.get("/dead-letters", include_in_schema=False)
    async def page(request: Request, tx: Read, who: Operator) -> Response:
        letters = [_view(letter) for letter in await list_dead_letters(tx)]
        return pages.render(request, "dead_letters.html", letters=letters, service_name=service)

    @doors.post("/dead-letters/{letter_id}/try-again", include_in_schema=False)
    async def again_from_page(letter_id: int, request: Request, who: Operator) -> Response:
        db, clock = request.app.state.db, request.app.state.clock
        await try_again(db, letter_id, reactions, clock=clock)
        return RedirectResponse(f"/{service}/dead-letters", status_code=303)

    return doors


def _view(letter: DeadLetter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "consumer": letter.consumer,
        "type": letter.headers.get("ce-type", letter.subject),
        "event_id": letter.event_id,
        "reason": letter.reason,
        "attempts": letter.attempts,
        "buried_at": letter.buried_at,
    }
