"""Debian's chromium for tests that look at pages as people do.

Mark a module with `pytestmark = SEEN` and ask for `open_page`; whatever page it opened is also checked for console
errors (a refused style or script is one), script errors and requests that leave this machine.
"""

import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.looking import OpenPage
from tests.browser.readers import Reader, Readers
from tests.browser.showcase import showcase
from tests.browser.town import ServedTown, served

CHROMIUM = os.environ.get("YUI_CHROMIUM", "/usr/bin/chromium")
INSTALLED = os.path.exists(CHROMIUM)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=ja",  # dates in their fields read 2026/12/08
]
KEPT_ON = ["--disable-back-forward-cache"]  # Back shows a page as it was left, as it does on people's phones
JAPANESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "ja", "LANG": "ja_JP.UTF-8"}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for the whole session."""
    if not INSTALLED:
        pytest.skip(f"no chromium at {CHROMIUM}: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=KEPT_ON, env=JAPANESE
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def readers(chromium: Browser) -> Readers:
    """The browser's windows."""
    return Readers(chromium)


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(readers: Readers) -> AsyncIterator[OpenPage]:
    """`await open_page(url, width=390, …)`: another reader (own cookies) on a screen of that width, in CSS pixels."""
    taken: list[Reader] = []

    async def opened(
        url: str,
        width: int = 390,
        height: int = 844,
        *,
        scheme: Literal["light", "dark"] = "light",
        forced_colors: Literal["active", "none"] = "none",
        javascript: bool = True,
        cookies: dict[str, str] | None = None,
    ) -> Page:
        taken.append(await readers.take(javascript=javascript))
        page = taken[-1].page
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme=scheme, forced_colors=forced_colors)
        await page.context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in (cookies or {}).items()]
        )
        await page.goto(url)
        return page

    yield opened
    assert [wrong for reader in taken for wrong in await readers.give_back(reader)] == []


@pytest.fixture(scope="session")
def shell() -> Iterator[str]:
    """The address of a small site made of the shell's own pages."""
    server = uvicorn.Server(uvicorn.Config(showcase(), port=0, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def nakatosa_seen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServedTown]:
    """Nakatosa after its story, for tests that only look."""
    async with served(tmp_path_factory.mktemp("seen")) as town:
        yield town


@pytest_asyncio.fixture(loop_scope="session")
async def nakatosa_used(tmp_path: Path) -> AsyncIterator[ServedTown]:
    """A Nakatosa of its own for a test that changes things."""
    async with served(tmp_path) as town:
        yield town
