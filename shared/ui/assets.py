"""The files a page loads, each under an address that holds the hash of its content."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

HERE = Path(__file__).parent
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


class Asset(NamedTuple):
    """One file as it is served, as it is and compressed."""

    name: str
    content: bytes
    gzipped: bytes
    media_type: str
    digest: str

    @property
    def url(self) -> str:
        """Where pages point: changes whenever the content does, so browsers may keep it for a year."""
        return f"/ui/static/{self.digest}/{self.name}"


def _stylesheet() -> bytes:
    """The one stylesheet, written in parts that are read on one screen each."""
    return b"\n".join(part.read_bytes() for part in sorted((HERE / "styles").glob("*.css")))


def _files() -> Iterator[tuple[str, bytes]]:
    yield "yui.css", _stylesheet()
    for path in sorted((HERE / "static").iterdir()):
        if path.suffix in MEDIA_TYPES:
            yield path.name, path.read_bytes()


@cache
def assets() -> Mapping[str, Asset]:
    """Every file by its name, read once a process."""
    found = {}
    for name, content in _files():
        digest = hashlib.sha256(content).hexdigest()[:16]
        gzipped = gzip.compress(content, mtime=0)
        found[name] = Asset(name, content, gzipped, MEDIA_TYPES[Path(name).suffix], digest)
    return MappingProxyType(found)


def asset_url(name: str) -> str:
    """The address of a file for a template. Raises KeyError for a name that does not exist."""
    return assets()[name].url
