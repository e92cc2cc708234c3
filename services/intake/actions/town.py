"""Taking over a town's standing facts: its agencies and areas."""

from services.intake.models import Agency, Area
from shared.db import Session
from shared.towns import Town


async def adopt_town(tx: Session, town: Town) -> None:
    """Store or update the town's agencies and areas."""
    for agency in town.agencies:
        await tx.merge(
            Agency(municipality=town.code, id=agency.id, name=agency.name, tier=agency.tier, fields=list(agency.fields))
        )
    for area in town.areas:
        await tx.merge(Area(municipality=town.code, id=area.id, name=area.name))
