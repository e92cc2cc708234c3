"""What the browser tests look for on a page: accessibility violations, sizes of targets, sideways scrolling, focus."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.async_api import Page

SCREENS = Path("build/screens")
OpenPage = Callable[..., Awaitable[Page]]  # what the fixture open_page gives
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

SMALL_TARGETS = """() => {
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().width > 1;
  const found = [];
  const tapped = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const target of document.querySelectorAll(tapped)) {
    if (!seen(target) || target.closest(".skip")) continue;
    const box = (target.closest("label") || target).getBoundingClientRect();
    const inline = getComputedStyle(target).display === "inline";
    const least = inline ? 24 : 48;
    if (box.height < least - 0.5 || (!inline && box.width < least - 0.5))
      found.push(`${target.outerHTML.slice(0, 80)} is ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return found;
}"""

FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const shown = e.closest(".chip") || e, box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  const x = box.left + Math.min(box.width / 2, innerWidth / 2), y = box.top + Math.min(box.height / 2, 40);
  const top = document.elementFromPoint(x, y);
  return {
    html: e.outerHTML.slice(0, 90),
    place: [...document.querySelectorAll("*")].indexOf(e),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    reachable: !!top && (shown.contains(top) || top.contains(shown)),
  };
}"""


async def axe_violations(page: Page) -> list[str]:
    """WCAG 2.2 AA violations of the page as it stands, one line each; empty is what a test wants."""
    found = await Axe().run(page, options=RULES)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def small_targets(page: Page) -> list[str]:
    """What can be tapped and is smaller than 48 px (24 px for a link inside a sentence)."""
    found: list[str] = await page.evaluate(SMALL_TARGETS)
    return found


async def sideways_px(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    overflow: int = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return overflow


async def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on the page as it is: violations, small targets, sideways scrolling."""
    aside = await sideways_px(page)
    found = [*await axe_violations(page), *await small_targets(page)]
    return [*found, f"{aside} px wider than the screen"] if aside else found


async def focus_walk(page: Page, most: int = 200) -> list[dict[str, Any]]:
    """What the Tab key reaches, in order, until it leaves the page."""
    reached: list[dict[str, Any]] = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        focus = await page.evaluate(FOCUS)
        if focus is None or (reached and focus["place"] == reached[0]["place"]):
            return reached
        reached.append(focus)
    raise AssertionError(f"still tabbing after {most} stops")


async def screenshot(page: Page, name: str, *, full_page: bool = True) -> Path:
    """Keep a picture of the page in build/screens."""
    path = SCREENS / f"{name}.png"
    await page.screenshot(path=path, full_page=full_page)
    return path


async def told(page: Page, done: str) -> None:
    """Wait for the page that says what was done; its address has forgotten it by then."""
    await page.wait_for_selector(f'html[data-told="{done}"]', state="attached")
