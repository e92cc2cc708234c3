"""閉庁日: the days a town's offices are closed beside weekends and holidays."""

from datetime import date

from fastapi import APIRouter

from services.meetings.actions import closures
from services.meetings.api.who import Admin, Member
from services.meetings.schemas import ClosureForm
from shared.clock import local_date
from shared.web import Now, Read, Tx

api = APIRouter()


@api.get("/closures")
async def list_closures(tx: Read, who: Member, now: Now) -> dict[date, str]:
    """Coming closed days with their names."""
    return await closures.closures_of(tx, who.municipality, local_date(now))


@api.put("/closures/{day}", status_code=204)
async def close_day(day: date, form: ClosureForm, tx: Tx, who: Admin, now: Now) -> None:
    """The town's offices are closed on a day beside holidays and weekends."""
    await closures.close_day(tx, who, day, form, now=now)


@api.delete("/closures/{day}", status_code=204)
async def open_day(day: date, tx: Tx, who: Admin) -> None:
    """They are open after all."""
    await closures.open_day(tx, who, day)
