"""資源不足: needs that nothing in town meets, heard from meetings or found when no program fits."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from services.programs.actions.areas import check_area
from services.programs.models import GapLine, ResourceGap, UnmetNeed
from services.programs.models.gaps import WHOLE_TOWN
from services.programs.rules.gaps import is_line_due
from services.programs.schemas import GapView, UnmetNeedForm
from services.programs.settings import Settings
from shared.auth import Who
from shared.contracts.meetings import ResourceGapNoted
from shared.contracts.programs import GapRepeated
from shared.contracts.words import Theme
from shared.db import Session as Tx
from shared.db.core import dialect_of, execute
from shared.outbox import emit


async def note_gap(tx: Tx, event: ResourceGapNoted) -> None:
    """Keep a gap for the day somebody starts a program that answers it. Hearing it twice keeps one."""
    if await tx.get(ResourceGap, event.gap_id) is None:
        tx.add(
            ResourceGap(
                gap_id=event.gap_id,
                municipality=event.municipality,
                theme=event.theme,
                area=event.area,
                noted_at=event.occurred_at,
            )
        )


async def note_unmet(tx: Tx, form: UnmetNeedForm, who: Who, *, now: datetime, settings: Settings) -> UnmetNeed:
    """合うものがない. Sent twice it counts once; enough of them within the window are told as one fact, once."""
    town = who.municipality
    await check_area(tx, town, form.area)
    told_at = await _hold_line(tx, town, form.theme, form.area)
    if known := await tx.get(UnmetNeed, form.request_id):
        return known
    need = UnmetNeed(id=form.request_id, municipality=town, theme=form.theme, area=form.area, noted_at=now)
    tx.add(need)
    await tx.flush()
    window = timedelta(days=settings.gap_window_days)
    noted = await _noted_since(tx, need, now - window)
    if is_line_due(noted, told_at, now, needed=settings.gap_lines_after, window=window):
        await _tell(tx, need, now)
    return need


async def gaps_of(tx: Tx, who: Who, *, now: datetime, settings: Settings) -> list[GapView]:
    """What the town lacks by theme and area: what was noted most of late first, then the newest."""
    since = now - timedelta(days=settings.gap_window_days)
    views: dict[tuple[str, str | None], GapView] = {}
    needs = (await tx.exec(select(UnmetNeed).where(UnmetNeed.municipality == who.municipality))).all()
    heard = (await tx.exec(select(ResourceGap).where(ResourceGap.municipality == who.municipality))).all()
    rows: list[UnmetNeed | ResourceGap] = [*needs, *heard]
    for row in rows:
        view = views.setdefault((row.theme, row.area), _nothing_yet(row))
        view.first_at, view.last_at = min(view.first_at, row.noted_at), max(view.last_at, row.noted_at)
        view.heard += isinstance(row, ResourceGap)
        view.unmet += isinstance(row, UnmetNeed)
        view.recent += isinstance(row, UnmetNeed) and row.noted_at > since
    for line in (await tx.exec(select(GapLine).where(GapLine.municipality == who.municipality))).all():
        if view_of_line := views.get((line.theme, line.area or None)):
            view_of_line.told_at = line.told_at
    newest = sorted(views.values(), key=lambda view: (view.last_at, view.theme, view.area or ""), reverse=True)
    return sorted(newest, key=lambda view: -view.recent)


def _nothing_yet(row: UnmetNeed | ResourceGap) -> GapView:
    return GapView(
        theme=Theme(row.theme), area=row.area, recent=0, unmet=0, heard=0,
        first_at=row.noted_at, last_at=row.noted_at, told_at=None,
    )  # fmt: skip


async def _hold_line(tx: Tx, town: str, theme: Theme, area: str | None) -> datetime | None:
    """When these needs were last told. Whoever counts them holds their row, so two who come at once count in turn."""
    insert: Any = sqlite.insert if dialect_of(tx) == "sqlite" else postgresql.insert
    key = {"municipality": town, "theme": theme, "area": area or WHOLE_TOWN}
    statement = insert(GapLine).values(key).on_conflict_do_update(index_elements=list(key), set_=key)
    told_at: datetime | None = (await execute(tx, statement.returning(col(GapLine.told_at)))).scalar_one()
    return told_at


async def _noted_since(tx: Tx, need: UnmetNeed, since: datetime) -> list[datetime]:
    query = select(UnmetNeed.noted_at).where(
        UnmetNeed.municipality == need.municipality,
        UnmetNeed.theme == need.theme,
        col(UnmetNeed.area).is_not_distinct_from(need.area),
        UnmetNeed.noted_at > since,
    )
    return list((await tx.exec(query)).all())


async def _tell(tx: Tx, need: UnmetNeed, now: datetime) -> None:
    line = await tx.get_one(GapLine, (need.municipality, need.theme, need.area or WHOLE_TOWN))
    line.told_at = now
    tx.add(line)
    emit(
        tx,
        GapRepeated(
            municipality=need.municipality, aggregate_id=need.id, occurred_at=now, theme=need.theme, area=need.area
        ),
    )
