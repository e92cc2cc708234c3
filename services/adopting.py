"""Taking over a town's standing facts into the services' own databases, from outside of their processes."""

from collections.abc import Mapping

from services.catalogue import all_services
from services.demo import ADOPT
from shared.db import Database, take_turn
from shared.outbox import attach
from shared.towns import Town


async def adopt(town: Town) -> None:
    """Agencies, posts, bodies, rooms, programs. Doing it again changes nothing.

    Sittings and sessions follow at the services' next look ahead, within the hour; facts leave by their relays.
    """
    for name, url in databases().items():
        db = Database(url)
        attach(db, _nobody_waits)
        try:
            async with db.transaction() as tx:
                await take_turn(tx, "demo towns")
                await ADOPT[name](tx, town)
        finally:
            await db.close()


def databases() -> Mapping[str, str]:
    """Each service's, as the environment names it."""
    return {service.name: service.database_url for service in all_services()}


def _nobody_waits() -> None:
    """The relays of the running services find what was told at their next look."""
