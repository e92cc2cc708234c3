"""A QR code of an address of ours, drawn into the page: no picture to fetch, nothing that leaves the house."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=32)
def qr_code(url: str) -> Markup:
    """SVG, dark on white in every colour scheme, or a camera would not read it. Never give it a secret."""
    drawn = segno.make(url, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff"))  # noqa: S704  # made of squares only
