"""`yui account add`: a town begins with an account that no page could make."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from services.cli import app
from shared.auth import Accounts, Role
from shared.auth.accounts import SignInRefused
from shared.clock import utc_now
from shared.db import Database
from tests.databases import Databases

PASSWORD = "a long enough one"  # noqa: S105  # for this test
FIRST = ["account", "add", "--login", "kanri", "--name", "管理者", "--town", "39401", "--role", "admin"]


@pytest.fixture
def url(new_database: Databases, tmp_path: Path) -> Iterator[str]:
    url = new_database("auth")
    with patch.dict(os.environ, {"YUI_AUTH_DATABASE_URL": url, "YUI_SECRETS_DIR": str(tmp_path / "none")}):
        yield url  # commands settle the environment; here it is put back


def run(*arguments: str, typed: str = PASSWORD) -> tuple[int, str]:
    answer = CliRunner().invoke(app, list(arguments), input=f"{typed}\n{typed}\n")
    return answer.exit_code, answer.output


async def grants(url: str, password: str = PASSWORD) -> list[tuple[Role, str]]:
    db = Database(url)
    try:
        accounts = Accounts(db)
        token = await accounts.sign_in("kanri", password, now=utc_now())
        who = await accounts.recognise(token, now=utc_now())
    finally:
        await db.close()
    assert who is not None
    return [(grant.role, grant.municipality) for grant in who.grants]


def test_the_first_administrator_can_sign_in(url: str) -> None:
    code, said = run(*FIRST)
    assert code == 0, said
    assert PASSWORD not in said
    assert asyncio.run(grants(url)) == [(Role.ADMIN, "39401")]


def test_an_account_that_exists_is_changed_only_when_that_is_said(url: str) -> None:
    run(*FIRST)
    code, said = run(*FIRST, typed="another long one")
    assert code == 2
    assert "--replace" in said
    assert asyncio.run(grants(url)) == [(Role.ADMIN, "39401")]
    assert run(*FIRST, "--replace", typed="another long one")[0] == 0
    assert asyncio.run(grants(url, "another long one")) == [(Role.ADMIN, "39401")]


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (["--role", "mayor"], "role"), (["--town", "3940"], "municipality"), (["--login", "x y"], "login"),
        (["--role", "agency_staff"], "--agency"), (["--role", "promoter", "--agency", "houkatsu"], "--post"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_no_account_is_made(changed: list[str], field: str) -> None:
    code, said = run(*FIRST, *changed)
    assert code == 2
    assert field in said


@pytest.mark.usefixtures("url")
def test_a_short_password_is_refused_without_being_repeated() -> None:
    code, said = run(*FIRST, typed="short")
    assert code == 2
    assert "password" in said
    assert "short" not in said.replace("shortest", "")


def test_who_left_is_signed_out_and_can_come_back(url: str) -> None:
    run(*FIRST)
    assert asyncio.run(is_recognised_after(url, "account", "end", "kanri")) is False
    with pytest.raises(SignInRefused):
        asyncio.run(grants(url))
    assert "kanri  管理者  admin 39401（終了 / closed）" in run("account", "list")[1]
    assert run(*FIRST, "--replace")[0] == 0
    assert asyncio.run(grants(url)) == [(Role.ADMIN, "39401")]


def test_a_new_password_ends_what_the_old_one_opened(url: str) -> None:
    run(*FIRST)
    assert asyncio.run(is_recognised_after(url, *FIRST, "--replace")) is False


async def is_recognised_after(url: str, *arguments: str) -> bool:
    """Whether somebody who was signed in before the command still is."""
    db = Database(url)
    token = await Accounts(db).sign_in("kanri", PASSWORD, now=utc_now())
    code, said = await asyncio.to_thread(run, *arguments)
    assert code == 0, said
    who = await Accounts(db).recognise(token, now=utc_now())
    await db.close()
    return who is not None


def test_whom_nobody_knows_can_not_be_ended(url: str) -> None:
    run(*FIRST)
    code, said = run("account", "end", "nobody")
    assert code == 2
    assert "nobody has this login" in said


def test_full_width_digits_are_no_town(url: str) -> None:
    town = ("--town", "３９４０１")
    code, said = run("account", "add", "--login", "kanri", "--name", "管理者", *town, "--role", "admin")
    assert code == 2
    assert "municipality" in said
