"""The databases: whether they answer and are at their newest form, what waits in them, settings that risk rows."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import text

from services.accounts import DEMO_ACCOUNTS
from services.catalogue import Listed
from services.doctor.finding import Finding
from services.notify.actions.town import NOWHERE
from shared.auth import AUTH_MIGRATIONS
from shared.bus import dead_letter_depth
from shared.clock import utc_now
from shared.db import Database, Session
from shared.db.core import execute
from shared.outbox import depth
from shared.settings import ServiceSettings

OLD_OUTBOX_SECONDS = 60
SKEW_SECONDS = 5
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


async def look_at_database(service: Listed) -> list[Finding]:
    """One service's rows: form, outbox, dead letters."""

    async def look(tx: Session) -> list[Finding]:
        addresses = [await _addresses(tx)] if service.name == "notify" else []
        return [*await _form(tx, service.name, service.migrations), *addresses, *await _waiting(tx, service.name)]

    return await _look(service.database_url, service.name, look)


async def look_at_accounts() -> list[Finding]:
    """Accounts: whether anybody could sign in."""

    async def look(tx: Session) -> list[Finding]:
        logins = {login for (login,) in await execute(tx, text("SELECT login FROM accounts WHERE is_active"))}
        known = len(logins & {each.login for each in DEMO_ACCOUNTS})
        nobody = "make the first: `yui account add`" if not logins else ""
        found = Finding("accounts", f"{len(logins)} can sign in", nobody)
        return [*await _form(tx, "auth", AUTH_MIGRATIONS), found, *([_demo(known)] if known else [])]

    return await _look(ServiceSettings().auth_database_url, "auth", look)


def _demo(known: int) -> Finding:
    remedy = "everybody knows their passwords: begin a real town in a folder (or databases) where no demo ever ran"
    return Finding("demo accounts", f"{known} can sign in", remedy)


async def _look(url: str, name: str, look: Callable[[Session], Awaitable[list[Finding]]]) -> list[Finding]:
    db = Database(url)
    try:
        async with db.reading() as tx:
            return [*await look(tx), *await (_of_sqlite if db.is_sqlite else _of_server)(tx, name)]
    except Exception as error:  # whatever it is, the doctor goes on to the next
        return [Finding(f"{name} database", type(error).__name__, _remedy(error))]
    finally:
        await db.close()


def _remedy(error: Exception) -> str:
    if isinstance(error, OSError):
        return "it can't be reached: start the database, or look at its address, user and password"
    return "run `yui migrate`, then look at its log"


async def _waiting(tx: Session, name: str) -> list[Finding]:
    waiting, letters = await depth(tx), await dead_letter_depth(tx)
    age = (utc_now() - waiting.oldest).total_seconds() if waiting.oldest else 0
    late = "look whether NATS runs; facts wait safely" if age > OLD_OUTBOX_SECONDS else ""
    page = f"open /{name}/dead-letters and try again" if letters else ""
    return [
        Finding(f"{name} outbox", f"{waiting.waiting} facts wait, the oldest {age:.0f} s", late),
        Finding(f"{name} dead letters", str(letters), page),
    ]


async def _form(tx: Session, name: str, folder: Path) -> list[Finding]:
    found, newest = await _one(tx, "SELECT version_num FROM alembic_version"), newest_form(folder)
    return [Finding(f"{name} database", f"form {found}", "" if found == newest else f"run `yui migrate`, to {newest}")]


async def _addresses(tx: Session) -> Finding:
    """Offices that a town's file gave no address."""
    nowhere = await _one(tx, f"SELECT count(*) FROM recipients WHERE address LIKE '%{NOWHERE}'")  # noqa: S608
    remedy = "write `mail:` beside them in the town's file and run `yui adopt` again"
    return Finding("offices without an address", str(nowhere), remedy if nowhere else "")


def newest_form(folder: Path) -> str:
    """The last of a folder's migrations."""
    return ScriptDirectory(folder).get_current_head() or ""


async def _one(tx: Session, statement: str) -> Any:
    return (await execute(tx, text(statement))).scalar_one()


async def _of_sqlite(tx: Session, name: str) -> list[Finding]:
    journal, sound = await _one(tx, "PRAGMA journal_mode"), await _one(tx, "PRAGMA quick_check(1)")
    wrong = "stop the town and restore the file from its backup" if sound != "ok" else ""
    if not wrong and journal != "wal":
        wrong = "stop the town and start it again: it sets the write-ahead log"
    return [Finding(f"{name} file", f"{sound}, journal {journal}", wrong)]


async def _of_server(tx: Session, name: str) -> list[Finding]:
    said = {each: await _one(tx, f"SHOW {each}") for each in SAFE}
    now: datetime = await _one(tx, "SELECT clock_timestamp()")
    skew = abs((utc_now() - now).total_seconds())
    late = "set both machines' clocks (NTP)" if skew > SKEW_SECONDS else ""
    server = Finding(f"{name} server", f"PostgreSQL {await _one(tx, 'SHOW server_version')}")
    return [server, *_unsafe(name, said), Finding(f"{name} clock", f"{skew:.1f} s apart", late)]


def _unsafe(name: str, said: dict[str, str]) -> Iterator[Finding]:
    for setting, value in said.items():
        if value != SAFE[setting]:
            remedy = f"set {setting} = on: a power cut would lose what people were told is saved"
            yield Finding(f"{name} server's {setting}", value, remedy)
