"""Settings that can't be read. A finding names the variable and what may stand there, never what does: it may be a
password."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parseaddr
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from services.doctor.finding import Finding, Said, plain
from services.variables import SETTINGS, fields, variable_of, variables

UNREADABLE = Said("読めない値です", "can't be read")
DATABASE = plain("sqlite:///FILE, postgresql+asyncpg://USER:PASSWORD@HOST:5432/NAME")
ALLOWED = {
    "int": Said("整数", "a whole number"),
    "float": Said("数", "a number"),
    "bool": plain("true, false"),
    "time": Said("07:00 のような時刻", "a time like 07:00"),
}
BOUNDS = {
    "greater_than_equal": ("ge", "{}以上", "{} or more"),
    "less_than_equal": ("le", "{}以下", "{} or less"),
    "greater_than": ("gt", "{}より大きい数", "more than {}"),
    "less_than": ("lt", "{}より小さい数", "less than {}"),
}


def mistakes() -> dict[str, Finding]:
    """By variable: first what pydantic refuses, then what is refused only where it is used."""
    found = {name: _finding(name, _allowed(name, error)) for name, error in _refused()}
    with as_if_unset(found):
        for each in variables():
            if each.value is not None and (rule := _rule_of(each.name)) and not _keeps(rule[0], each.value):
                found[each.name] = _finding(each.name, rule[1])
    return found


@contextmanager
def as_if_unset(names: Collection[str]) -> Iterator[None]:
    """The environment with these variables' defaults, while the block lasts.

    The default is written down: without it a secret's file of that name would speak.
    """
    before, known = dict(os.environ), fields()
    for name in names:
        default = known[name].default
        os.environ[name] = "" if default is None else str(default)
    try:
        yield
    finally:
        for name in names:
            if name in before:
                os.environ[name] = before[name]
            else:
                del os.environ[name]


def _refused() -> Iterator[tuple[str, ErrorDetails]]:
    for each in SETTINGS:
        try:
            each()
        except ValidationError as wrong:
            for error in wrong.errors(include_url=False, include_input=False):
                name = str(error["loc"][0])
                yield variable_of(name, each.model_fields[name]) if name in each.model_fields else name, error


def _finding(name: str, allowed: Said) -> Finding:
    return Finding(plain(name), UNREADABLE, Said(f"書けるもの：{allowed.ja}", f"allowed: {allowed.en}"))


def _allowed(name: str, error: ErrorDetails) -> Said:
    field, kind = fields()[name], error["type"]
    if get_origin(field.annotation) is Literal:
        return plain(", ".join(get_args(field.annotation)))
    if kind in BOUNDS:
        bound, ja, en = BOUNDS[kind]
        return Said(ja.format(error["ctx"][bound]), en.format(error["ctx"][bound]))
    return ALLOWED.get(kind.partition("_")[0], plain(error["msg"]))


def _rule_of(name: str) -> tuple[Callable[[Any], bool], Said] | None:
    return (_is_database, DATABASE) if name.endswith("_DATABASE_URL") else RULES.get(name)


def _keeps(rule: Callable[[Any], bool], value: Any) -> bool:
    try:
        return rule(value)
    except (ArgumentError, ValueError):
        return False


def _is_database(value: str) -> bool:
    return make_url(value).drivername in {"sqlite", "postgresql+asyncpg"}


def _is_address(*schemes: str) -> Callable[[str], bool]:
    """Of one server, or of several with commas between; the first scheme may be left out.

    A port that is no number raises ValueError.
    """

    def check(value: str) -> bool:
        split = [urlsplit(each if "://" in each else f"//{each}", schemes[0]) for each in value.split(",")]
        return all(each.scheme in schemes and each.hostname and each.port != 0 for each in split)

    return check


def _is_port(value: int) -> bool:
    return 0 < value < 65536


def _is_port_or_none(value: int) -> bool:
    return 0 <= value < 65536


PORT = Said("1 から 65535", "1 to 65535")
RULES: Mapping[str, tuple[Callable[[Any], bool], Said]] = {
    "YUI_PORT": (_is_port, PORT),
    "YUI_SMTP_PORT": (_is_port, PORT),
    "YUI_METRICS_PORT": (_is_port_or_none, Said("0 から 65535", "0 to 65535")),
    "YUI_PUBLIC_URL": (_is_address("https", "http"), plain("https://yui.town.example")),
    "YUI_NATS_URL": (_is_address("nats", "tls", "ws", "wss"), plain("nats://HOST:4222")),
    "YUI_MAIL_FROM": (lambda value: "@" in parseaddr(value)[1], plain("結 <yui@town.example>")),
    "YUI_LOG_LEVEL": (
        lambda value: value.upper() in {"DEBUG", "INFO", "WARNING", "ERROR"}, plain("DEBUG, INFO, WARNING, ERROR"),
    ),
}  # fmt: skip
