"""`yui account`: the first accounts, which nobody could make from a page since nobody could sign in."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.local import settle_environment

accounts = typer.Typer(no_args_is_help=True, help="Who may sign in.")
console = Console()

DataDir = Annotated[Path, typer.Option("--data", help="where the town keeps its rows")]


@accounts.command()
def add(
    login: Annotated[str, typer.Option(prompt="ログインID / login", help="what they type to sign in")],
    name: Annotated[str, typer.Option(prompt="名前または職名 / name or post", help="how Yui greets them")],
    town: Annotated[str, typer.Option(prompt="市町村コード（5桁） / municipality", help="its national code")] = "39401",
    role: Annotated[str, typer.Option(prompt="役割 / role", help="admin, promoter, agency_staff, …")] = "admin",
    agency: Annotated[str, typer.Option(help="agency_staff and promoter: the agency's short name")] = "",
    post: Annotated[str, typer.Option(help="promoter: the post's letter")] = "",
    organiser: Annotated[str, typer.Option(help="organiser: only the programs of this organiser")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="change an account that exists, its password too")] = False,
    data: DataDir = Path("var"),
) -> None:
    """Make an account; asks for what is not said.

    The password is always asked for: a command line is for everybody on the machine to read.
    """
    settle_environment(data, "")
    password = typer.prompt("パスワード（12字以上） / password", hide_input=True, confirmation_prompt=True)
    from pydantic import ValidationError

    from services.accounts import AccountRefused, NewAccount, open_account

    try:
        wanted = NewAccount(
            login=login, name=name, password=password, role=role, municipality=town, agency=agency or None,
            post=post or None, organiser=organiser or None,
        )  # fmt: skip
        asyncio.run(open_account(wanted, replace=replace))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        raise typer.BadParameter(f"{wrong['loc'][0]}: {wrong['msg']}") from None
    except AccountRefused as error:
        raise typer.BadParameter(str(error)) from None
    console.print(f"✓ {login}（{role}, {town}）", highlight=False)


@accounts.command()
def end(
    login: Annotated[str, typer.Argument(help="whose account it is")],
    data: DataDir = Path("var"),
) -> None:
    """Somebody left: they can't sign in any more, and are signed out everywhere."""
    settle_environment(data, "")
    from services.accounts import AccountRefused, close_account

    try:
        asyncio.run(close_account(login))
    except AccountRefused as error:
        raise typer.BadParameter(str(error)) from None
    console.print(f"✓ {login}：使えなくしました / closed", highlight=False)


@accounts.command("list")
def show(data: DataDir = Path("var")) -> None:
    """Who can sign in, and as what."""
    settle_environment(data, "")
    from services.accounts import all_accounts

    for account in asyncio.run(all_accounts()):
        roles = ", ".join(f"{grant['role']} {grant['municipality']}" for grant in account.grants)
        state = "" if account.is_active else "（終了 / closed）"
        console.print(f"{account.login}  {account.name}  {roles}{state}", highlight=False, markup=False, soft_wrap=True)
