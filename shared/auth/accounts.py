"""Accounts, sessions and passwords: everything that touches shared/auth's own database."""

import asyncio
import secrets
from datetime import datetime, timedelta

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, func
from sqlmodel import col, select

from shared.auth.tables import Account, FailedSignIn, SignedIn
from shared.auth.who import Grant, Role, Who
from shared.db import Database, Session
from shared.errors import DomainError
from shared.tokens import fingerprint, new_token

SESSION_LASTS = timedelta(hours=12)  # a working day; staff sign in each morning
KEPT = timedelta(seconds=1)
MOST_KEPT = 2000
FAILURES_ALLOWED = 8
FAILURE_WINDOW = timedelta(minutes=10)

_passwords = PasswordHash((Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1),))  # OWASP's least
_NOBODY = _passwords.hash(secrets.token_hex(8))


class SignInRefused(DomainError):
    """Login or password is wrong; which of the two is not said."""

    status = 401
    code = "sign_in_refused"
    title_ja = "ログインIDかパスワードが違います"


class TooManyAttempts(DomainError):
    """The door is closed for a while after many wrong passwords."""

    status = 429
    code = "too_many_attempts"
    title_ja = "しばらく待ってからもう一度お試しください"


async def add_account(tx: Session, login: str, name: str, password: str, grants: list[Grant]) -> Account:
    """Create or replace the account `login`."""
    account = (await tx.exec(select(Account).where(Account.login == login))).first() or Account(
        login=login, name=name, password_hash="", grants=[]
    )
    account.name = name
    account.password_hash = await asyncio.to_thread(_passwords.hash, password)
    account.grants = [grant.model_dump(mode="json") for grant in grants]
    tx.add(account)
    return account


async def end_sessions(tx: Session, account: Account) -> None:
    """Whoever is signed in as `account` is not any more; a process may remember them for a moment."""
    await tx.exec(delete(SignedIn).where(col(SignedIn.account_id) == account.id))


def may_see_municipality(who: Who, municipality: str) -> bool:
    """Whether `who` works in `municipality` (the prefecture sees counts only, by its own pages)."""
    return municipality == who.municipality and who.roles != {Role.PREFECTURE}


class Accounts:
    """Sign in, recognise, sign out."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._known: dict[str, tuple[Who, datetime]] = {}
        self._asking: dict[str, asyncio.Task[Who | None]] = {}

    async def sign_in(self, login: str, password: str, *, now: datetime) -> str:
        """A fresh session's secret; SignInRefused or TooManyAttempts otherwise."""
        async with self.db.reading() as tx:
            account = (await tx.exec(select(Account).where(Account.login == login))).first()
            failures = (
                await tx.exec(
                    select(func.count())
                    .select_from(FailedSignIn)
                    .where(FailedSignIn.login == login, col(FailedSignIn.at) > now - FAILURE_WINDOW)
                )
            ).one()
        if failures >= FAILURES_ALLOWED:
            raise TooManyAttempts("Too many wrong passwords; try again in ten minutes.")
        # An unknown login costs as much time as a known one.
        stored = account.password_hash if account and account.is_active else _NOBODY
        if not await asyncio.to_thread(_passwords.verify, password, stored) or account is None:
            async with self.db.transaction() as tx:
                tx.add(FailedSignIn(login=login, at=now))
            raise SignInRefused("The login or the password is wrong.")
        return await self._start_session(account, now)

    async def _start_session(self, account: Account, now: datetime) -> str:
        token = new_token()
        async with self.db.transaction() as tx:
            tx.add(
                SignedIn(
                    token_sha256=fingerprint(token),
                    account_id=account.id,
                    csrf_token=secrets.token_urlsafe(24),
                    created_at=now,
                    expires_at=now + SESSION_LASTS,
                )
            )
            await tx.exec(delete(SignedIn).where(col(SignedIn.expires_at) < now))
            await tx.exec(delete(FailedSignIn).where(col(FailedSignIn.at) < now - FAILURE_WINDOW))
        return token

    async def recognise(self, token: str, *, now: datetime) -> Who | None:
        """Who holds this session, or None when it has ended.

        An answer is kept for a second: pages ask many times, and a session that ends elsewhere ends here that soon.
        """
        key = fingerprint(token)
        if (kept := self._known.get(key)) and timedelta() <= now - kept[1] < KEPT:
            return kept[0]
        asking = self._asking.get(key)
        if asking is None:  # requests of one session that arrive together share one look
            asking = self._asking[key] = asyncio.create_task(self._look_up(key, now))
            asking.add_done_callback(lambda _task: self._asking.pop(key, None))
        who = await asyncio.shield(asking)
        self._keep(key, who, now)
        return who

    def _keep(self, key: str, who: Who | None, now: datetime) -> None:
        self._known.pop(key, None)
        if who:
            self._known[key] = (who, now)
        if len(self._known) > MOST_KEPT:
            self._known.pop(next(iter(self._known)))

    async def _look_up(self, key: str, now: datetime) -> Who | None:
        query = (
            select(Account, SignedIn.csrf_token)
            .join(SignedIn, col(SignedIn.account_id) == Account.id)
            .where(SignedIn.token_sha256 == key, col(SignedIn.expires_at) > now, col(Account.is_active))
        )
        async with self.db.reading() as tx:
            row = (await tx.exec(query)).first()
        if row is None:
            return None
        account, csrf_token = row
        grants = tuple(Grant(**grant) for grant in account.grants)
        return Who(account_id=account.id, login=account.login, name=account.name, csrf_token=csrf_token, grants=grants)

    async def grants_of(self, account_id: str) -> tuple[Grant, ...]:
        """What an account may do now; nothing for one that is closed or gone."""
        async with self.db.reading() as tx:
            account = await tx.get(Account, account_id)
        return tuple(Grant(**grant) for grant in account.grants) if account and account.is_active else ()

    async def logins(self) -> set[str]:
        """The logins of all accounts."""
        async with self.db.reading() as tx:
            return set((await tx.exec(select(Account.login))).all())

    async def sign_out(self, token: str) -> None:
        """End a session."""
        self._known.pop(fingerprint(token), None)
        async with self.db.transaction() as tx:
            await tx.exec(delete(SignedIn).where(col(SignedIn.token_sha256) == fingerprint(token)))
