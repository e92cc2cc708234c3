"""What accounts refer to: municipalities with their agencies, posts and organisers, as this town knows them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.exc import SQLAlchemyError

from services.accounts import AccountRefused
from services.catalogue import all_services
from services.forms import is_missing
from services.intake.models import Agency
from services.meetings.models import Post
from services.programs.models import Municipality, Organiser
from shared.auth import Grant, Role
from shared.db import Database
from shared.db.core import execute
from shared.towns import Town, known_towns, load_town


class Offices(NamedTuple):
    """A municipality's own: names by short key. `seats` are the agencies that posts belong to, by post."""

    name: str
    agencies: dict[str, str]
    posts: dict[str, str]
    seats: dict[str, str]
    organisers: dict[str, str]


async def known_offices() -> dict[str, Offices]:
    """By municipality, from the services' databases; before anything is taken over there, from the towns' files."""
    found = await _taken_over()
    return found or {town.code: _of_file(town) for town in map(load_town, known_towns().values())}


async def _taken_over() -> dict[str, Offices]:
    urls = {service.name: service.database_url for service in all_services()}
    towns = await _rows(urls["programs"], select(Municipality.code, Municipality.name))  # type: ignore[call-overload]
    agencies = await _rows(urls["intake"], select(Agency.municipality, Agency.id, Agency.name))  # type: ignore[call-overload]
    posts = await _rows(urls["meetings"], select(Post.municipality, Post.id, Post.title, Post.agency))  # type: ignore[call-overload]
    groups = await _rows(urls["programs"], select(Organiser.municipality, Organiser.id, Organiser.name))  # type: ignore[call-overload]
    return {
        code: Offices(name, _names(agencies, code), _names(posts, code), _names(posts, code, 3), _names(groups, code))
        for code, name in towns
    }


def _names(rows: Sequence[Any], code: str, column: int = 2) -> dict[str, str]:
    return {row[1]: row[column] for row in sorted(rows, key=lambda row: str(row[1])) if row[0] == code}


async def _rows(url: str, statement: Select[Any]) -> Sequence[Any]:
    """Nothing where the database is not there yet, or has no such table yet."""
    db = Database(url)
    try:
        if is_missing(db):
            return []
        async with db.reading() as tx:
            return (await execute(tx, statement)).all()
    except (SQLAlchemyError, OSError):
        return []
    finally:
        await db.close()


def _of_file(town: Town) -> Offices:
    return Offices(
        town.municipality.name,
        {each.id: each.name for each in town.agencies},
        {each.id: each.title for each in town.promoters},
        {each.id: each.agency for each in town.promoters},
        {each.id: each.name for each in town.organisers},
    )


def places_for(role: Role, known: Mapping[str, Offices]) -> dict[str, str]:
    """Where a role can hold: a known town; for the prefecture's people a prefecture (two digits and 000)."""
    if role is Role.PREFECTURE:
        return {f"{code[:2]}000": "県 / prefecture" for code in known}
    return {code: offices.name for code, offices in known.items()}


def refuse_unknown(grant: Grant, known: Mapping[str, Offices]) -> None:
    """AccountRefused, with what there is, for a municipality, agency, post or organiser that nobody knows."""
    _refuse("--town", "municipality", grant.municipality, places_for(grant.role, known))
    here = known.get(grant.municipality, Offices("", {}, {}, {}, {}))
    for option, among in (("agency", here.agencies), ("post", here.posts), ("organiser", here.organisers)):
        if said := getattr(grant, option):
            _refuse(f"--{option}", option, said, among)


def _refuse(option: str, what: str, said: str, among: Mapping[str, str]) -> None:
    if said not in among:
        there_is = "\n".join(f"{key}（{name}）" for key, name in among.items()) or "なし / none"
        raise AccountRefused(f"{option}: {what} {said} はありません / is not known. あるもの / there is:\n{there_is}")
