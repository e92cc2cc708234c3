"""`yui account add`: a town begins with an account that no page could make."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from services.adopting import databases
from services.cli import app
from shared.auth import Accounts, Grant, Role, add_account
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


def run(*arguments: str, typed: str = PASSWORD, answers: tuple[str, ...] = ()) -> tuple[int, str]:
    told = "".join(f"{each}\n" for each in (*answers, typed, typed))
    answer = CliRunner().invoke(app, list(arguments), input=told, env={"COLUMNS": "2000"})
    return answer.exit_code, answer.output


async def grants(url: str, password: str = PASSWORD) -> list[tuple[Role, str]]:
    return [(grant.role, grant.municipality) for grant in await all_grants(url, password)]


async def all_grants(url: str, password: str = PASSWORD) -> tuple[Grant, ...]:
    db = Database(url)
    try:
        accounts = Accounts(db)
        token = await accounts.sign_in("kanri", password, now=utc_now())
        who = await accounts.recognise(token, now=utc_now())
    finally:
        await db.close()
    assert who is not None
    return who.grants


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
        (["--town", "39402"], "39401（中土佐町）"),
        (["--role", "agency_staff", "--agency", "houkatu"], "houkatsu（地域包括支援センター）"),
        (["--role", "promoter", "--post", "F"], "E（行政"),
        (["--role", "organiser", "--town", "39204", "--organiser", "moritoo"], "morito（モリトの会）"),
        (["--role", "agency_staff", "--town", "39204"], "needs --agency"),
        (["--role", "prefecture"], "39000"),
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


WHO = ("account", "add", "--login", "kanri", "--name", "管理者")


def test_what_is_not_said_is_asked_for_with_what_there_is(url: str) -> None:
    code, said = run(*WHO, answers=("promotor", "promoter", "39401", "Z", "D"))
    assert code == 0, said
    for shown in ("coordinator  生活支援コーディネーター", "39204  南国市", "D  行政 統括保健師"):
        assert shown in said
    assert asyncio.run(all_grants(url)) == (
        Grant(role=Role.PROMOTER, municipality="39401", agency="health-welfare", post="D"),
    )


def test_an_agency_is_asked_for(url: str) -> None:
    code, said = run(*WHO, "--role", "agency_staff", "--town", "39401", answers=("houkatu", "houkatsu"))
    assert code == 0, said
    assert "houkatsu  地域包括支援センター" in said
    assert [grant.agency for grant in asyncio.run(all_grants(url))] == ["houkatsu"]


def test_the_only_town_there_is_needs_no_typing(
    url: str, new_database: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken over is what there is: the file of the other town does not matter any more."""
    for name in databases():
        monkeypatch.setenv(f"YUI_{name.upper()}_DATABASE_URL", new_database(name))
    assert run("migrate")[0] == run("adopt", "nankoku")[0] == 0
    code, said = run(*WHO, answers=("organiser", "", "morito"))
    assert code == 0, said
    assert "中土佐町" not in said
    assert asyncio.run(all_grants(url)) == (Grant(role=Role.ORGANISER, municipality="39204", organiser="morito"),)


def test_no_town_is_taken_for_granted_where_there_are_two(url: str) -> None:
    code, _ = run(*WHO, "--role", "admin", answers=("", "", "39204"))
    assert code == 0
    assert asyncio.run(grants(url)) == [(Role.ADMIN, "39204")]


def test_roles_that_would_end_are_named_and_end_only_when_that_is_wanted(url: str) -> None:
    asyncio.run(with_two_roles(url))
    code, said = run(*FIRST, "--replace", answers=("n",))
    assert code == 1
    assert "− promoter 39401 self-reliance A" in said
    assert "− admin" not in said
    assert len(asyncio.run(all_grants(url))) == 2
    assert run(*FIRST, "--replace", answers=("y",))[0] == 0
    assert asyncio.run(grants(url)) == [(Role.ADMIN, "39401")]


async def with_two_roles(url: str) -> None:
    await asyncio.to_thread(run, *FIRST)
    db = Database(url)
    both = [
        Grant(role=Role.ADMIN, municipality="39401"),
        Grant(role=Role.PROMOTER, municipality="39401", agency="self-reliance", post="A"),
    ]
    async with db.transaction() as tx:
        await add_account(tx, "kanri", "管理者", PASSWORD, both)
    await db.close()
