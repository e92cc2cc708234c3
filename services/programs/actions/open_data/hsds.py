"""Open Referral's Human Services Data Specification 3.2: a page of services, each with all that belongs to it.

A program is a service, its organiser an organization, its venue a location. https://docs.openreferral.org
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.programs import words
from services.programs.actions.open_data.hsds_places import location
from services.programs.actions.open_data.hsds_times import schedules
from services.programs.actions.open_data.nodes import Node, identifier, phones, said
from services.programs.actions.open_data.paging import page_of
from services.programs.actions.open_data.publishing import Published
from services.programs.models import Program
from services.programs.settings import Settings
from shared.ui.words import Words

VERSION = "3.2"


def hsds_of(found: Published, settings: Settings, *, today: date) -> Node:
    """The whole town on one page, with what the specification's API says of itself, and the licence."""
    services = services_of(found, settings, today=today)
    return {
        "version": VERSION,
        "profile": f"{_url(settings)}/programs/open-data",
        "openapi_url": f"{_url(settings)}/programs/openapi.json",
        "description": f"{found.town.name}の週ごとのプログラム",
        "publisher": {"name": attribution(found, settings), "website": f"{_url(settings)}/programs"},
        "licence": {"name": settings.open_data_licence, "url": settings.open_data_licence_url},
        "attribution": attribution(found, settings),
        **page_of(services, 1, max(len(services), 1)),
    }


def services_of(found: Published, settings: Settings, *, today: date) -> list[Node]:
    """Every program, with all that belongs to it."""
    return [_service(found, program, settings, today) for program in found.programs]


def organizations_of(found: Published) -> list[Node]:
    """Who runs the town's programs, each once."""
    return _each_once(_organization(found, program) for program in found.programs)


def locations_of(found: Published) -> list[Node]:
    """Where the town's programs are, each once."""
    return _each_once(place for program in found.programs if (place := location(found, program)))


def _each_once(nodes: Iterable[Node]) -> list[Node]:
    return list({node["id"]: node for node in nodes}.values())


def attribution(found: Published, settings: Settings) -> str:
    """Who is to be named by who uses the data."""
    return settings.open_data_attribution or found.town.name


def _service(found: Published, program: Program, settings: Settings, today: date) -> Node:
    page = f"{_url(settings)}/programs/{program.id}"
    organiser = found.organisers.get(program.organiser_id or "")
    return said(
        id=identifier("service", program.id),
        name=program.name,
        alternate_name=program.name_kana or program.name_en,
        description="\n".join(text for text in (program.content, program.purpose, program.summary_en) if text),
        url=page,
        status="active",
        application_process=f"申込みがいります。{page}/register" if program.id in found.registered else None,
        eligibility_description=program.audience,
        assured_date=program.verified_on.isoformat() if program.verified_on else None,
        organization=_organization(found, program),
        phones=phones(organiser.phone if organiser else "", program.id),
        schedules=schedules(found, program, f"{_url(settings)}/programs/feeds/{program.id}.ics", today),
        service_at_locations=_where(found, program),
        languages=[{"id": identifier("language", program.id), "name": "日本語", "code": "ja"}],
        attributes=_attributes(found, program),
    )


def _organization(found: Published, program: Program) -> Node:
    """Who runs it; the municipality where nobody is named."""
    town = found.town
    if organiser := found.organisers.get(program.organiser_id or ""):
        described = f"{town.name}でプログラムを行っている団体です。"
        return said(
            id=identifier("organization", organiser.id), name=organiser.name, description=described,
            phones=phones(organiser.phone, organiser.id),
        )  # fmt: skip
    described = f"市町村コード {town.code}"
    return said(
        id=identifier("organization", town.code), name=town.name, alternate_name=town.name_en, description=described
    )


def _where(found: Published, program: Program) -> list[Node]:
    place = location(found, program)
    return [{"id": identifier("service_at_location", program.id), "location": place}] if place else []


def _attributes(found: Published, program: Program) -> list[Node]:
    attributes = [_attribute(program, "kind", program.kind.value, words.KINDS[program.kind], "プログラムの種類")]
    if name := found.places.areas.get(program.area or ""):
        code = f"{found.town.code}/{program.area}"
        attributes.append(_attribute(program, "area", code, (name, ""), "小地域"))
    return attributes


def _attribute(program: Program, taxonomy: str, code: str, name: Words, meaning: str) -> Node:
    term: Mapping[str, Any] = {
        "id": identifier("term", taxonomy, code),
        "code": code,
        "name": name[0],
        "description": f"{meaning}（{name[1]}）" if name[1] else meaning,
        "taxonomy": f"yui-{taxonomy}",
        "language": "ja",
    }
    return {
        "id": identifier("attribute", taxonomy, program.id),
        "link_type": taxonomy,
        "link_entity": "service",
        "value": code,
        "taxonomy_term": term,
    }


def _url(settings: Settings) -> str:
    return settings.public_url.rstrip("/")
