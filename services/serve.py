"""`python -m services.serve intake`: one service in a process of its own, the front door (`portal`), or who makes
streams and durables (`topology`)."""

import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any

from fastapi import FastAPI

from services.listening import Settings, listen, run_process
from shared.web.service import entrance_of

NAMES = ("portal", "intake", "meetings", "programs", "notify", "topology")


def create(name: str) -> FastAPI:
    """The app `name` from the environment; the others are not even imported."""
    module = f"services.{name}" if name in {"portal", "topology"} else f"services.{name}.app"
    app: FastAPI = import_module(module).create_app()
    return app


async def load_demo(name: str, app: FastAPI) -> None:
    """This service's part of the demo towns."""
    if name == "portal":
        from services.accounts import add_demo_accounts  # noqa: PLC0415  # only demos need it
        from shared.auth import Accounts  # noqa: PLC0415

        await add_demo_accounts(Accounts(app.state.db))
    elif name != "topology":
        from services.demo import adopt_demo_towns  # noqa: PLC0415

        await adopt_demo_towns({name: app})


def serving(name: str) -> Callable[[Settings], Coroutine[Any, Any, None]]:
    """What the process of `name` does until a signal."""

    async def work(settings: Settings) -> None:
        app = create(name)
        async with app.router.lifespan_context(app):
            if settings.demo:
                await load_demo(name, app)
            await listen(entrance_of(app), {name: app}, settings)

    return work


def main() -> None:
    """Entry of a service's process."""
    if len(sys.argv) != 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m services.serve {'|'.join(NAMES)}")
    run_process(serving(sys.argv[1]))


if __name__ == "__main__":
    main()
