"""Nakatosa served on this machine for the browser, and its people: each signs in once, through the real form."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.async_api import Page

from services.accounts import DEMO_PASSWORD
from shared.auth.identify import COOKIE
from tests.browser.looking import OpenPage
from tests.nakatosa import Nakatosa, nakatosa


class ServedTown:
    """A town at `url`."""

    def __init__(self, town: Nakatosa, url: str) -> None:
        self.town = town
        self.url = url
        self._sessions: dict[str, str] = {}

    async def visit(
        self, open_page: OpenPage, login: str, path: str, width: int = 390, *, lang: str = "ja", javascript: bool = True
    ) -> Page:
        """The page as `login` sees it; a browser that has signed in before brings its session's cookie."""
        spoken = {"yui_lang": lang}
        if login in self._sessions:
            cookies = {**spoken, COOKIE: self._sessions[login]}
            return await open_page(self.url + path, width, javascript=javascript, cookies=cookies)
        page = await open_page(f"{self.url}/login?next={quote(path)}", width, javascript=javascript, cookies=spoken)
        await page.fill("#login", login)
        await page.fill("#password", DEMO_PASSWORD)
        await page.press("#password", "Enter")
        await page.wait_for_url(lambda url: "/login" not in url)  # the page takes `done` out of its own address
        cookies = {each["name"]: each["value"] for each in await page.context.cookies()}
        self._sessions[login] = cookies[COOKIE]
        return page


@asynccontextmanager
async def served(here: Path) -> AsyncIterator[ServedTown]:
    """The town on a free port, in this very loop: facts are carried by `town.settle()` between two looks."""
    async with nakatosa(here) as town:
        server = uvicorn.Server(uvicorn.Config(town.app, port=0, log_level="error", ws="none", lifespan="off"))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110  # uvicorn offers no event
            await asyncio.sleep(0.01)
        yield ServedTown(town, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
        server.should_exit = True
        await serving
