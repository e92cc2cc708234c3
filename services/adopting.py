"""Taking over a town's standing facts into the services' own databases, from outside of their processes."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from services.catalogue import all_services
from services.demo import ADOPT
from services.forms import ready_database
from shared.db import take_turn
from shared.outbox import attach
from shared.towns import Town


async def adopt(town: Town) -> None:
    """Agencies, posts, bodies, rooms, programs. Doing it again changes nothing.

    Sittings and sessions follow at the services' next look ahead, within the hour; facts leave by their relays.
    NotReady, with nothing taken over, when one of the databases can't be worked on.
    """
    async with AsyncExitStack() as stack:
        ready = {
            each.name: await stack.enter_async_context(ready_database(each.name, each.database_url, each.migrations))
            for each in all_services()
        }
        for name, db in ready.items():
            attach(db, _nobody_waits)
            async with db.transaction() as tx:
                await take_turn(tx, "demo towns")
                await ADOPT[name](tx, town)


def databases() -> Mapping[str, str]:
    """Each service's, as the environment names it."""
    return {service.name: service.database_url for service in all_services()}


def _nobody_waits() -> None:
    """The relays of the running services find what was told at their next look."""
