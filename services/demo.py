"""The demo towns' standing facts: each service takes over its own part."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI

from services.intake import actions as intake_actions
from services.meetings.actions import town as meetings_town
from services.notify.actions import town as notify_town
from services.programs import actions as programs_town
from shared.db import Session, take_turn
from shared.towns import Town as TownFacts
from shared.towns import demo_towns

ADOPT: dict[str, Callable[[Session, TownFacts], Awaitable[None]]] = {
    "intake": intake_actions.adopt_town,
    "meetings": meetings_town.adopt_town,
    "programs": programs_town.adopt_town,
    "notify": notify_town.adopt_town,
}


async def adopt_demo_towns(services: Mapping[str, FastAPI]) -> None:
    """Load the towns into the services given, by name; loading again changes nothing."""
    for name, app in services.items():
        async with app.state.db.transaction() as tx:
            await take_turn(tx, "demo towns")  # two instances that start together would both make them
            for facts in demo_towns():
                await ADOPT[name](tx, facts)
    await _plan_ahead(services)


async def _plan_ahead(services: Mapping[str, FastAPI]) -> None:
    """Sittings and sessions exist at once, not only after the timers' first look."""
    for name, plan in (("meetings", meetings_town.plan_ahead), ("programs", programs_town.plan_ahead)):
        if app := services.get(name):
            async with app.state.db.transaction() as tx:
                await plan(tx, now=app.state.clock(), settings=app.state.settings)
