"""`yui adopt`, `migrate`, `replay`, `topology`, `rotate-keys`, `secrets`: work on a town from outside of it."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.cli_ground import DataDir, console, say
from services.local import settle_environment
from services.one_town import alone_in
from services.refused import Refused


def topology(data: DataDir = Path("var"), nats_url: str = "") -> None:
    """Make streams and durables what they should be."""
    from nats.aio.client import Client

    from services.catalogue import all_services
    from shared.bus import apply_topology
    from shared.bus.client import inbox_of
    from shared.bus.permissions import TOPOLOGY

    async def apply() -> None:
        client = Client()
        address = settle_environment(data, nats_url)
        await client.connect(address, connect_timeout=5, allow_reconnect=False, inbox_prefix=inbox_of(TOPOLOGY))
        await apply_topology(client.jetstream(), [each for service in all_services() for each in service.consumers])
        await client.close()

    asyncio.run(apply())
    console.print("streams and durables are as they should be")


def secrets(root: Annotated[Path, typer.Option(help="the folder of compose.yaml")] = Path()) -> None:
    """Make what compose.yaml needs beside it: secrets/, volumes/ and .env. Nothing that is there is overwritten."""
    from services.secret_files import make_place

    if not (root / "compose.yaml").exists():
        raise typer.BadParameter("no compose.yaml there: run this in a checkout of the project, or name it with --root")
    for path in make_place(root):
        console.print(f"made {path}", highlight=False)
    console.print("Keep a copy of secrets/ apart from your backups: with both, somebody can read everything.")


def replay(
    service: Annotated[str, typer.Argument(help="intake, meetings, programs or notify")],
    since: Annotated[datetime, typer.Option(help="publish again what was told since, e.g. 2026-11-01")],
    data: DataDir = Path("var"),
) -> None:
    """Publish a service's kept facts again; listeners drop what they have had."""
    settle_environment(data, "")
    from services.catalogue import all_services
    from services.forms import ready_database
    from shared.clock import TOKYO
    from shared.outbox import replay as publish_again

    found = [each for each in all_services() if each.name == service]
    if not found:
        raise typer.BadParameter("intake, meetings, programs or notify")

    async def run() -> int:
        async with ready_database(service, found[0].database_url, found[0].migrations) as db, db.transaction() as tx:
            return await publish_again(tx, since=since.replace(tzinfo=TOKYO))

    console.print(f"{asyncio.run(run())} facts will be published again")


def migrate(data: DataDir = Path("var")) -> None:
    """Bring all databases to their newest form."""
    settle_environment(data, "")
    from services.catalogue import all_services
    from shared.auth import AUTH_MIGRATIONS
    from shared.db import Database
    from shared.migrate import migrate as bring_up
    from shared.settings import ServiceSettings

    places = [(ServiceSettings().auth_database_url, AUTH_MIGRATIONS)]
    places += [(each.database_url, each.migrations) for each in all_services()]

    async def run() -> None:
        for url, folder in places:
            db = Database(url)
            await bring_up(db, folder)
            await db.close()

    asyncio.run(run())
    console.print("all databases are up to date")


def adopt(
    town: Annotated[str, typer.Argument(help="a file of shared/towns without its ending, e.g. nakatosa")],
    data: DataDir = Path("var"),
) -> None:
    """Take over a town's standing facts (agencies, bodies, programs), without any demo account."""
    settle_environment(data, "")
    from pydantic import ValidationError
    from yaml import YAMLError

    from services.adopting import adopt as take_over
    from shared.towns import known_towns, load_town

    files = known_towns()
    if town not in files:
        raise typer.BadParameter(f"{town}: there are {', '.join(files)} in shared/towns")
    try:
        facts = load_town(files[town])
    except (ValidationError, YAMLError) as error:
        raise _refused_file(files[town], error) from None
    asyncio.run(take_over(facts))
    console.print(f"✓ {facts.municipality.name}（{facts.code}）", highlight=False)


def _refused_file(path: Path, error: Exception) -> Refused:
    """Where in the file, without what stands there."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        where, why = ".".join(map(str, first["loc"])), first["msg"]
    else:
        mark = getattr(error, "problem_mark", None)
        where, why = (f"{mark.line + 1}行目 / line {mark.line + 1}" if mark else "?"), "YAML"
    return Refused(f"{path.name} が読めません：{where}", f"can't be read: {why}")


def rotate_keys(data: DataDir = Path("var")) -> None:
    """Make a new master key, wrap every case's key with it, and forget the old one; the town must stand still.

    A running service would go on with the key it has read, and what it seals could never be opened again.
    """
    settle_environment(data, "")
    from services.intake.settings import Settings as IntakeSettings
    from services.meetings.settings import Settings as MeetingsSettings
    from services.programs.settings import Settings as ProgramsSettings
    from shared.db import Database
    from shared.sealed import KeyFile, rewrap_keys

    intake, meetings, programs = IntakeSettings(), MeetingsSettings(), ProgramsSettings()
    places = [
        (intake.key_file, intake.intake_database_url),
        (meetings.meetings_key_file, meetings.meetings_database_url),
        (programs.programs_key_file, programs.programs_database_url),
    ]

    async def rotate(path: Path, url: str) -> int:
        keys, db = KeyFile(path), Database(url)
        keys.rotate()
        async with db.transaction() as tx:
            wrapped = await rewrap_keys(tx, keys)
        keys.retire_all_but_current()
        await db.close()
        return wrapped

    async def run() -> int:
        return sum([await rotate(path, url) for path, url in places])

    with alone_in(data):
        wrapped = asyncio.run(run())
    say(f"✓ {wrapped} 件の鍵を包み直しました。鍵の控えを取り直してください / wrapped anew: copy the key files again")
