"""Accounts and sessions on both databases: who gets in, for how long, and who is kept waiting."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from shared.auth import Accounts, Grant, Role, Who, add_account, may_see_municipality
from shared.auth.accounts import FAILURES_ALLOWED, SESSION_LASTS, SignInRefused, TooManyAttempts
from shared.auth.tables import Account, SignedIn
from shared.db import Database
from shared.migrate import migrate
from tests.databases import Databases, begin_with

NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
MIGRATIONS = Path(__file__).parents[2] / "shared/auth/migrations"
GRANTS = [Grant(role=Role.PROMOTER, municipality="39401", agency="self-reliance", post="A")]


@pytest.fixture
async def accounts(new_database: Databases) -> AsyncIterator[Accounts]:
    db = Database(await begin_with(one_account, new_database, "auth"))
    yield Accounts(db)
    await db.close()


async def one_account(url: str) -> None:
    db = Database(url)
    await migrate(db, MIGRATIONS)
    async with db.transaction() as tx:
        await add_account(tx, "a", "推進員A", "right", GRANTS)
    await db.close()


async def test_who_signs_in_is_known_with_their_grants(accounts: Accounts) -> None:
    token = await accounts.sign_in("a", "right", now=NOW)
    who = await accounts.recognise(token, now=NOW)
    assert who is not None
    assert (who.login, who.name, list(who.grants), who.municipality) == ("a", "推進員A", GRANTS, "39401")
    assert (set(who.posts), set(who.agencies), set(who.roles)) == ({"A"}, {"self-reliance"}, {Role.PROMOTER})


@pytest.mark.parametrize(("login", "password"), [("a", "wrong"), ("nobody", "right"), ("a", "")])
async def test_a_wrong_login_and_a_wrong_password_answer_alike(accounts: Accounts, login: str, password: str) -> None:
    with pytest.raises(SignInRefused) as raised:
        await accounts.sign_in(login, password, now=NOW)
    assert login not in raised.value.message.split()


async def test_after_many_wrong_passwords_the_door_stays_shut_for_a_while(accounts: Accounts) -> None:
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("a", "wrong", now=NOW)
    with pytest.raises(TooManyAttempts):
        await accounts.sign_in("a", "right", now=NOW)
    assert await accounts.sign_in("a", "right", now=NOW + timedelta(minutes=11))


async def test_a_session_ends_after_a_working_day(accounts: Accounts) -> None:
    token = await accounts.sign_in("a", "right", now=NOW)
    assert await accounts.recognise(token, now=NOW + SESSION_LASTS - timedelta(seconds=1))
    assert await accounts.recognise(token, now=NOW + SESSION_LASTS) is None


async def test_signing_out_ends_it_at_once(accounts: Accounts) -> None:
    token = await accounts.sign_in("a", "right", now=NOW)
    assert await accounts.recognise(token, now=NOW)
    await accounts.sign_out(token)
    assert await accounts.recognise(token, now=NOW) is None


async def test_an_account_that_is_switched_off_is_out_within_a_second(accounts: Accounts) -> None:
    token = await accounts.sign_in("a", "right", now=NOW)
    assert await accounts.recognise(token, now=NOW)
    async with accounts.db.transaction() as tx:
        account = (await tx.exec(select(Account))).one()
        account.is_active = False
        tx.add(account)
    assert await accounts.recognise(token, now=NOW + timedelta(seconds=1)) is None
    with pytest.raises(SignInRefused):
        await accounts.sign_in("a", "right", now=NOW)


async def test_neither_the_secret_nor_the_password_is_stored(accounts: Accounts) -> None:
    token = await accounts.sign_in("a", "right", now=NOW)
    async with accounts.db.reading() as tx:
        session = (await tx.exec(select(SignedIn))).one()
        account = (await tx.exec(select(Account))).one()
    assert token not in session.model_dump_json()
    assert account.password_hash.startswith("$argon2id$")


async def test_a_made_up_secret_is_nobody(accounts: Accounts) -> None:
    assert await accounts.recognise("x" * 43, now=NOW) is None


async def test_the_prefecture_sees_no_municipality(accounts: Accounts) -> None:
    async with accounts.db.transaction() as tx:
        await add_account(tx, "p", "県", "right", [Grant(role=Role.PREFECTURE, municipality="39401")])
    who = await accounts.recognise(await accounts.sign_in("p", "right", now=NOW), now=NOW)
    assert who is not None
    assert not may_see_municipality(who, "39401")


def test_who_works_in_two_towns_has_the_posts_of_the_one_they_are_in() -> None:
    grants = (
        Grant(role=Role.AGENCY_STAFF, municipality="39204", agency="desk"),
        Grant(role=Role.PROMOTER, municipality="39401", agency="self-reliance", post="A"),
    )
    who = Who(account_id="x", login="x", name="x", csrf_token="", grants=grants)
    assert (set(who.posts), set(who.agencies), set(who.roles)) == (set(), {"desk"}, {Role.AGENCY_STAFF})
    assert (may_see_municipality(who, "39204"), may_see_municipality(who, "39401")) == (True, False)
