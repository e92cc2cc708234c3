"""The press: one paper at a time, each drawn by a child process that is gone a second later."""

import asyncio
from pathlib import Path

from shared.child import ask_child
from shared.errors import DomainError
from shared.paper.checklist import Checklist
from shared.paper.poster import Poster
from shared.paper.sheet import Paper

# Fonts with Japanese where Debian's packages put them, the clearest on paper first (fonts-morisawa-bizud-gothic,
# fonts-ipaexfont-gothic, fonts-noto-cjk).
FONTS = (
    Path("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf"),
    Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)
PATIENCE_SECONDS = 30.0
MOST_WAITING = 20  # whoever comes then is told at once, rather than after minutes


class CannotPrint(DomainError):
    """No Japanese font is installed, or the drawing failed."""

    status = 503
    code = "cannot_print"
    title_ja = "印刷用のファイルを作れませんでした。ブラウザーの印刷をお使いください"


class Press:
    """Makes PDFs. `font` is a file, or None to look where Debian's packages put theirs."""

    def __init__(self, font: Path | None = None) -> None:
        self._font = font
        self._one_at_a_time = asyncio.Semaphore(1)  # a child takes some 75 MiB while it draws
        self._waiting = 0

    async def print(self, paper: Paper | Poster | Checklist) -> bytes:
        """The paper as PDF; CannotPrint when this machine has no font for it or drawing fails, or too many wait."""
        font = self._font or next((path for path in FONTS if path.exists()), None)
        if font is None:
            raise CannotPrint("Install a Japanese font: apt-get install fonts-morisawa-bizud-gothic")
        if self._waiting >= MOST_WAITING:
            raise CannotPrint("Too many papers are being drawn.")
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                code, drawn = await ask_child(
                    "shared.paper.draw", str(font),
                    octets=paper.model_dump_json().encode(), patience_seconds=PATIENCE_SECONDS,
                )  # fmt: skip
        finally:
            self._waiting -= 1
        if code != 0 or not drawn:
            raise CannotPrint("Drawing the paper failed.")
        return drawn
