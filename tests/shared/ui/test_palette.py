"""The colours of the stylesheet, read from it and measured (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path("shared/ui/styles/10-tokens.css")
PAIRS = [
    ("ink", "ground", 7),
    ("ink", "sheet", 7),
    ("ink", "accent-tint", 7),
    ("ink", "warm-tint", 7),
    ("ink", "green-tint", 7),
    ("ink-soft", "ground", 7),
    ("ink-soft", "sheet", 7),
    ("ink-soft", "accent-tint", 4.5),
    ("accent", "ground", 4.5),
    ("accent", "sheet", 4.5),
    ("accent", "accent-tint", 4.5),
    ("accent-deep", "accent-tint", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-deep", 4.5),
    ("warm", "ground", 4.5),
    ("warm-text", "ground", 4.5),
    ("warm-text", "sheet", 4.5),
    ("warm-text", "warm-tint", 4.5),
    ("on-warm", "warm", 4.5),
    ("on-warm", "warm-text", 4.5),
    ("green", "ground", 4.5),
    ("green", "sheet", 4.5),
    ("green", "green-tint", 4.5),
    ("edge", "ground", 3),
    ("edge", "sheet", 3),
]


def palettes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split("prefers-color-scheme: dark")
    found = {
        name: dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", part))
        for name, part in (("light", light), ("dark", dark))
    }
    return {"light": found["light"], "dark": found["light"] | found["dark"]}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_measures_as_wcag_does() -> None:
    assert contrast("#FFFFFF", "#000000") == 21
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "behind", "least"), PAIRS)
def test_can_be_read(scheme: str, front: str, behind: str, least: float) -> None:
    palette = palettes()[scheme]
    assert contrast(palette[front], palette[behind]) >= least


def test_keeps_the_colours_of_the_design() -> None:
    light = palettes()["light"]
    kept = {name: light[name] for name in ("ground", "ink", "accent", "warm", "green")}
    assert kept == {
        "ground": "#FBFAF7", "ink": "#1F2328", "accent": "#2B4C7E", "warm": "#B3541E", "green": "#2F6B4F",
    }  # fmt: skip
