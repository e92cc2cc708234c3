"""資源不足: needs that nothing in town meets, heard from meetings."""

from services.programs.models import ResourceGap
from shared.contracts.meetings import ResourceGapNoted
from shared.db import Session as Tx


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
