"""Static files, a reader's choices, and the security headers around them."""

import pytest
from fastapi import FastAPI, Response

from shared.errors import NotFound
from shared.ui import SecurityHeaders, ui_routes
from shared.ui.assets import asset_url, assets
from tests.shared.ui.asking import reader_of

EVIL = [
    "//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "evil", "javascript:alert(1)",
    "/\t/evil.example", "/a\r\nSet-Cookie: x=1", "", "///evil.example", " //evil.example", "http://[",
]  # fmt: skip


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()
    made.include_router(ui_routes())
    made.add_middleware(SecurityHeaders)

    @made.exception_handler(NotFound)
    async def missing(_request: object, _error: Exception) -> Response:
        return Response(status_code=404)

    @made.get("/feed.ics")
    async def feed() -> Response:
        return Response("", headers={"Referrer-Policy": "no-referrer"})

    return made


async def test_a_file_may_be_kept_for_a_year_under_its_own_hash(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        answer = await reader.get(asset_url("yui.css"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content == assets()["yui.css"].content


async def test_a_page_from_before_an_update_still_gets_its_style(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        answer = await reader.get("/ui/static/0000000000000000/yui.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["nothing.css", "htmx.sha256", "..%2frender.py", "%2e%2e"])
async def test_serves_no_other_file(app: FastAPI, name: str) -> None:
    async with reader_of(app) as reader:
        assert (await reader.get(f"/ui/static/0/{name}")).status_code == 404


async def test_remembers_a_choice_for_a_year_and_goes_back(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        answer = await reader.post("/ui/preferences", data={"text": "large", "back": "/programs?area=kure"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/programs?area=kure")
    assert answer.headers.get_list("set-cookie") == ["yui_text=large; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"]


async def test_refuses_a_choice_it_does_not_offer(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        answer = await reader.post("/ui/preferences", data={"lang": "xx"})
    assert (answer.status_code, answer.headers.get_list("set-cookie")) == (422, [])


@pytest.mark.parametrize("back", EVIL)
async def test_never_sends_a_reader_to_another_site(app: FastAPI, back: str) -> None:
    async with reader_of(app) as reader:
        answer = await reader.post("/ui/preferences", data={"lang": "en", "back": back})
    assert answer.headers["location"] == "/"


async def test_every_answer_carries_the_security_headers(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        found = [await reader.get("/ui"), await reader.get("/nowhere"), await reader.get(asset_url("yui.js"))]
    policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    assert {answer.headers["content-security-policy"] for answer in found} == {policy}
    assert {answer.headers["x-content-type-options"] for answer in found} == {"nosniff"}
    assert {answer.headers["referrer-policy"] for answer in found} == {"same-origin"}
    assert {answer.headers["permissions-policy"] for answer in found} == {
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    }


async def test_a_door_may_be_stricter_than_the_rest(app: FastAPI) -> None:
    async with reader_of(app) as reader:
        assert (await reader.get("/feed.ics")).headers.get_list("referrer-policy") == ["no-referrer"]
