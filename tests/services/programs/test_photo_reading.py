"""Photos that should never have been sent are refused by name; good ones come out upright, small and bare."""

from io import BytesIO
from time import monotonic

import pytest
from PIL import Image

from services.programs.actions.photo_reading import PictureReader
from services.programs.errors import NotAPhoto, PhotoIsHeic, PhotoTooLarge
from shared.errors import DomainError
from shared.picture import process
from tests.services.programs.photos import MARKED, jpeg, png_bomb, saved_as

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED: dict[str, tuple[bytes, type[DomainError]]] = {
    "a text named .jpg": ("お茶の会です".encode(), NotAPhoto),
    "an SVG": (SVG, NotAPhoto),
    "a GIF": (saved_as("GIF"), NotAPhoto),
    "a BMP": (saved_as("BMP"), NotAPhoto),
    "a truncated JPEG": (jpeg(400, 300)[:2000], NotAPhoto),
    "a JPEG's beginning": (b"\xff\xd8\xff\xe0\x00\x10JFIF", NotAPhoto),
    "a bomb": (png_bomb(60_000), PhotoTooLarge),
    "a bomb below the limit": (png_bomb(7_900), NotAPhoto),
    "8 MB and one": (b"\xff" * ((8 << 20) + 1), PhotoTooLarge),
    "an iPhone's HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99, PhotoIsHeic),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_can_not_be_shown_is_refused_by_name(name: str) -> None:
    octets, error = REFUSED[name]
    began = monotonic()
    with pytest.raises(error) as refused:
        await PictureReader().read(octets)
    assert (refused.value.field, monotonic() - began < 12) == ("photo", True)


@pytest.mark.parametrize(
    ("turned", "size", "blue"),
    [
        (None, (1280, 853), "left"), (1, (1280, 853), "left"), (2, (1280, 853), "right"), (3, (1280, 853), "right"),
        (4, (1280, 853), "left"), (5, (853, 1280), "top"), (6, (853, 1280), "top"), (7, (853, 1280), "bottom"),
        (8, (853, 1280), "bottom"),
    ],
)  # fmt: skip
async def test_it_stands_upright_and_small(turned: int | None, size: tuple[int, int], blue: str) -> None:
    picture = await PictureReader().read(jpeg(turned=turned))
    shown = Image.open(BytesIO(picture.octets))
    assert (shown.format, shown.size, (picture.width, picture.height)) == ("JPEG", size, size)
    sides = {"left": (0.1, 0.5), "right": (0.9, 0.5), "top": (0.5, 0.1), "bottom": (0.5, 0.9)}
    colours = {side: shown.getpixel((int(x * size[0]), int(y * size[1]))) for side, (x, y) in sides.items()}
    assert [side for side, (red, _, blues) in colours.items() if blues > red + 60 and side in (blue,)] == [blue]  # type: ignore[misc]
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[blue]
    assert colours[opposite][0] > 200  # type: ignore[index]


async def test_nothing_but_its_pixels_comes_out() -> None:
    sent = jpeg()
    assert (MARKED.encode("utf-16-le") in sent, b"YuiCam" in sent, MARKED.encode() in sent) == (True, True, True)
    picture = await PictureReader().read(sent)
    shown = Image.open(BytesIO(picture.octets))
    assert (dict(shown.getexif()), {"exif", "icc_profile", "comment", "xmp"} & set(shown.info)) == ({}, set())
    for mark in (b"Exif", b"YuiCam", MARKED.encode(), MARKED.encode("utf-16-le")):
        assert mark not in picture.octets


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "1"), ("WEBP", "RGBA"), ("JPEG", "CMYK")]
)
def test_whatever_a_drawing_is_made_of_becomes_a_jpeg(kind: str, mode: str) -> None:
    size, octets = process.small_jpeg(saved_as(kind, mode))
    assert (size, Image.open(BytesIO(octets)).mode) == ((40, 30), "RGB")


def test_what_is_seen_through_becomes_white() -> None:
    _, octets = process.small_jpeg(saved_as("PNG", "RGBA"))
    assert Image.open(BytesIO(octets)).getpixel((5, 5)) == (255, 255, 255)
