"""Counts and durations as people read them; small counts stay hidden because they can point at a household."""

from shared.ui.dates import Lang

SMALLEST_SHOWN = 5


def few(count: int) -> str:
    """A count for labels and public numbers: anything under 5, nought included, is shown as "<5"."""
    return f"{count:,}" if count >= SMALLEST_SHOWN else f"<{SMALLEST_SHOWN}"


def few_of(count: int, unit: str, lang: Lang = "ja") -> str:
    """A count in a sentence, under 5 hidden as in `few`: 12組, 5組未満; 12, fewer than 5."""
    if count < SMALLEST_SHOWN:
        return f"{SMALLEST_SHOWN}{unit}未満" if lang == "ja" else f"fewer than {SMALLEST_SHOWN}"
    return f"{count:,}{unit}" if lang == "ja" else f"{count:,}"


def minutes(count: int, lang: Lang = "ja") -> str:
    """A duration given in minutes: 10分, 1時間30分; 10 min, 1 h 30 min."""
    whole, rest = divmod(count, 60)
    parts = []
    if whole:
        parts.append(f"{whole}時間" if lang == "ja" else f"{whole} h")
    if rest or not whole:
        parts.append(f"{rest}分" if lang == "ja" else f"{rest} min")
    return ("" if lang == "ja" else " ").join(parts)
