"""A QR code of an address of ours, drawn into the page: no picture to fetch, nothing that leaves the house."""

from functools import lru_cache

import segno
from markupsafe import Markup


@lru_cache(maxsize=32)
def qr_code(url: str) -> Markup:
    """SVG, dark on white in every colour scheme, or a camera would not read it. A secret goes to `secret_qr`."""
    return _drawn(url)


def secret_qr(url: str) -> Markup:
    """The same for a link that is a secret, shown once to who made it: nothing of it stays in memory."""
    return _drawn(url)


def _drawn(url: str) -> Markup:
    drawn = segno.make(url, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704  # made of squares only
