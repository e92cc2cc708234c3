"""Pictures for docs/screens: `python -m tests.browser.screens` plays Nakatosa's story and takes them anew."""

import asyncio
import tempfile
from pathlib import Path

import httpx
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.boarding import call_off
from tests.browser.conftest import ARGUMENTS, CHROMIUM, JAPANESE
from tests.browser.organising import Organised, organise
from tests.browser.polling import Asked, ask
from tests.browser.town import ServedTown, served
from tests.paper import Printed

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
SIZES = {390: 844, 1280: 720}  # a phone's and a desk's first screen, in CSS pixels
MOST_BYTES = 160_000
GREY = ["--disable-lcd-text"]  # coloured edges of letters double a picture's size
PAGES = {
    "today": ("houkatsu", "/intake"),
    "consultation": ("houkatsu", "/intake/consultations/new"),
    "board": ("promoter-a", "/intake/cases?stage=network"),
    "sitting": ("promoter-c", "/meetings/sittings/{network_sitting}"),
    "hold": ("promoter-a", "/meetings/sittings/{core_sitting}/hold"),
    "arrange": ("promoter-a", "/meetings/sittings/{core_sitting}/agenda"),
    "calendar": ("promoter-a", "/meetings/calendar?on=2026-12-01"),
    "room": ("promoter-a", "/meetings/rooms/office?on=2026-12-08"),
    "convene": ("promoter-a", "/meetings/bodies/core/convene"),
    "membership": ("promoter-a", "/meetings/bodies/core/membership"),
    "attendance": ("promoter-c", "/meetings/sittings/{network_sitting}/attendance"),
    "minutes": ("promoter-a", "/meetings/sittings/{core_sitting}/minutes"),
    "subscribe": ("promoter-c", "/meetings/subscribe"),
    "busy": ("promoter-c", "/meetings/busy"),
    "poll-new": ("promoter-c", "/meetings/bodies/network/poll"),
    "poll": ("promoter-c", "{poll.page}"),
    "poll-answer": ("houkatsu", "{poll.asking}"),
    "week": ("", "/programs?town=39204"),
    "program": ("", "/programs/elderly-gathering"),
    "desk": ("", "{made.link}?program=cafe-de-pomme"),
    "tick-list": ("", "{made.link}/sessions/{made.session}/attendance"),
    "register": ("", "/programs/cafe-de-pomme/register"),
    "manage": ("coordinator", "/programs/manage"),
    "sweep": ("coordinator", "/programs/manage/sweep"),
    "reach": ("coordinator", "{made.change}"),
    "match": ("coordinator", "/programs/match"),
}
PAPERS = {"flyer": "/programs/flyer.pdf?town=39204", "flyer-program": "/programs/elderly-gathering/flyer.pdf"}


async def take_all() -> list[Path]:
    """Every page of PAGES at every size; AssertionError when a picture is too large to carry."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as here:
        async with served(Path(here)) as town, async_playwright() as playwright:
            poll = await ask(town.town)
            await call_off(town.town)
            made = await organise(town.town)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *GREY], env=JAPANESE)
            taken = [await _take(browser, town, poll, made, name, width) for name in PAGES for width in SIZES]
            await browser.close()
            taken += [await _print(town, name) for name in PAPERS]
    return taken


async def _take(browser: Browser, town: ServedTown, poll: Asked, made: Organised, name: str, width: int) -> Path:
    login, path = PAGES[name]

    async def opened(url: str, width: int, *, javascript: bool, cookies: dict[str, str]) -> Page:
        size = {"width": width, "height": SIZES[width]}
        page = await browser.new_page(viewport=size, locale="ja-JP", java_script_enabled=javascript)  # type: ignore[arg-type]  # playwright's own TypedDict
        await page.context.add_cookies([{"name": key, "value": value, "url": url} for key, value in cookies.items()])
        await page.goto(url)
        return page

    path = path.format(poll=poll, made=made, **vars(town.town))
    if login:
        page = await town.visit(opened, login, path, width)
    else:
        page = await opened(town.url + path, width, javascript=True, cookies={})
    picture = FOLDER / f"{name}-{width}.png"
    await page.screenshot(path=picture)
    await page.close()
    assert picture.stat().st_size <= MOST_BYTES, picture
    return picture


async def _print(town: ServedTown, name: str) -> Path:
    """The first sheet of a paper, small."""
    async with httpx.AsyncClient(base_url=town.url, timeout=60) as client:
        sheet = Printed((await client.get(PAPERS[name])).raise_for_status().content).pages[0]
    picture = FOLDER / f"{name}.png"
    small = sheet.resize((sheet.width // 3, sheet.height // 3), Image.Resampling.LANCZOS)
    small.quantize(64).save(picture, optimize=True)
    assert picture.stat().st_size <= MOST_BYTES, picture
    return picture


if __name__ == "__main__":
    for each in asyncio.run(take_all()):
        print(each.relative_to(FOLDER.parents[1]))  # noqa: T201
