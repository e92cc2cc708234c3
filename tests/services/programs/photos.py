"""Photos as phones make them, and what nobody should send."""

import struct
import zlib
from io import BytesIO

from PIL import Image

MARKED = "このしるしは写真のなかの秘密"
WHERE = {1: "N", 2: (33.0, 34.0, 35.678), 3: "E", 4: (133.0, 38.0, 9.876)}  # a house in Nankoku


def jpeg(width: int = 3000, height: int = 2000, *, turned: int | None = None, marked: bool = True) -> bytes:
    """Blue on the left, orange on the right; with a place, a camera and a text in its EXIF."""
    image = Image.new("RGB", (width, height), "orange")
    image.paste("navy", (0, 0, width // 2, height))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
    if marked:
        exif[0x010F], exif[0x9C9C] = "YuiCam 9000", MARKED.encode("utf-16-le")
        exif[0x8825] = WHERE
    octets = BytesIO()
    image.save(octets, "JPEG", exif=exif, comment=MARKED.encode() if marked else b"")
    return octets.getvalue()


def saved_as(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    octets = BytesIO()
    Image.new(mode, size).save(octets, kind)
    return octets.getvalue()


def png_bomb(side: int) -> bytes:
    """A PNG that claims `side` × `side` pixels in next to no bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
