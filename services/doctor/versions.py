"""What is installed, and whether it is new enough."""

import platform
import sqlite3
from importlib.metadata import version

from services.doctor.finding import Finding
from shared import __version__

OLDEST_SQLITE = (3, 38, 0)  # RETURNING, json_each and the WAL as the hot doors use them
NAMED = ("faststream", "nats-py", "fastapi", "sqlalchemy", "icalendar")


def versions() -> Finding:
    """Yui, Python and the libraries that its promises rest on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in NAMED)
    found = f"yui {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}"
    old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    return Finding("versions", found, "use a Python whose SQLite is 3.38 or newer" if old else "")
