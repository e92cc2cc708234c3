"""What is installed, and whether it is new enough."""

import platform
import sqlite3
from importlib.metadata import version

from services.doctor.finding import NOTHING, Finding, Said, plain
from shared import __version__

OLDEST_SQLITE = (3, 38, 0)  # RETURNING, json_each and the WAL as the hot doors use them
NAMED = (("faststream", "nats-py", "fastapi"), ("sqlalchemy", "icalendar"))
NEWER = Said("SQLite 3.38 以上の入った Python を使ってください", "use a Python whose SQLite is 3.38 or newer")


def versions() -> Finding:
    """Yui, Python and the libraries that its promises rest on."""
    ours = f"yui {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    libraries = [", ".join(f"{name} {version(name)}" for name in line) for line in NAMED]
    found = ",\n    ".join([ours, *libraries])
    old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    return Finding(Said("版", "versions"), plain(found), NEWER if old else NOTHING)
