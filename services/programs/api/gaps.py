"""合うものがない, 資源不足 and 気づき."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.programs import actions
from services.programs.api.who import Collector, Matcher, Noticer, settings_of
from services.programs.schemas import GapView, KizukiForm, KizukiView, UnmetNeedForm
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/gaps", status_code=204)
async def note_unmet(form: UnmetNeedForm, request: Request, tx: Tx, who: Matcher, now: Now) -> None:
    """合うものがない: no program fits; enough of these become one line of an agenda."""
    await actions.note_unmet(tx, form, who, now=now, settings=settings_of(request))


@api.get("/gaps")
async def list_gaps(request: Request, tx: Read, who: Matcher, now: Now) -> list[GapView]:
    """What the town lacks, by theme and area."""
    return await actions.gaps_of(tx, who, now=now, settings=settings_of(request))


@api.post("/kizuki", status_code=204)
async def note_kizuki(form: KizukiForm, tx: Tx, who: Noticer, now: Now) -> None:
    """気づき: one sentence that names nobody."""
    await actions.note_kizuki(tx, form, who, now=now)


@api.get("/kizuki")
async def list_kizuki(tx: Read, who: Collector, area: Annotated[Reference | None, Query()] = None) -> list[KizukiView]:
    """The newest notes of the town, or of one area."""
    return [KizukiView.of(note) for note in await actions.newest_kizuki(tx, who, area)]
