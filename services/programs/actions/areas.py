"""Areas that people name in forms."""

from services.programs.errors import UnknownArea
from services.programs.models import Area
from shared.db import Session as Tx


async def check_area(tx: Tx, municipality: str, area: str | None) -> None:
    """UnknownArea for one the town does not have; None is the whole town."""
    if area and await tx.get(Area, (municipality, area)) is None:
        raise UnknownArea("There is no such area.", field="area")
