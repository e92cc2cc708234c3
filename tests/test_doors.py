"""Every endpoint says who may use it; a new one that does not turns this red."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from services.town import Town
from shared.auth import Role
from tests.flows.stage import town_in

OPEN = {
    ("GET", "/"), ("GET", "/login"), ("POST", "/login"), ("GET", "/ui"), ("GET", "/ui/static/{digest}/{name}"),
    ("POST", "/ui/preferences"), ("GET", "/programs"), ("GET", "/programs/{program_id}"),
    ("GET", "/programs/api/programs"), ("GET", "/programs/api/programs/{program_id}"),
    ("GET", "/programs/api/venues/free"), ("GET", "/programs/post/{secret}"), ("POST", "/programs/post/{secret}"),
    ("GET", "/programs/post/{secret}/sessions/{session_id}/cancel"),
    ("POST", "/programs/post/{secret}/sessions/{session_id}/cancel"),
    ("POST", "/programs/post/{secret}/sessions/{session_id}/reopen"),
    ("POST", "/programs/post/{secret}/undo/{change_id}"), ("GET", "/programs/tickets/{secret}"),
    ("POST", "/programs/post/{secret}/proposals/{proposal_id}"),
    ("GET", "/programs/photos/{photo_id}.jpg"), ("POST", "/programs/post/{secret}/sessions/{session_id}/photo/remove"),
    ("GET", "/programs/post/{secret}/sessions/{session_id}/attendance"),
    ("POST", "/programs/post/{secret}/sessions/{session_id}/attendance"),
    ("POST", "/programs/tickets/{secret}/accept"), ("GET", "/programs/tickets/{secret}/withdraw"),
    ("POST", "/programs/tickets/{secret}/withdraw"),
    ("POST", "/notify/contacts/{secret}"), ("GET", "/programs/stop/{secret}"), ("POST", "/programs/stop/{secret}"),
    ("POST", "/programs/stop/{secret}/undo/{change_id}"),
    ("GET", "/programs/{program_id}/register"), ("POST", "/programs/{program_id}/register"),
    ("POST", "/programs/api/programs/{program_id}/registrations"),
    ("GET", "/programs/api/week"),
    ("GET", "/programs/api/programs/{program_id}/coming"), ("GET", "/programs/sw.js"),
    ("GET", "/programs/flyer.pdf"), ("GET", "/programs/{program_id}/flyer.pdf"),
    ("GET", "/programs/{program_id}/slip/{session_id}.pdf"),
    ("GET", "/programs/open-data"), ("GET", "/programs/open-data/hsds.json"),
    ("GET", "/programs/open-data/{kind}"),
    ("GET", "/programs/ideas"), ("GET", "/programs/open-data/programs.csv"),
    ("GET", "/programs/open-data/sessions.csv"),
    ("GET", "/meetings/replies/{secret}"), ("POST", "/meetings/replies/{secret}"),
    ("GET", "/meetings/dates/{secret}"), ("POST", "/meetings/dates/{secret}"),
    ("GET", "/programs/feeds/{program_id}.ics"), ("HEAD", "/programs/feeds/{program_id}.ics"),
    ("GET", "/programs/feeds/town-{code}.ics"), ("HEAD", "/programs/feeds/town-{code}.ics"),
    ("GET", "/programs/feeds/area-{place}.ics"), ("HEAD", "/programs/feeds/area-{place}.ics"),
}  # fmt: skip
PERSONAL = {
    ("GET", "/intake/api/cases/{case_ref}/identity"), ("POST", "/intake/cases/{case_ref}/identity"),
    ("GET", "/meetings/api/meetings/{meeting_id}/minutes"), ("GET", "/meetings/sittings/{meeting_id}/minutes"),
    ("GET", "/meetings/sittings/{meeting_id}/minutes/{part}"), ("GET", "/meetings/sittings/{meeting_id}/minutes.pdf"),
}  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_in(tmp_path)


def routes(app: FastAPI) -> Iterator[tuple[str, str, Dependant]]:
    for route in walk(app.routes):
        for method in sorted(route.methods or ()):
            yield method, route.path, route.dependant


def walk(found: Iterable[Any]) -> Iterator[Any]:
    """Routes with everything their routers add (FastAPI keeps included routers as branches)."""
    for route in found:
        if hasattr(route, "effective_candidates"):
            yield from walk(route.effective_candidates())
        elif getattr(route, "dependant", None) is not None:
            yield route


def roles_of(dependant: Dependant) -> list[frozenset[Role]]:
    own = getattr(dependant.call, "roles", None)
    return ([own] if own is not None else []) + [each for inner in dependant.dependencies for each in roles_of(inner)]


def all_routes(town: Town) -> list[tuple[str, str, list[frozenset[Role]]]]:
    apps = [town.front, *town.services.values()]
    return [(method, path, roles_of(dependant)) for app in apps for method, path, dependant in routes(app)]


def test_every_endpoint_states_who_may_use_it(town: Town) -> None:
    found = all_routes(town)
    assert len(found) > 60
    assert [(method, path) for method, path, roles in found if not roles and not path.endswith("openapi.json")] == []


def test_the_open_doors_are_these_and_no_others(town: Town) -> None:
    opened = {(method, path) for method, path, roles in all_routes(town) if roles and not any(roles)}
    assert {each for each in opened if "/health/" not in each[1]} == OPEN


def test_personal_text_is_for_staff_and_promoters_only(town: Town) -> None:
    found = {(method, path): roles for method, path, roles in all_routes(town) if (method, path) in PERSONAL}
    assert set(found) == PERSONAL
    assert {role for roles in found.values() for allowed in roles for role in allowed} == {
        Role.AGENCY_STAFF,
        Role.PROMOTER,
    }


def test_the_prefecture_reaches_no_case_and_no_meeting(town: Town) -> None:
    reached = {path for _, path, roles in all_routes(town) if any(Role.PREFECTURE in allowed for allowed in roles)}
    assert reached <= {"/logout"}
