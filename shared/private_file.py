"""Files that hold a secret: readable by their owner alone from the first moment, and whole or not there."""

import os
from pathlib import Path


def write_private(path: Path, content: str) -> None:
    """Put `content` at `path`, mode 0600, in the place of what was there."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
    beside.replace(path)
