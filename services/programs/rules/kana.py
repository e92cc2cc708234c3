"""ふりがな: which kana stand above which words."""

import re
from collections.abc import Mapping

_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆ヶ]")
_TO_READ = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆ヶァ-ヴ]")  # hiragana and Latin letters read themselves

Part = tuple[str, str]  # some text and the kana above it, empty for none


class Furigana:
    """How a town reads its words: 上ノ加江 is かみのかえ. Not shown, every text stays as it is."""

    def __init__(self, readings: Mapping[str, str], *, is_shown: bool = True) -> None:
        self._readings = readings
        self.is_shown = is_shown
        longest_first = sorted(readings, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, longest_first))) if readings else None

    def behind(self, text: str) -> str:
        """The text with the kana of the town's words in brackets behind them: for paper, where kana above are small."""
        return "".join(f"{part}（{kana}）" if kana else part for part, kana in self.over(text))

    def over(self, text: str, kana: str = "") -> list[Part]:
        """The parts of a text: `kana` over the whole where somebody entered it, else over the town's words."""
        if not self.is_shown:
            return [(text, "")]
        if kana:
            return [(text, kana if _TO_READ.search(text) else "")]
        parts: list[Part] = []
        end = 0
        for found in self._words.finditer(text) if self._words else ():
            if found.start() > end:
                parts.append((text[end : found.start()], ""))
            parts.append((found[0], self._readings[found[0]]))
            end = found.end()
        return [*parts, (text[end:], "")] if end < len(text) else parts


def needs_kana(text: str) -> bool:
    """Whether there is a character in it that says nothing of how it is read."""
    return _KANJI.search(text) is not None


NO_KANA = Furigana({}, is_shown=False)
