"""A list of ids as one parameter, whichever database: a statement of constant text for any number of rows."""

import json
from collections.abc import Sequence
from typing import Any


def ids_from(dialect: str, parameter: str = "ids") -> str:
    """SQL for a one-column table (`id`, text) of the ids bound as `parameter`."""
    if dialect == "sqlite":
        return f"(SELECT value AS id FROM json_each(:{parameter}))"  # noqa: S608  # our own names only
    return f"(SELECT unnest(CAST(:{parameter} AS varchar[])) AS id)"


def id_list(dialect: str, ids: Sequence[str]) -> Any:
    """The value to bind for `ids_from`."""
    return json.dumps(ids) if dialect == "sqlite" else list(ids)
