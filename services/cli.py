"""`yui`: the town from a terminal."""

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.cli_accounts import accounts
from services.cli_backup import backup, restore
from services.local import Place, run_town, settle_environment
from services.one_town import TownRuns, alone_in

# This file's process stays for as long as the town runs, so each command imports what it needs by itself.

app = typer.Typer(no_args_is_help=True, add_completion=False, help="結 Yui: a town that leaves nobody out.")
app.add_typer(accounts, name="account")
app.command()(backup)
app.command()(restore)
console = Console()

DataDir = Annotated[Path, typer.Option("--data", help="where the town keeps its rows")]
Port = Annotated[int, typer.Option("--port", envvar="YUI_PORT", help="the one port people use")]


@app.command()
def up(
    data: DataDir = Path("var"),
    port: Port = 8080,
    demo: Annotated[bool, typer.Option("--demo", help="load Nakatosa and Nankoku with accounts to try")] = False,
) -> None:
    """Start the whole town on this machine; Ctrl-C stops it."""
    try:
        with alone_in(data):
            asyncio.run(run_town(Place(data, port, demo)))
    except TownRuns as error:
        raise typer.BadParameter(str(error)) from None


@app.command()
def scenario(
    name: Annotated[str, typer.Argument(help="which story: nakatosa")],
    url: Annotated[str, typer.Option(help="address of the running town")] = "",
    port: Port = 8080,
) -> None:
    """Play a story against a running town and print who did what."""
    import httpx

    from services.scenario.run import play_over_http, print_story
    from services.scenario.visitor import StepFailed

    if name != "nakatosa":
        raise typer.BadParameter("there is one story: nakatosa")
    try:
        story = asyncio.run(play_over_http(url or f"http://127.0.0.1:{port}"))
    except (StepFailed, httpx.TransportError) as error:
        console.print(f"[bold]✗[/] {error}", markup=True, highlight=False)
        raise typer.Exit(1) from error
    print_story(story, console)


@app.command()
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


@app.command()
def doctor(
    data: DataDir = Path("var"),
    nats_url: str = "",
    only: Annotated[list[str] | None, typer.Option(help="bus, portal or a service; all unless said")] = None,
) -> None:
    """Say what is wrong and what to do about it; exit code 1 when anything is."""
    url = settle_environment(data, nats_url)
    from services.doctor import PARTS, examine

    if unknown := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose among {', '.join(PARTS)}")
    findings = asyncio.run(examine(url, only or PARTS))
    for finding in findings:
        mark = "✗" if finding.remedy else "✓"
        console.print(f"{mark} {finding.what}: {finding.found}", highlight=False, markup=False, soft_wrap=True)
        if finding.remedy:
            console.print(f"    → {finding.remedy}", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(1 if any(finding.remedy for finding in findings) else 0)


@app.command()
def secrets(root: Annotated[Path, typer.Option(help="the folder of compose.yaml")] = Path()) -> None:
    """Make what compose.yaml needs beside it: secrets/, volumes/ and .env. Nothing that is there is overwritten."""
    from services.secret_files import make_place

    if not (root / "compose.yaml").exists():
        raise typer.BadParameter("no compose.yaml there: run this in a checkout of the project, or name it with --root")
    for path in make_place(root):
        console.print(f"made {path}", highlight=False)
    console.print("Keep a copy of secrets/ apart from your backups: with both, somebody can read everything.")


@app.command()
def replay(
    service: Annotated[str, typer.Argument(help="intake, meetings, programs or notify")],
    since: Annotated[datetime, typer.Option(help="publish again what was told since, e.g. 2026-11-01")],
    data: DataDir = Path("var"),
) -> None:
    """Publish a service's kept facts again; listeners drop what they have had."""
    settle_environment(data, "")
    from services.catalogue import all_services
    from shared.clock import TOKYO
    from shared.db import Database
    from shared.outbox import replay as publish_again

    found = [each for each in all_services() if each.name == service]
    if not found:
        raise typer.BadParameter("intake, meetings, programs or notify")

    async def run() -> int:
        db = Database(found[0].database_url)
        async with db.transaction() as tx:
            count = await publish_again(tx, since=since.replace(tzinfo=TOKYO))
        await db.close()
        return count

    console.print(f"{asyncio.run(run())} facts will be published again")


@app.command()
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


@app.command()
def adopt(
    town: Annotated[str, typer.Argument(help="a file of shared/towns without its ending, e.g. nakatosa")],
    data: DataDir = Path("var"),
) -> None:
    """Take over a town's standing facts (agencies, bodies, programs), without any demo account."""
    settle_environment(data, "")
    from services.adopting import adopt as take_over
    from shared.towns import known_towns, load_town

    files = known_towns()
    if town not in files:
        raise typer.BadParameter(f"{town}: there are {', '.join(files)} in shared/towns")
    facts = load_town(files[town])
    asyncio.run(take_over(facts))
    console.print(f"✓ {facts.municipality.name}（{facts.code}）", highlight=False)


@app.command("rotate-keys")
def rotate_keys(data: DataDir = Path("var")) -> None:
    """Make a new master key, wrap every case's key with it, and forget the old one."""
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

    console.print(f"{asyncio.run(run())} case keys wrapped anew; restart the town so that it reads the new key file")


@app.command()
def feed(
    post: Annotated[str, typer.Argument(help="a post of the town, e.g. D")],
    town: Annotated[str, typer.Option(help="the municipality's national code")] = "39401",
    data: DataDir = Path("var"),
    port: Port = 8080,
) -> None:
    """Make a calendar address for a post; it is shown this once."""
    os.environ.setdefault("YUI_PUBLIC_URL", Place(data, port).url)
    settle_environment(data, "")
    from services.meetings import feeds
    from services.meetings.schemas import FeedForm
    from services.meetings.settings import Settings
    from shared.auth import Grant, Role, Who
    from shared.clock import utc_now
    from shared.db import Database

    async def run() -> str:
        settings = Settings()
        grant = Grant(role=Role.PROMOTER, municipality=town, post=post)
        who = Who(account_id="terminal", login="terminal", name="terminal", grants=(grant,), csrf_token="")
        db = Database(settings.meetings_database_url)
        async with db.transaction() as tx:
            form = FeedForm(scope="post", key=post, name=f"推進員{post}")
            made = await feeds.subscribe(tx, form, who, public_url=settings.public_url, now=utc_now())
        await db.close()
        return made.url

    console.print(asyncio.run(run()), highlight=False, soft_wrap=True)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """Measure speed beside the naive design and the raw limits (from a checkout)."""
    _run_proof("bench", context.args)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def prove(context: typer.Context) -> None:
    """Kill, wipe and disturb a town under load: nothing lost, nothing doubled (from a checkout)."""
    _run_proof("prove", context.args)


def _run_proof(name: str, arguments: list[str]) -> None:
    if not Path("tests/proof", name).is_dir():
        raise typer.BadParameter("run this in a checkout of the project: the proofs are part of its tests")
    os.execv(sys.executable, [sys.executable, "-m", f"tests.proof.{name}", *arguments])  # noqa: S606  # our own module


def main() -> None:
    """Entry point of `yui`."""
    if not __debug__:
        sys.exit("Yui does not run with python -O: its checks are part of it.")
    app()


if __name__ == "__main__":
    main()
