"""`yui account`: the first accounts, which nobody could make from a page since nobody could sign in."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli_asking import ROLES, choose_office, choose_organiser, choose_role, choose_town
from services.cli_ground import DataDir, console, say
from services.local import settle_environment

if TYPE_CHECKING:
    from shared.auth import Grant

accounts = typer.Typer(no_args_is_help=True, help="Who may sign in.")


@accounts.command()
def add(
    login: Annotated[str, typer.Option(prompt="ログインID / login", help="what they type to sign in")],
    name: Annotated[str, typer.Option(prompt="名前または職名 / name or post", help="how Yui greets them")],
    town: Annotated[str, typer.Option(help="the municipality's national code")] = "",
    role: Annotated[str, typer.Option(help=f"{', '.join(ROLES)}")] = "",
    agency: Annotated[str, typer.Option(help="agency_staff and promoter: the agency's short name")] = "",
    post: Annotated[str, typer.Option(help="promoter: the post's letter")] = "",
    organiser: Annotated[str, typer.Option(help="organiser: only the programs of this organiser")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="change an account that exists, its password too")] = False,
    data: DataDir = Path("var"),
) -> None:
    """Make an account; asks for what is not said, and shows what there is to choose from.

    The password is always asked for: a command line is for everybody on the machine to read.
    """
    settle_environment(data, "")
    from pydantic import ValidationError

    from services.accounts import AccountRefused, NewAccount, open_account

    try:
        grant = _grant(town, role, agency, post, organiser)
        if replace:
            _confirm_loss(login, grant)
        password = typer.prompt("パスワード（12字以上） / password", hide_input=True, confirmation_prompt=True)
        wanted = NewAccount(login=login, name=name, password=password, **grant.model_dump(exclude={"area"}))
        asyncio.run(open_account(wanted, replace=replace))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        raise typer.BadParameter(f"{wrong['loc'][0]}: {wrong['msg']}") from None
    except AccountRefused as error:
        raise typer.BadParameter(str(error)) from None
    console.print(f"✓ {login}（{grant.role}, {grant.municipality}）", highlight=False)


def _grant(town: str, role: str, agency: str, post: str, organiser: str) -> "Grant":
    """The role and where it holds: what was not said is asked for; AccountRefused for what nobody knows."""
    from services.offices import Offices, known_offices, places_for, refuse_unknown
    from shared.auth import Grant, Role

    if role and role not in ROLES:
        raise typer.BadParameter(f"role {role}: {', '.join(ROLES)}")
    known = asyncio.run(known_offices())
    asked, as_role = not role, Role(role or choose_role())
    town = town or choose_town(places_for(as_role, known))
    said = {"agency": agency or None, "post": post or None, "organiser": organiser or None}
    refuse_unknown(Grant(role=as_role, municipality=town, **said), known)
    here = known.get(town, Offices("", {}, {}, {}, {}))
    if as_role is Role.PROMOTER:
        post = post or choose_office("席 / post", here.posts)
        agency = agency or here.seats.get(post, "")
    if as_role in {Role.PROMOTER, Role.AGENCY_STAFF}:
        agency = agency or choose_office("機関 / agency", here.agencies)
    if as_role is Role.ORGANISER and asked:
        organiser = organiser or choose_organiser(here.organisers)
    said = {"agency": agency or None, "post": post or None, "organiser": organiser or None}
    return Grant(role=as_role, municipality=town, **said)


def _confirm_loss(login: str, grant: "Grant") -> None:
    """What an account may do now and would not any more is named first."""
    from services.accounts import grants_of

    lost = [each for each in asyncio.run(grants_of(login)) if each != grant]
    for each in lost:
        say(f"  − {' '.join(map(str, each.model_dump(exclude_none=True).values()))}")
    if lost:
        typer.confirm("上の役割はなくなります。よいですか / those roles end: go on?", abort=True)


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
