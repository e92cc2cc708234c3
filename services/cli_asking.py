"""Questions of `yui account add`: each shows what there is to choose from."""

from collections.abc import Mapping

import typer

from services.cli_ground import say

ROLES = {
    "admin": "町の管理者", "promoter": "包括化推進員", "agency_staff": "相談機関の職員", "organiser": "居場所の団体",
    "coordinator": "生活支援コーディネーター", "ops": "機械の世話だけの人", "prefecture": "県の担当",
}  # fmt: skip


def choose(question: str, among: Mapping[str, str], default: str | None = None) -> str:
    """One of the keys of `among`; asked again until it is one."""
    for key, name in among.items():
        say(f"  {key}  {name}")
    while (said := str(typer.prompt(question, default=default)).strip()) not in among:
        say("✗ 上のどれかを書いてください / one of those above, please")
    return said


def choose_role() -> str:
    """A town's first account is its administrator's."""
    return choose("役割 / role", ROLES, "admin")


def choose_town(among: Mapping[str, str]) -> str:
    """The only one there is needs no typing."""
    return choose("市町村コード / municipality", among, next(iter(among)) if len(among) == 1 else None)


def choose_office(question: str, among: Mapping[str, str]) -> str:
    """An agency or a post; none where the town has none."""
    return choose(question, among) if among else ""


def choose_organiser(among: Mapping[str, str]) -> str:
    """Empty: all programs of the town."""
    everybody = {"-": "町のすべてのプログラム / all programs of the town"}
    said = choose("主催の団体 / organiser", {**everybody, **among}, "-")
    return "" if said == "-" else said
