"""Pictures for docs/dashboards.md: `python -m tests.dashboards.pictures` draws each dashboard from a busy town."""

import asyncio
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, JAPANESE
from tests.dashboards.answers import answers_of
from tests.dashboards.busy import Busy, busy_town
from tests.dashboards.committed import boards, panels
from tests.dashboards.drawing import WIDTH, page_of

FOLDER = Path(__file__).parents[2] / "docs" / "dashboards"
MOST_BYTES = 300_000


async def draw_all() -> list[Path]:
    """A picture of every dashboard; AssertionError when one is too large to carry."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as here:
        async with busy_town(Path(here)) as busy, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, env=JAPANESE)
            drawn = [await _draw(browser, busy, uid) for uid in boards()]
            await browser.close()
    return drawn


async def _draw(browser: Browser, busy: Busy, uid: str) -> Path:
    board, until = boards()[uid], time.time()
    answers = {panel["id"]: await answers_of(busy, panel, until) for panel in panels(board)}
    page = await browser.new_page(viewport={"width": WIDTH, "height": 800}, locale="ja-JP")
    await page.set_content(page_of(board, answers, until))
    picture = FOLDER / f"{uid}.png"
    await page.screenshot(path=picture, full_page=True)
    await page.close()
    Image.open(picture).convert("RGB").quantize(128).save(picture, optimize=True)
    assert picture.stat().st_size <= MOST_BYTES, picture
    return picture


if __name__ == "__main__":
    for each in asyncio.run(draw_all()):
        print(each.relative_to(FOLDER.parents[1]))  # noqa: T201
