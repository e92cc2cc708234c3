"""The databases: whether they answer and are at their newest form, what waits in them, settings that risk rows."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from sqlalchemy import text

from services.accounts import DEMO_ACCOUNTS
from services.catalogue import Listed
from services.doctor.engines import of_server, of_sqlite, one_value
from services.doctor.finding import NOTHING, Finding, Running, Said, of_part, plain
from services.forms import is_missing, newest_form
from services.notify.actions.town import NOWHERE
from shared.auth import AUTH_MIGRATIONS
from shared.bus import dead_letter_depth
from shared.clock import utc_now
from shared.db import Database, Session
from shared.db.core import execute
from shared.outbox import depth
from shared.settings import ServiceSettings

OLD_OUTBOX_SECONDS = 60
KNOWN_PASSWORDS = Said(
    "パスワードをだれでも知っています。\n本番は、見本を動かしたことのない所で始めてください",
    "everybody knows their passwords: begin a real town in a folder\n(or databases) where no demo ever ran",
)
BUS_RUNS = Said("NATS が動いているか見てください。知らせは失われません", "look whether NATS runs; facts wait safely")


async def look_at_database(service: Listed, run: Running) -> list[Finding]:
    """One service's rows: form, outbox, dead letters."""

    async def look(tx: Session) -> list[Finding]:
        addresses = [await _addresses(tx, run)] if service.name == "notify" else []
        form = await _form(tx, service.name, service.migrations, run)
        return [form, *addresses, *await _waiting(tx, service.name)]

    return await _look(service.database_url, service.name, run, look)


async def look_at_accounts(run: Running) -> list[Finding]:
    """Accounts: whether anybody could sign in."""

    async def look(tx: Session) -> list[Finding]:
        logins = {login for (login,) in await execute(tx, text("SELECT login FROM accounts WHERE is_active"))}
        known = len(logins & {each.login for each in DEMO_ACCOUNTS})
        first = Said(f"最初のひとりを作ってください：\n{run.yui('account add')}", "make the first")
        found = Finding(Said("アカウント", "accounts"), _can_sign_in(len(logins)), NOTHING if logins else first)
        return [await _form(tx, "auth", AUTH_MIGRATIONS, run), found, *([_demo(known)] if known else [])]

    return await _look(ServiceSettings().auth_database_url, "auth", run, look)


def _demo(known: int) -> Finding:
    return Finding(Said("見本のアカウント", "demo accounts"), _can_sign_in(known), KNOWN_PASSWORDS)


def _can_sign_in(count: int) -> Said:
    return Said(f"{count}人が入れます", f"{count} can sign in")


async def _look(
    url: str, name: str, run: Running, look: Callable[[Session], Awaitable[list[Finding]]]
) -> list[Finding]:
    db, what = Database(url), of_part(name, "データベース", "database")
    try:
        if is_missing(db):
            return [Finding(what, Said("ありません", "missing"), plain(run.yui("migrate")))]
        async with db.reading() as tx:
            return [*await look(tx), *await (of_sqlite if db.is_sqlite else of_server)(tx, name)]
    except Exception as error:  # whatever it is, the doctor goes on to the next
        return [Finding(what, plain(type(error).__name__), _remedy(error, name, run))]
    finally:
        await db.close()


def _remedy(error: Exception, name: str, run: Running) -> Said:
    if not isinstance(error, OSError):
        return Said(f"{run.yui('migrate')}\nそれでもだめなら、その記録を見てください", "then look at what it says")
    if run.by_compose:
        return Said(
            f"つながりません：\n{run.start('postgres')}", "it can't be reached: start it, or look at its password"
        )
    variable = f"YUI_{name.upper()}_DATABASE_URL"
    return Said(
        f"つながりません。動いているか、次が正しいか見てください：\n{variable}", "is it up, and is its address right?"
    )


async def _waiting(tx: Session, name: str) -> list[Finding]:
    waiting, letters = await depth(tx), await dead_letter_depth(tx)
    age = (utc_now() - waiting.oldest).total_seconds() if waiting.oldest else 0
    counted = Said(f"{waiting.waiting} 件", f"{waiting.waiting} facts wait")
    if age > OLD_OUTBOX_SECONDS:
        counted = Said(f"{counted.ja}、{age:.0f} 秒前から", f"{counted.en}, the oldest {age:.0f} s")
    page = Said(
        f"/{name}/dead-letters を開いて「もう一度」を押してください", f"open /{name}/dead-letters and try again"
    )
    return [
        Finding(of_part(name, "送り待ち", "outbox"), counted, BUS_RUNS if age > OLD_OUTBOX_SECONDS else NOTHING),
        Finding(of_part(name, "届かなかった知らせ", "dead letters"), plain(letters), page if letters else NOTHING),
    ]


async def _form(tx: Session, name: str, folder: Path, run: Running) -> Finding:
    found, newest = await one_value(tx, "SELECT version_num FROM alembic_version"), newest_form(folder)
    is_newest = found == newest
    remedy = NOTHING if is_newest else Said(run.yui("migrate"), f"this brings it to {newest}")
    return Finding(of_part(name, "データベース", "database"), Said(f"形 {found}", f"form {found}"), remedy)


async def _addresses(tx: Session, run: Running) -> Finding:
    """Offices that a town's file gave no address."""
    nowhere = await one_value(tx, f"SELECT count(*) FROM recipients WHERE address LIKE '%{NOWHERE}'")  # noqa: S608
    remedy = Said(
        f"町のファイルの機関と席に mail: を書き、もう一度\n{run.yui('adopt')} 町のファイルの名前",
        "write `mail:` beside them in the town's file and adopt it again",
    )
    what = Said("宛先のない機関と席", "offices without an address")
    return Finding(what, plain(nowhere), remedy if nowhere else NOTHING)
