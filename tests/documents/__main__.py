"""`make docs`: write every generated document anew."""

import tempfile
from pathlib import Path

from services.documents import write
from tests.documents.matching import matching_document
from tests.flows.stage import town_in

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as here:
        write(town_in(Path(here)).services)
    path, content = matching_document()
    path.write_text(content, encoding="utf-8")
