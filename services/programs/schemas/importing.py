"""Shape of a list on its way back from the preview."""

import json
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, TypeAdapter
from pydantic import Field as Described

from services.programs.schemas.base import Form

_Rows = TypeAdapter(
    Annotated[list[Annotated[list[str], Described(max_length=40)]], Described(min_length=1, max_length=300)]
)


def _is_a_grid(cells: str) -> str:
    _Rows.validate_json(cells)
    return cells


class ImportForm(Form):
    """The cells as the preview showed them, and the fingerprint of what it said would happen."""

    cells: Annotated[str, AfterValidator(_is_a_grid)]
    seen: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

    def rows(self) -> list[list[str]]:
        """The cells by row."""
        return _Rows.validate_json(self.cells)

    @staticmethod
    def carry(rows: Sequence[Sequence[str]]) -> str:
        """Cells as the field of a form."""
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
