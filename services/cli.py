"""`yui`: the town from a terminal."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli_accounts import accounts
from services.cli_backup import backup, restore
from services.cli_doctor import doctor, mail_test
from services.cli_ground import DataDir, Port, console, refusal_of, say
from services.cli_upkeep import adopt, migrate, replay, rotate_keys, secrets, topology
from services.local import Place, run_town, settle_environment
from services.one_town import alone_in, refuse_half_restored

# This file's process stays for as long as the town runs, so each command imports what it needs by itself.

app = typer.Typer(no_args_is_help=True, add_completion=False, help="結 Yui: a town that leaves nobody out.")
app.add_typer(accounts, name="account")


@app.command()
def up(
    data: DataDir = Path("var"),
    port: Port = 8080,
    demo: Annotated[bool, typer.Option("--demo", help="load Nakatosa and Nankoku with accounts to try")] = False,
) -> None:
    """Start the whole town on this machine; Ctrl-C stops it."""
    with alone_in(data):
        refuse_half_restored(data)
        asyncio.run(run_town(Place(data, port, demo)))


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


for command in (doctor, backup, restore, adopt, replay, migrate, topology, secrets):
    app.command()(command)
app.command("mail-test")(mail_test)
app.command("rotate-keys")(rotate_keys)


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
    try:
        app()
    except Exception as error:
        refused = refusal_of(error)
        if refused is None:
            raise
        say(f"✗ {refused}")
        sys.exit(refused.code)


if __name__ == "__main__":
    main()
