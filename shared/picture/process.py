"""`python -m shared.picture.process`: a photo on stdin; on stdout a line of JSON, then its pixels as a small JPEG.

A process of its own, with an alarm that the kernel keeps: whatever a file makes a library do, it ends.
"""

import json
import resource
import signal
import sys
from io import BytesIO

from PIL import Image

SECONDS = 6.0
MOST_MEMORY = 1 << 30
MOST_PIXELS = 64_000_000  # phones take 50 million; a drawing of one colour claims thousands of millions in a kilobyte
LONG_SIDE = 1280
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


ORIENTATION = 0x0112  # Exif 2.32, 4.6.4 A
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


class Refused(Exception):
    """A file that can't be shown, by the code of the error it becomes."""


def small_jpeg(octets: bytes) -> tuple[tuple[int, int], bytes]:
    """The photo upright, at most 1,280 px on its long side, with nothing but its pixels; or Refused."""
    if octets[4:8] == b"ftyp" and octets[8:12] in HEIF_BRANDS:
        raise Refused("photo_is_heic")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    opened: Image.Image = Image.open(BytesIO(octets), formats=FORMATS)
    if opened.width * opened.height > MOST_PIXELS:
        raise Refused("photo_too_large")
    opened.draft("RGB", (2 * LONG_SIDE, 2 * LONG_SIDE))  # a JPEG is decoded at a part of its size
    upright = UPRIGHT.get(opened.getexif().get(ORIENTATION, 1))
    pixels = opened.convert("RGBA") if opened.mode in ("1", "P") else opened
    pixels.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    pixels = _on_white(pixels)
    if upright is not None:
        pixels = pixels.transpose(upright)
    clean = Image.new("RGB", pixels.size)  # nothing that came along with the file comes along any further
    clean.paste(pixels)
    written = BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return clean.size, written.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: black where nothing was would look like a fault."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def main() -> None:
    """The alarm has no handler: the process dies of it, even inside a library's C code."""
    octets = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    body = b""
    try:
        (width, height), body = small_jpeg(octets)
        told: dict[str, object] = {"width": width, "height": height}
    except Refused as error:
        told = {"refused": str(error)}
    except MemoryError:
        told = {"refused": "photo_too_large"}
    except Exception:  # a library's own, of whatever kind: the file made it, so the file is refused
        told = {"refused": "not_a_photo"}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
