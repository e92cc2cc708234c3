"""`make docs`: write every generated document anew."""

import os
import tempfile
from pathlib import Path

from services.documents import write
from tests.documents.apps import built_apps

if __name__ == "__main__":
    here = Path(tempfile.mkdtemp())
    write(built_apps(here, os.environ.__setitem__))
