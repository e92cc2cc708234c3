"""Printed papers as their reader has them: pages as pictures, letters with their size and font, codes read back."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # ships no types
import zxingcpp
from PIL import Image
from pypdfium2 import raw

SHARPNESS = 4.0  # pixels a point


@dataclass(frozen=True)
class Letters:
    """Some words of a page: size in points, the font's name and whether it came along, contrast as a grey copy."""

    text: str
    points: float
    font: str
    is_embedded: bool
    contrast: float


class Printed:
    """A PDF."""

    def __init__(self, content: bytes) -> None:
        self._document = pypdfium2.PdfDocument(content)
        self.pages: list[Image.Image] = [page.render(scale=SHARPNESS).to_pil() for page in self._document]
        self.sizes = [tuple(round(side) for side in page.get_size()) for page in self._document]

    @property
    def text(self) -> str:
        return "\n".join(page.get_textpage().get_text_bounded() for page in self._document)

    @property
    def codes(self) -> list[str]:
        """What a phone reads from it."""
        return [found.text for page in self.pages for found in zxingcpp.read_barcodes(page)]

    @property
    def letters(self) -> Iterator[Letters]:
        for page, picture in zip(self._document, self.pages, strict=True):
            grey, words = picture.convert("L"), page.get_textpage()
            for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                yield _letters(thing, words, grey)


def _letters(thing: pypdfium2.PdfObject, words: pypdfium2.PdfTextPage, grey: Image.Image) -> Letters:
    size, embedded = ctypes.c_float(), raw.FPDFTextObj_GetFont(thing.raw)
    raw.FPDFTextObj_GetFontSize(thing.raw, size)
    name = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(embedded, name, 200)
    left, bottom, right, top = thing.get_bounds()
    box = (left * SHARPNESS, grey.height - top * SHARPNESS, right * SHARPNESS, grey.height - bottom * SHARPNESS)
    return Letters(
        words.get_text_bounded(left, bottom, right, top).strip(),
        size.value * abs(thing.get_matrix().a),
        name.value.decode(),
        raw.FPDFFont_GetIsEmbedded(embedded) == 1,
        _contrast(grey.crop(tuple(round(edge) for edge in box))),
    )


def _contrast(grey: Image.Image) -> float:
    """Between the darkest and the lightest of it (WCAG 2.2, contrast ratio), as a black-and-white copier prints it."""
    dark, light = grey.getextrema()
    return (_luminance(light) + 0.05) / (_luminance(dark) + 0.05)


def _luminance(value: object) -> float:
    assert isinstance(value, int)
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
