"""ふりがな: which kana stand above which words."""

import re
from collections.abc import Mapping

Part = tuple[str, str]  # some text and the kana above it, empty for none


class Furigana:
    """How a town reads its words: 上ノ加江 is かみのかえ. Not shown, every text stays as it is."""

    def __init__(self, readings: Mapping[str, str], *, is_shown: bool = True) -> None:
        self._readings = readings
        self.is_shown = is_shown
        longest_first = sorted(readings, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, longest_first))) if readings else None

    def over(self, text: str, kana: str = "") -> list[Part]:
        """The parts of a text: `kana` over the whole where somebody entered it, else over the town's words."""
        if not self.is_shown:
            return [(text, "")]
        if kana:
            return [(text, kana)]
        parts: list[Part] = []
        end = 0
        for found in self._words.finditer(text) if self._words else ():
            if found.start() > end:
                parts.append((text[end : found.start()], ""))
            parts.append((found[0], self._readings[found[0]]))
            end = found.end()
        return [*parts, (text[end:], "")] if end < len(text) else parts


NO_KANA = Furigana({}, is_shown=False)
