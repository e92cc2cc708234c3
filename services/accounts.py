"""Accounts made from outside of the pages: a town's first one, and the demo towns'."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NamedTuple

from pydantic import BaseModel, Field
from sqlmodel import col, select

from services.forms import ready_database
from shared.auth import AUTH_MIGRATIONS, Account, Accounts, Grant, Role, add_account, end_sessions
from shared.db import Database, take_turn
from shared.migrate import migrate
from shared.settings import ServiceSettings

NAKATOSA, NANKOKU = "39401", "39204"
DEMO_PASSWORD = "yui-demo"  # noqa: S105  # for the demo towns only; `yui up` without --demo makes no accounts


class DemoAccount(NamedTuple):
    """Somebody to try Yui as."""

    login: str
    title: str
    grants: tuple[Grant, ...]


def _post(post: str, agency: str) -> tuple[Grant, ...]:
    promoter = Grant(role=Role.PROMOTER, municipality=NAKATOSA, agency=agency, post=post)
    return (promoter, Grant(role=Role.AGENCY_STAFF, municipality=NAKATOSA, agency=agency))


def _staff(agency: str) -> tuple[Grant, ...]:
    return (Grant(role=Role.AGENCY_STAFF, municipality=NAKATOSA, agency=agency),)


DEMO_ACCOUNTS = (
    DemoAccount("promoter-a", "包括化推進員A（社協 地域福祉課長）", _post("A", "self-reliance")),
    DemoAccount("promoter-b", "包括化推進員B（生活困窮者支援）", _post("B", "self-reliance")),
    DemoAccount("promoter-c", "包括化推進員C（権利擁護支援センター）", _post("C", "rights-centre")),
    DemoAccount("promoter-d", "包括化推進員D（統括保健師）", _post("D", "health-welfare")),
    DemoAccount("promoter-e", "包括化推進員E（包括 統括ケアマネ）", _post("E", "houkatsu")),
    DemoAccount("houkatsu", "地域包括支援センターの職員", _staff("houkatsu")),
    DemoAccount("health", "健康福祉課の職員", _staff("health-welfare")),
    DemoAccount("jiritsu", "生活困窮者自立相談の職員", _staff("self-reliance")),
    DemoAccount("desk", "相談支援事業所の職員", _staff("disability-desk")),
    DemoAccount("admin", "中土佐町の管理者", (Grant(role=Role.ADMIN, municipality=NAKATOSA),)),
    DemoAccount("ops", "運用担当", (Grant(role=Role.OPS, municipality=NAKATOSA),)),
    DemoAccount("organiser", "南国市 プログラムの団体", (Grant(role=Role.ORGANISER, municipality=NANKOKU),)),
    DemoAccount("coordinator", "南国市 生活支援Co", (Grant(role=Role.COORDINATOR, municipality=NANKOKU),)),
    DemoAccount("prefecture", "高知県の担当", (Grant(role=Role.PREFECTURE, municipality="39000"),)),
)


async def add_demo_accounts(accounts: Accounts) -> None:
    """Make the demo accounts that do not exist yet."""
    async with accounts.db.transaction() as tx:
        await take_turn(tx, "demo accounts")  # two front doors that start together would both make them
        known = await accounts.logins()
        for each in DEMO_ACCOUNTS:
            if each.login not in known:
                await add_account(tx, each.login, each.title, DEMO_PASSWORD, list(each.grants))


class AccountRefused(Exception):
    """The account can't be made so; the text says why."""


class NewAccount(BaseModel):
    """Somebody who shall be able to sign in, with one role to begin with."""

    login: str = Field(pattern=r"^[A-Za-z0-9._@-]{2,60}$")
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=12, max_length=200)
    role: Role
    municipality: str = Field(pattern=r"^[0-9]{5}$")
    agency: str | None = None
    post: str | None = None
    organiser: str | None = None

    @property
    def grant(self) -> Grant:
        """The role and where it holds."""
        return Grant.model_validate(self.model_dump(include=set(Grant.model_fields)))


async def open_account(wanted: NewAccount, *, replace: bool) -> None:
    """Make an account in the accounts' database, which is brought up to date first.

    Raises AccountRefused for a login that is taken (unless `replace`) and for what a role can't do without.
    """
    if wanted.role in {Role.AGENCY_STAFF, Role.PROMOTER} and not wanted.agency:
        raise AccountRefused(f"{wanted.role} needs --agency")
    if wanted.role is Role.PROMOTER and not wanted.post:
        raise AccountRefused("promoter needs --post")
    async with _accounts_database() as db:
        await migrate(db, AUTH_MIGRATIONS)
        if wanted.login in await Accounts(db).logins() and not replace:
            raise AccountRefused(f"{wanted.login} exists: --replace changes it")
        async with db.transaction() as tx:
            account = await add_account(tx, wanted.login, wanted.name, wanted.password, [wanted.grant])
            account.is_active = True
            await end_sessions(tx, account)


async def grants_of(login: str) -> tuple[Grant, ...]:
    """What an account may do; nothing for one that nobody has."""
    async with _accounts_database() as db:
        await migrate(db, AUTH_MIGRATIONS)
        async with db.reading() as tx:
            account = (await tx.exec(select(Account).where(Account.login == login))).first()
    return tuple(Grant(**grant) for grant in account.grants) if account else ()


async def close_account(login: str) -> None:
    """Somebody left: they can't sign in, and whoever is signed in as them is not any more.

    Raises AccountRefused for a login that nobody has.
    """
    async with _ready_accounts() as db, db.transaction() as tx:
        account = (await tx.exec(select(Account).where(Account.login == login))).first()
        if account is None:
            raise AccountRefused(f"{login}: nobody has this login")
        account.is_active = False
        tx.add(account)
        await end_sessions(tx, account)


async def all_accounts() -> list[Account]:
    """Everybody, by login."""
    async with _ready_accounts() as db, db.reading() as tx:
        return list((await tx.exec(select(Account).order_by(col(Account.login)))).all())


@asynccontextmanager
async def _accounts_database() -> AsyncIterator[Database]:
    """The accounts' database, for as long as one command needs it."""
    db = Database(ServiceSettings().auth_database_url)
    try:
        yield db
    finally:
        await db.close()


def _ready_accounts() -> AbstractAsyncContextManager[Database]:
    return ready_database("auth", ServiceSettings().auth_database_url, AUTH_MIGRATIONS)
