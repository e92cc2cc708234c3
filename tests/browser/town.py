"""Nakatosa served on this machine for the browser, and its people signed in through the real form."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.async_api import Page

from services.accounts import DEMO_PASSWORD
from tests.browser.looking import OpenPage
from tests.nakatosa import Nakatosa, nakatosa


class ServedTown:
    """A town at `url`."""

    def __init__(self, town: Nakatosa, url: str) -> None:
        self.town = town
        self.url = url

    async def visit(
        self, open_page: OpenPage, login: str, path: str, width: int = 390, *, lang: str = "ja", javascript: bool = True
    ) -> Page:
        """The page as `login` sees it, after signing in."""
        page = await open_page(
            f"{self.url}/login?next={quote(path)}", width, javascript=javascript, cookies={"yui_lang": lang}
        )
        await page.fill("#login", login)
        await page.fill("#password", DEMO_PASSWORD)
        await page.press("#password", "Enter")
        await page.wait_for_url(self.url + path)
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
