"""A template and its context become a page for one reader."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response
from jinja2 import UndefinedError

from shared.ui import Pages, Town
from tests.shared.ui.asking import reader_of

NOTE = """{% extends "base.html" %}
{% import "components.html" as ui %}
{% block title %}{{ t("ひとこと", "A note") }}{% endblock %}
{% block main %}{{ ui.csrf(csrf_token) }}
{{ ui.field("note", t("ひとこと", "Note"), value=typed) }}{{ typed }}{% endblock %}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "note.html").write_text(NOTE)
    return tmp_path


def site(folder: Path, who: Any = None, **context: Any) -> FastAPI:
    app, pages = FastAPI(), Pages(folder, "intake")

    @app.get("/intake")
    async def show(request: Request) -> Response:
        request.state.who, request.state.csrf_token, request.state.town = who, "tok", Town("中土佐町", "Nakatosa")
        return pages.render(request, "note.html", **context)

    return app


async def test_japanese_for_everyone_who_chose_nothing(folder: Path) -> None:
    async with reader_of(site(folder, typed="")) as reader:
        answer = await reader.get("/intake", headers={"Accept-Language": "en"})
    assert '<html lang="ja">' in answer.text
    assert "<title>ひとこと ・ 中土佐町</title>" in answer.text


async def test_english_and_large_text_for_those_who_did(folder: Path) -> None:
    async with reader_of(site(folder, typed=""), yui_lang="en", yui_text="large") as reader:
        answer = await reader.get("/intake")
    assert '<html lang="en" class="large">' in answer.text
    assert "<title>A note ・ Nakatosa</title>" in answer.text


async def test_what_was_typed_comes_back_as_text_only(folder: Path) -> None:
    async with reader_of(site(folder, typed='"><script>x</script>')) as reader:
        answer = await reader.get("/intake")
    assert "<script>x" not in answer.text
    assert 'value="&#34;&gt;&lt;script&gt;x&lt;/script&gt;"' in answer.text


async def test_a_forgotten_word_of_the_context_is_an_error(folder: Path) -> None:
    app = site(folder)
    failed: list[type[Exception]] = []

    @app.exception_handler(UndefinedError)
    async def note(_request: Request, error: Exception) -> Response:
        failed.append(type(error))
        return Response(status_code=500)

    async with reader_of(app) as reader:
        await reader.get("/intake")
    assert failed == [UndefinedError]


async def test_a_page_of_somebody_signed_in_is_never_kept(folder: Path) -> None:
    who = SimpleNamespace(name="見本 はるか", roles={"agency_staff"})
    async with reader_of(site(folder, who, typed="")) as reader:
        signed_in = await reader.get("/intake")
    async with reader_of(site(folder, typed="")) as reader:
        signed_out = await reader.get("/intake")
    assert signed_in.headers["cache-control"] == "no-store"
    assert signed_out.headers["cache-control"] == "private, no-cache"
    assert 'name="csrf_token" value="tok"' in signed_in.text
    assert '<a href="/intake" aria-current="page">相談</a>' in signed_in.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503])
async def test_every_error_says_what_to_do_next(folder: Path, status: int) -> None:
    app, pages = FastAPI(), Pages(folder, "intake")

    @app.get("/broken")
    async def broken(request: Request) -> Response:
        return pages.render(request, "error.html", status_code=status, status=status, title="こまりました", errors=[])

    async with reader_of(app) as reader:
        answer = await reader.get("/broken")
    assert answer.status_code == status
    assert "<h1>こまりました</h1>" in answer.text
    assert '<p class="lede">' in answer.text
    assert ('href="/login">ログインする' in answer.text) == (status == 401)
