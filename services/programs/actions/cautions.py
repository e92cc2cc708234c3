"""気をつけること: what an organiser should know of a day before posting it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import col, func, select

from services.programs.actions.closed import closed_days_of, school_breaks_of
from services.programs.actions.venues import hours_of, slot_between
from services.programs.models import Program, Session
from services.programs.rules import Caution, SessionStatus
from services.programs.schemas import SessionView
from shared.db import Session as Tx
from shared.workdays import holiday_name


async def cautions_of(
    tx: Tx, program: Program, views: Sequence[SessionView], venue_id: str | None = None
) -> Mapping[str, list[Caution]]:
    """What to know of each session, by its id; `venue_id` is another place than it has now."""
    if not views:
        return {}
    first, last = min(view.held_on for view in views), max(view.held_on for view in views)
    closed = {row.day: row.name for row in await closed_days_of(tx, program.municipality, first, last)}
    breaks = await school_breaks_of(tx, program.municipality, first)
    found: dict[str, list[Caution]] = defaultdict(list)
    for view in views:
        if name := holiday_name(view.held_on) or closed.get(view.held_on):
            found[view.id].append(Caution("holiday", name))
        found[view.id] += [
            Caution("school_break", row.name) for row in breaks if row.first_day <= view.held_on <= row.last_day
        ]
        if view.starts_at:
            found[view.id] += await _of_venue(tx, program, view, venue_id or view.venue_id)
    return found


async def _of_venue(tx: Tx, program: Program, view: SessionView, venue_id: str | None) -> list[Caution]:
    if venue_id is None:
        return []
    others = (
        select(Program.name)
        .join(Session, col(Session.program_id) == Program.id)
        .where(func.coalesce(Session.venue_id, Program.venue_id) == venue_id, Session.id != view.id)
        .where(Session.status == SessionStatus.PLANNED)
        .where(col(Session.starts_at) < view.ends_at, col(Session.ends_at) > view.starts_at)
    )
    found = [Caution("double_use", name) for name in (await tx.exec(others)).all()]
    assert view.starts_at
    assert view.ends_at
    slot = slot_between(view.starts_at, view.ends_at)
    hours = (await hours_of(tx, [venue_id]))[venue_id]
    open_ = hours.get(view.held_on.weekday())
    if hours and (open_ is None or slot.starts < open_.starts or slot.ends > open_.ends):
        found.append(Caution("venue_closed"))
    return found
