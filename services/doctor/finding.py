"""What the doctor says."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing looked at; `remedy` is empty when all is well."""

    what: str
    found: str
    remedy: str = ""
