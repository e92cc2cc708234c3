"""What a newcomer reads once the town is ready: where it is, how to get in, a calendar to subscribe to."""

from pathlib import Path

from fastapi import FastAPI
from rich.console import Console

from services.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from services.meetings import feeds
from services.meetings.schemas import FeedForm
from shared.auth import Who
from shared.settings import ServiceSettings


async def welcome(meetings: FastAPI, settings: ServiceSettings, *, demo: bool) -> None:
    """Print the address and, for the demo towns, the accounts and a feed."""
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"\n[bold]結 Yui[/] は {settings.public_url} で動いています（Ctrl-C で止まります）")
    if not demo:
        return
    for each in DEMO_ACCOUNTS:
        console.print(f"  {each.login:<12} {DEMO_PASSWORD}   {each.title}")
    console.print("カレンダーで購読してみる（推進員D）:")
    console.print(f"  {await _demo_feed(meetings, settings)}")
    console.print("物語を通しで見る:  make scenario\n")


async def _demo_feed(meetings: FastAPI, settings: ServiceSettings) -> str:
    """An address to subscribe to. Only its hash is in the database, so the demo keeps the address in a file."""
    known = Path(settings.data_dir) / "demo-feed.txt"
    if known.exists():
        return known.read_text(encoding="ascii")
    nurse = next(each for each in DEMO_ACCOUNTS if each.login == "promoter-d")
    who = Who(account_id="demo", login=nurse.login, name=nurse.title, grants=nurse.grants, csrf_token="")
    form = FeedForm(scope="post", key="D", name="推進員D（見本）")
    async with meetings.state.db.transaction() as tx:
        made = await feeds.subscribe(tx, form, who, public_url=settings.public_url, now=meetings.state.clock())
    known.write_text(made.url, encoding="ascii")
    known.chmod(0o600)
    return made.url
