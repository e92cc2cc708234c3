"""The databases: whether they answer and are at their newest form, what waits in them, settings that risk rows."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import text

from services.catalogue import Listed
from services.doctor.finding import Finding
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
        return [*await _form(tx, service.name, service.migrations), *await _waiting(tx, service.name)]

    return await _look(service.database_url, service.name, look)


async def look_at_accounts() -> list[Finding]:
    """Accounts: whether anybody could sign in."""

    async def look(tx: Session) -> list[Finding]:
        people = await _one(tx, "SELECT count(*) FROM accounts")
        nobody = "make the first: `yui account add`" if not people else ""
        return [*await _form(tx, "auth", AUTH_MIGRATIONS), Finding("accounts", f"{people} can sign in", nobody)]

    return await _look(ServiceSettings().auth_database_url, "auth", look)


async def _look(url: str, name: str, look: Callable[[Session], Awaitable[list[Finding]]]) -> list[Finding]:
    db = Database(url)
    try:
        async with db.reading() as tx:
            return [*await look(tx), *await (_of_sqlite if db.is_sqlite else _of_server)(tx, name)]
    except Exception as error:  # whatever it is, the doctor goes on to the next
        return [Finding(f"{name} database", type(error).__name__, "run `yui migrate`, then look at its log")]
    finally:
        await db.close()


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
