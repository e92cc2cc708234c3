"""Readers at the browser. A page is used again by the next test: a fresh one costs a second of a processor."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request

LOCAL = {"127.0.0.1", "localhost"}
KEPT = """async () => localStorage.length + sessionStorage.length
  + (typeof kept === "function" ? (await kept()).length : 0)"""


@dataclass
class Reader:
    """Somebody with a browser window; `wrong` is everything seen that a well-behaved page never does."""

    page: Page
    javascript: bool
    wrong: list[str] = field(default_factory=list)


class Readers:
    """The windows of one browser; those that nobody looks at have no cookies and show nothing."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[bool, list[Reader]] = {True: [], False: []}

    async def take(self, *, javascript: bool) -> Reader:
        if self._free[javascript]:
            return self._free[javascript].pop()
        context = await self._browser.new_context(java_script_enabled=javascript, locale="ja-JP")
        reader = Reader(await context.new_page(), javascript)
        watch(reader.page, reader.wrong)
        return reader

    async def give_back(self, reader: Reader) -> list[str]:
        """Make the window fit for the next reader; returns what went wrong, storage that was not left empty too."""
        wrong = [*reader.wrong]
        if kept := await reader.page.evaluate(KEPT):
            return [*wrong, f"{kept} things are kept in the browser"]
        for page in reader.page.context.pages:
            if page is not reader.page:
                await page.close()
        await reader.page.goto("about:blank")
        await reader.page.context.clear_cookies()
        await reader.page.emulate_media(media="null")
        reader.wrong.clear()
        self._free[reader.javascript].append(reader)
        return wrong


def watch(page: Page, wrong: list[str]) -> None:
    """Note everything a well-behaved page never does."""

    def console(message: ConsoleMessage) -> None:
        # Chromium also logs an error page's own status, and a connection a test took away: both are intended.
        meant = ("the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED")
        if message.type == "error" and not any(words in message.text for words in meant):
            wrong.append(message.text)

    def request(asked: Request) -> None:
        if urlsplit(asked.url).hostname not in LOCAL:
            wrong.append(f"left this machine: {asked.url}")

    def script_error(error: Any) -> None:
        wrong.append(str(error))

    page.on("console", console)
    page.on("request", request)
    page.on("pageerror", script_error)
